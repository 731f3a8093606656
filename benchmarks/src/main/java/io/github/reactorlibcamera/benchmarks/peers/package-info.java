/** The library beside other ways to capture, each a process of its own. */
@NullMarked
package io.github.reactorlibcamera.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
