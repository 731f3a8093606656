/** JMH benchmarks. Their numbers are ratios inside one run, never assertions. */
@NullMarked
package io.github.reactorlibcamera.benchmarks;

import org.jspecify.annotations.NullMarked;
