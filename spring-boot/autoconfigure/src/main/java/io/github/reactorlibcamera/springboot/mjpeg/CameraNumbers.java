package io.github.reactorlibcamera.springboot.mjpeg;

import java.util.Map;

/**
 * An event {@code stats} of {@code {path}/events}, of a running camera once a second.
 *
 * @param camera its key
 * @param stats as {@code {path}/{camera}/stats} tells
 * @param metadata what the camera tells of a recent frame, by name
 */
public record CameraNumbers(String camera, CameraStats stats, Map<String, Object> metadata) {}
