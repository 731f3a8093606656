/** Cameras as beans of a Spring Boot application: the properties {@code libcamera.*}, and what they make. */
@NullMarked
package io.github.reactorlibcamera.springboot;

import org.jspecify.annotations.NullMarked;
