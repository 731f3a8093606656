package io.github.reactorlibcamera.spi;

import io.github.reactorlibcamera.Camera;

/**
 * What is known of a camera without opening it.
 *
 * @param id unique in its system
 * @param model what people call it
 * @param location where it sits
 * @param simulated true if it is a simulated one
 */
public record CameraDescriptor(String id, String model, Camera.Location location, boolean simulated) {}
