package io.github.reactorlibcamera;

import java.util.List;

/**
 * The well-known properties of a camera, by the names and types that libcamera 0.7 gives them; a camera need not have them all.
 * What they mean is told at <a href="https://libcamera.org/api-html/namespacelibcamera_1_1properties.html">libcamera.org</a>.
 *
 * @see Camera#properties()
 */
public final class CameraProperties {
    /** {@code libcamera::Location}. */
    public static final Control<Integer> LOCATION = Control.of("libcamera::Location", Integer.class);

    /** {@code libcamera::Rotation}. */
    public static final Control<Integer> ROTATION = Control.of("libcamera::Rotation", Integer.class);

    /** {@code libcamera::Model}. */
    public static final Control<String> MODEL = Control.of("libcamera::Model", String.class);

    /** {@code libcamera::UnitCellSize}. */
    public static final Control<Size> UNIT_CELL_SIZE = Control.of("libcamera::UnitCellSize", Size.class);

    /** {@code libcamera::PixelArraySize}. */
    public static final Control<Size> PIXEL_ARRAY_SIZE = Control.of("libcamera::PixelArraySize", Size.class);

    /** {@code libcamera::PixelArrayOpticalBlackRectangles}. */
    public static final Control<List<Rectangle>> PIXEL_ARRAY_OPTICAL_BLACK_RECTANGLES =
            Control.ofArray("libcamera::PixelArrayOpticalBlackRectangles", Rectangle.class);

    /** {@code libcamera::PixelArrayActiveAreas}. */
    public static final Control<List<Rectangle>> PIXEL_ARRAY_ACTIVE_AREAS =
            Control.ofArray("libcamera::PixelArrayActiveAreas", Rectangle.class);

    /** {@code libcamera::ScalerCropMaximum}. */
    public static final Control<Rectangle> SCALER_CROP_MAXIMUM =
            Control.of("libcamera::ScalerCropMaximum", Rectangle.class);

    /** {@code libcamera::SensorSensitivity}. */
    public static final Control<Float> SENSOR_SENSITIVITY = Control.of("libcamera::SensorSensitivity", Float.class);

    /** {@code libcamera::SystemDevices}. */
    public static final Control<List<Long>> SYSTEM_DEVICES = Control.ofArray("libcamera::SystemDevices", Long.class);

    /** {@code libcamera::PipelineHandler}. */
    public static final Control<String> PIPELINE_HANDLER = Control.of("libcamera::PipelineHandler", String.class);

    /** {@code draft::ColorFilterArrangement}. */
    public static final Control<Integer> COLOR_FILTER_ARRANGEMENT =
            Control.of("draft::ColorFilterArrangement", Integer.class);

    private CameraProperties() {}
}
