package io.github.reactorlibcamera;

import java.util.List;

/**
 * The well-known controls, by the names and types that libcamera 0.7 gives them. An older libcamera, or a camera, may lack
 * some: setting one of those is refused with a sentence that says so, and {@link ControlList#get(Control)} finds nothing. What
 * they mean is told at <a href="https://libcamera.org/api-html/namespacelibcamera_1_1controls.html">libcamera.org</a>. Others,
 * as vendors' own, are made with {@link Control#of(String, Class)}.
 */
public final class Controls {
    /** {@code libcamera::AeEnable}. */
    public static final Control<Boolean> AE_ENABLE = Control.of("libcamera::AeEnable", Boolean.class);

    /** {@code libcamera::AeState}. */
    public static final Control<Integer> AE_STATE = Control.of("libcamera::AeState", Integer.class);

    /** {@code libcamera::AeMeteringMode}. */
    public static final Control<Integer> AE_METERING_MODE = Control.of("libcamera::AeMeteringMode", Integer.class);

    /** {@code libcamera::AeConstraintMode}. */
    public static final Control<Integer> AE_CONSTRAINT_MODE = Control.of("libcamera::AeConstraintMode", Integer.class);

    /** {@code libcamera::AeExposureMode}. */
    public static final Control<Integer> AE_EXPOSURE_MODE = Control.of("libcamera::AeExposureMode", Integer.class);

    /** {@code libcamera::ExposureValue}. */
    public static final Control<Float> EXPOSURE_VALUE = Control.of("libcamera::ExposureValue", Float.class);

    /** {@code libcamera::ExposureTime}. */
    public static final Control<Integer> EXPOSURE_TIME = Control.of("libcamera::ExposureTime", Integer.class);

    /** {@code libcamera::ExposureTimeMode}. */
    public static final Control<Integer> EXPOSURE_TIME_MODE = Control.of("libcamera::ExposureTimeMode", Integer.class);

    /** {@code libcamera::AnalogueGain}. */
    public static final Control<Float> ANALOGUE_GAIN = Control.of("libcamera::AnalogueGain", Float.class);

    /** {@code libcamera::AnalogueGainMode}. */
    public static final Control<Integer> ANALOGUE_GAIN_MODE = Control.of("libcamera::AnalogueGainMode", Integer.class);

    /** {@code libcamera::AeFlickerMode}. */
    public static final Control<Integer> AE_FLICKER_MODE = Control.of("libcamera::AeFlickerMode", Integer.class);

    /** {@code libcamera::AeFlickerPeriod}. */
    public static final Control<Integer> AE_FLICKER_PERIOD = Control.of("libcamera::AeFlickerPeriod", Integer.class);

    /** {@code libcamera::AeFlickerDetected}. */
    public static final Control<Integer> AE_FLICKER_DETECTED =
            Control.of("libcamera::AeFlickerDetected", Integer.class);

    /** {@code libcamera::Brightness}. */
    public static final Control<Float> BRIGHTNESS = Control.of("libcamera::Brightness", Float.class);

    /** {@code libcamera::Contrast}. */
    public static final Control<Float> CONTRAST = Control.of("libcamera::Contrast", Float.class);

    /** {@code libcamera::Lux}. */
    public static final Control<Float> LUX = Control.of("libcamera::Lux", Float.class);

    /** {@code libcamera::AwbEnable}. */
    public static final Control<Boolean> AWB_ENABLE = Control.of("libcamera::AwbEnable", Boolean.class);

    /** {@code libcamera::AwbMode}. */
    public static final Control<Integer> AWB_MODE = Control.of("libcamera::AwbMode", Integer.class);

    /** {@code libcamera::AwbLocked}. */
    public static final Control<Boolean> AWB_LOCKED = Control.of("libcamera::AwbLocked", Boolean.class);

    /** {@code libcamera::ColourGains}. */
    public static final Control<List<Float>> COLOUR_GAINS = Control.ofArray("libcamera::ColourGains", Float.class);

    /** {@code libcamera::ColourTemperature}. */
    public static final Control<Integer> COLOUR_TEMPERATURE = Control.of("libcamera::ColourTemperature", Integer.class);

