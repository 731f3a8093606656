/** {@link io.github.reactorlibcamera.micrometer.MicrometerCaptureRecorder}: what happens in capture sessions, as Micrometer's meters. */
@NullMarked
package io.github.reactorlibcamera.micrometer;

import org.jspecify.annotations.NullMarked;
