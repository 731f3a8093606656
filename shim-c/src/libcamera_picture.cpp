/* SPDX-License-Identifier: Apache-2.0 */
/* What a configuration says of the picture beside its size and format: colour space, orientation, the sensor's readout. */
#include <algorithm>
#include <cstring>

#include "libcamera_part.h"

namespace rlc
{

namespace
{

using libcamera::CameraConfiguration;
using libcamera::ColorSpace;

/* By name: the numbers are libcamera's own business. */
template <typename Value> struct Name {
	Value value;
	uint8_t number;
};

constexpr Name<ColorSpace::Primaries> kPrimaries[] = {
	{ ColorSpace::Primaries::Raw, RLC_PRIMARIES_RAW },
	{ ColorSpace::Primaries::Smpte170m, RLC_PRIMARIES_SMPTE170M },
	{ ColorSpace::Primaries::Rec709, RLC_PRIMARIES_REC709 },
	{ ColorSpace::Primaries::Rec2020, RLC_PRIMARIES_REC2020 },
};

constexpr Name<ColorSpace::TransferFunction> kTransferFunctions[] = {
	{ ColorSpace::TransferFunction::Linear, RLC_TRANSFER_LINEAR },
	{ ColorSpace::TransferFunction::Srgb, RLC_TRANSFER_SRGB },
	{ ColorSpace::TransferFunction::Rec709, RLC_TRANSFER_REC709 },
};

constexpr Name<ColorSpace::YcbcrEncoding> kYcbcrEncodings[] = {
	{ ColorSpace::YcbcrEncoding::None, RLC_YCBCR_NONE },
	{ ColorSpace::YcbcrEncoding::Rec601, RLC_YCBCR_REC601 },
	{ ColorSpace::YcbcrEncoding::Rec709, RLC_YCBCR_REC709 },
	{ ColorSpace::YcbcrEncoding::Rec2020, RLC_YCBCR_REC2020 },
};

constexpr Name<ColorSpace::Range> kRanges[] = {
	{ ColorSpace::Range::Full, RLC_RANGE_FULL },
	{ ColorSpace::Range::Limited, RLC_RANGE_LIMITED },
};

/* The first where there is none: the shim has checked the number. */
template <typename Value, size_t count> Value valueOf(const Name<Value> (&names)[count], uint8_t number)
{
	for (const Name<Value> &name : names) {
		if (name.number == number)
			return name.value;
	}
	return names[0].value;
}

/* 0 for one that a newer libcamera has. */
template <typename Value, size_t count> uint8_t numberOf(const Name<Value> (&names)[count], Value value)
{
	for (const Name<Value> &name : names) {
		if (name.value == value)
			return name.number;
	}
	return 0;
}

#if RLC_LIBCAMERA_AT_LEAST(0, 2, 0)

int setOrientation(uint32_t orientation, CameraConfiguration *config, rlc_error *)
{
	/* Both are EXIF's numbers. */
	config->orientation = static_cast<libcamera::Orientation>(orientation);
	return 0;
}

uint32_t orientationOf(const CameraConfiguration &config)
{
	return static_cast<uint32_t>(config.orientation);
}

unsigned int oneIfZero(uint32_t number)
{
	return std::max(number, 1u);
}

libcamera::SensorConfiguration sensorOf(const rlc_sensor_configuration &asked)
{
	libcamera::SensorConfiguration sensor;
	sensor.bitDepth = asked.bit_depth;
	sensor.outputSize = { asked.output_width, asked.output_height };
	sensor.analogCrop = { asked.crop_x, asked.crop_y, { asked.crop_width, asked.crop_height } };
	sensor.binning.binX = oneIfZero(asked.bin_x);
	sensor.binning.binY = oneIfZero(asked.bin_y);
	sensor.skipping.xOddInc = oneIfZero(asked.skip_x_odd);
	sensor.skipping.xEvenInc = oneIfZero(asked.skip_x_even);
	sensor.skipping.yOddInc = oneIfZero(asked.skip_y_odd);
	sensor.skipping.yEvenInc = oneIfZero(asked.skip_y_even);
	return sensor;
}

rlc_sensor_configuration describeSensor(const libcamera::SensorConfiguration &sensor)
{
	rlc_sensor_configuration out = {};
	out.bit_depth = sensor.bitDepth;
	out.output_width = sensor.outputSize.width;
	out.output_height = sensor.outputSize.height;
	out.crop_x = sensor.analogCrop.x;
	out.crop_y = sensor.analogCrop.y;
	out.crop_width = sensor.analogCrop.width;
	out.crop_height = sensor.analogCrop.height;
	out.bin_x = sensor.binning.binX;
	out.bin_y = sensor.binning.binY;
	out.skip_x_odd = sensor.skipping.xOddInc;
	out.skip_x_even = sensor.skipping.xEvenInc;
	out.skip_y_odd = sensor.skipping.yOddInc;
	out.skip_y_even = sensor.skipping.yEvenInc;
	return out;
}

int setSensor(const rlc_sensor_configuration &asked, CameraConfiguration *config, rlc_error *)
{
	config->sensorConfig = sensorOf(asked);
	return 0;
}

/* All 0 where the camera decides. */
rlc_sensor_configuration sensorOf(const CameraConfiguration &config)
{
	return config.sensorConfig ? describeSensor(*config.sensorConfig) : rlc_sensor_configuration{};
}

/* What was asked for, with what was left out filled in. */
bool isMet(const rlc_sensor_configuration &asked, const rlc_sensor_configuration &result)
{
	rlc_sensor_configuration wish = describeSensor(sensorOf(asked));
	if (!asked.crop_width) {
		wish.crop_x = result.crop_x;
		wish.crop_y = result.crop_y;
		wish.crop_width = result.crop_width;
		wish.crop_height = result.crop_height;
	}
	return !std::memcmp(&wish, &result, sizeof(wish));
}

#else

/* Before there were orientations: the ones without a quarter turn, as transforms of an upright picture. */
constexpr Name<libcamera::Transform> kTransforms[] = {
	{ libcamera::Transform::Identity, 1 },
	{ libcamera::Transform::HFlip, 2 },
	{ libcamera::Transform::Rot180, 3 },
	{ libcamera::Transform::VFlip, 4 },
};

int setOrientation(uint32_t orientation, CameraConfiguration *config, rlc_error *error)
{
	if (orientation > 4)
		return fail(error, -ENOTSUP, "orientation %u is not supported before libcamera 0.2, which gives 1 to 4",
			    orientation);
	config->transform = valueOf(kTransforms, static_cast<uint8_t>(orientation));
	return 0;
}

uint32_t orientationOf(const CameraConfiguration &config)
{
	return numberOf(kTransforms, config.transform);
}

int setSensor(const rlc_sensor_configuration &, CameraConfiguration *, rlc_error *error)
{
	return fail(error, -ENOTSUP, "a sensor configuration is not supported before libcamera 0.2");
}

rlc_sensor_configuration sensorOf(const CameraConfiguration &)
{
	return {};
}

bool isMet(const rlc_sensor_configuration &, const rlc_sensor_configuration &)
{
	return false;
}

#endif

} /* namespace */

ColorSpace colorSpaceOf(const rlc_color_space &space)
{
	return ColorSpace(valueOf(kPrimaries, space.primaries), valueOf(kTransferFunctions, space.transfer_function),
			  valueOf(kYcbcrEncodings, space.ycbcr_encoding), valueOf(kRanges, space.range));
}

rlc_color_space describeColorSpace(const std::optional<ColorSpace> &space)
{
	rlc_color_space out = {};
	if (!space)
		return out;
	out.primaries = numberOf(kPrimaries, space->primaries);
	out.transfer_function = numberOf(kTransferFunctions, space->transferFunction);
	out.ycbcr_encoding = numberOf(kYcbcrEncodings, space->ycbcrEncoding);
	out.range = numberOf(kRanges, space->range);
	/* Half of one tells nothing. */
	return out.primaries && out.transfer_function && out.ycbcr_encoding && out.range ? out : rlc_color_space{};
}

int applyPictureWish(const rlc_configuration &asked, CameraConfiguration *config, rlc_error *error)
{
	int ret = asked.orientation ? setOrientation(asked.orientation, config, error) : 0;
	if (!ret && asked.sensor.bit_depth)
		ret = setSensor(asked.sensor, config, error);
	return ret;
}

uint32_t describePicture(const rlc_configuration &asked, const CameraConfiguration &config, rlc_configuration *out)
{
	uint32_t adjusted = 0;
	out->orientation = orientationOf(config);
	out->sensor = sensorOf(config);
	if (asked.orientation && asked.orientation != out->orientation)
		adjusted |= RLC_ADJUSTED_ORIENTATION;
	if (asked.sensor.bit_depth && !isMet(asked.sensor, out->sensor))
		adjusted |= RLC_ADJUSTED_SENSOR;
	return adjusted;
}

} /* namespace rlc */