    /** {@code libcamera::Saturation}. */
    public static final Control<Float> SATURATION = Control.of("libcamera::Saturation", Float.class);

    /** {@code libcamera::SensorBlackLevels}. */
    public static final Control<List<Integer>> SENSOR_BLACK_LEVELS =
            Control.ofArray("libcamera::SensorBlackLevels", Integer.class);

    /** {@code libcamera::Sharpness}. */
    public static final Control<Float> SHARPNESS = Control.of("libcamera::Sharpness", Float.class);

    /** {@code libcamera::FocusFoM}. */
    public static final Control<Integer> FOCUS_FOM = Control.of("libcamera::FocusFoM", Integer.class);

    /** {@code libcamera::ColourCorrectionMatrix}. */
    public static final Control<List<Float>> COLOUR_CORRECTION_MATRIX =
            Control.ofArray("libcamera::ColourCorrectionMatrix", Float.class);

    /** {@code libcamera::ScalerCrop}. */
    public static final Control<Rectangle> SCALER_CROP = Control.of("libcamera::ScalerCrop", Rectangle.class);

    /** {@code libcamera::DigitalGain}. */
    public static final Control<Float> DIGITAL_GAIN = Control.of("libcamera::DigitalGain", Float.class);

    /** {@code libcamera::FrameDuration}. */
    public static final Control<Long> FRAME_DURATION = Control.of("libcamera::FrameDuration", Long.class);

    /** {@code libcamera::FrameDurationLimits}. */
    public static final Control<List<Long>> FRAME_DURATION_LIMITS =
            Control.ofArray("libcamera::FrameDurationLimits", Long.class);

    /** {@code libcamera::SensorTemperature}. */
    public static final Control<Float> SENSOR_TEMPERATURE = Control.of("libcamera::SensorTemperature", Float.class);

    /** {@code libcamera::SensorTimestamp}. */
    public static final Control<Long> SENSOR_TIMESTAMP = Control.of("libcamera::SensorTimestamp", Long.class);

    /** {@code libcamera::AfMode}. */
    public static final Control<Integer> AF_MODE = Control.of("libcamera::AfMode", Integer.class);

    /** {@code libcamera::AfRange}. */
    public static final Control<Integer> AF_RANGE = Control.of("libcamera::AfRange", Integer.class);

    /** {@code libcamera::AfSpeed}. */
    public static final Control<Integer> AF_SPEED = Control.of("libcamera::AfSpeed", Integer.class);

    /** {@code libcamera::AfMetering}. */
    public static final Control<Integer> AF_METERING = Control.of("libcamera::AfMetering", Integer.class);

    /** {@code libcamera::AfWindows}. */
    public static final Control<List<Rectangle>> AF_WINDOWS = Control.ofArray("libcamera::AfWindows", Rectangle.class);

    /** {@code libcamera::AfTrigger}. */
    public static final Control<Integer> AF_TRIGGER = Control.of("libcamera::AfTrigger", Integer.class);

    /** {@code libcamera::AfPause}. */
    public static final Control<Integer> AF_PAUSE = Control.of("libcamera::AfPause", Integer.class);

    /** {@code libcamera::LensPosition}. */
    public static final Control<Float> LENS_POSITION = Control.of("libcamera::LensPosition", Float.class);

    /** {@code libcamera::AfState}. */
    public static final Control<Integer> AF_STATE = Control.of("libcamera::AfState", Integer.class);

    /** {@code libcamera::AfPauseState}. */
    public static final Control<Integer> AF_PAUSE_STATE = Control.of("libcamera::AfPauseState", Integer.class);

    /** {@code libcamera::HdrMode}. */
    public static final Control<Integer> HDR_MODE = Control.of("libcamera::HdrMode", Integer.class);

    /** {@code libcamera::HdrChannel}. */
    public static final Control<Integer> HDR_CHANNEL = Control.of("libcamera::HdrChannel", Integer.class);

    /** {@code libcamera::Gamma}. */
    public static final Control<Float> GAMMA = Control.of("libcamera::Gamma", Float.class);

    /** {@code libcamera::DebugMetadataEnable}. */
    public static final Control<Boolean> DEBUG_METADATA_ENABLE =
            Control.of("libcamera::DebugMetadataEnable", Boolean.class);

    /** {@code libcamera::FrameWallClock}. */
    public static final Control<Long> FRAME_WALL_CLOCK = Control.of("libcamera::FrameWallClock", Long.class);

    /** {@code libcamera::WdrMode}. */
    public static final Control<Integer> WDR_MODE = Control.of("libcamera::WdrMode", Integer.class);

    /** {@code libcamera::WdrStrength}. */
    public static final Control<Float> WDR_STRENGTH = Control.of("libcamera::WdrStrength", Float.class);

    /** {@code libcamera::WdrMaxBrightPixels}. */
    public static final Control<Float> WDR_MAX_BRIGHT_PIXELS = Control.of("libcamera::WdrMaxBrightPixels", Float.class);

    /** {@code libcamera::LensDewarpEnable}. */
    public static final Control<Boolean> LENS_DEWARP_ENABLE = Control.of("libcamera::LensDewarpEnable", Boolean.class);

    /** {@code libcamera::LensShadingCorrectionEnable}. */
    public static final Control<Boolean> LENS_SHADING_CORRECTION_ENABLE =
            Control.of("libcamera::LensShadingCorrectionEnable", Boolean.class);

    /** {@code libcamera::Hue}. */
    public static final Control<Float> HUE = Control.of("libcamera::Hue", Float.class);

    /** {@code draft::AePrecaptureTrigger}. */
    public static final Control<Integer> AE_PRECAPTURE_TRIGGER =
            Control.of("draft::AePrecaptureTrigger", Integer.class);

    /** {@code draft::NoiseReductionMode}. */
    public static final Control<Integer> NOISE_REDUCTION_MODE = Control.of("draft::NoiseReductionMode", Integer.class);

    /** {@code draft::ColorCorrectionAberrationMode}. */
    public static final Control<Integer> COLOR_CORRECTION_ABERRATION_MODE =
            Control.of("draft::ColorCorrectionAberrationMode", Integer.class);

    /** {@code draft::AwbState}. */
    public static final Control<Integer> AWB_STATE = Control.of("draft::AwbState", Integer.class);

    /** {@code draft::SensorRollingShutterSkew}. */
    public static final Control<Long> SENSOR_ROLLING_SHUTTER_SKEW =
            Control.of("draft::SensorRollingShutterSkew", Long.class);

    /** {@code draft::LensShadingMapMode}. */
    public static final Control<Integer> LENS_SHADING_MAP_MODE = Control.of("draft::LensShadingMapMode", Integer.class);

    /** {@code draft::PipelineDepth}. */
    public static final Control<Integer> PIPELINE_DEPTH = Control.of("draft::PipelineDepth", Integer.class);

    /** {@code draft::MaxLatency}. */
    public static final Control<Integer> MAX_LATENCY = Control.of("draft::MaxLatency", Integer.class);

    /** {@code draft::TestPatternMode}. */
    public static final Control<Integer> TEST_PATTERN_MODE = Control.of("draft::TestPatternMode", Integer.class);

    /** {@code draft::FaceDetectMode}. */
    public static final Control<Integer> FACE_DETECT_MODE = Control.of("draft::FaceDetectMode", Integer.class);

    /** {@code draft::FaceDetectFaceRectangles}. */
    public static final Control<List<Rectangle>> FACE_DETECT_FACE_RECTANGLES =
            Control.ofArray("draft::FaceDetectFaceRectangles", Rectangle.class);

    /** {@code draft::FaceDetectFaceScores}. */
    public static final Control<List<Byte>> FACE_DETECT_FACE_SCORES =
            Control.ofArray("draft::FaceDetectFaceScores", Byte.class);

    /** {@code draft::FaceDetectFaceLandmarks}. */
    public static final Control<List<Point>> FACE_DETECT_FACE_LANDMARKS =
            Control.ofArray("draft::FaceDetectFaceLandmarks", Point.class);

    /** {@code draft::FaceDetectFaceIds}. */
    public static final Control<List<Integer>> FACE_DETECT_FACE_IDS =
            Control.ofArray("draft::FaceDetectFaceIds", Integer.class);

    private Controls() {}
}
