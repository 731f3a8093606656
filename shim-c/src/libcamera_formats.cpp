/* SPDX-License-Identifier: Apache-2.0 */
/* Pixel formats: how their planes lie in memory, and the sizes a stream offers. */
#include <algorithm>
#include <cstdio>

#include "libcamera_part.h"

namespace rlc
{

namespace
{

/* One plane beside plane 0: its bytes per line as a fraction of plane 0's, and how many lines of the picture share one.
 */
struct PlaneShape {
	unsigned int numerator;
	unsigned int denominator;
	unsigned int lines;
};

/* Formats in several planes have one byte per pixel in plane 0. All others lie in one plane. */
struct PlanarFormat {
	libcamera::PixelFormat format;
	unsigned int planes;
	PlaneShape chroma;
};

constexpr PlanarFormat kPlanarFormats[] = {
	{ libcamera::formats::NV12, 2, { 1, 1, 2 } },   { libcamera::formats::NV21, 2, { 1, 1, 2 } },
	{ libcamera::formats::NV16, 2, { 1, 1, 1 } },   { libcamera::formats::NV61, 2, { 1, 1, 1 } },
	{ libcamera::formats::NV24, 2, { 2, 1, 1 } },   { libcamera::formats::NV42, 2, { 2, 1, 1 } },
	{ libcamera::formats::YUV420, 3, { 1, 2, 2 } }, { libcamera::formats::YVU420, 3, { 1, 2, 2 } },
	{ libcamera::formats::YUV422, 3, { 1, 2, 1 } }, { libcamera::formats::YVU422, 3, { 1, 2, 1 } },
	{ libcamera::formats::YUV444, 3, { 1, 1, 1 } }, { libcamera::formats::YVU444, 3, { 1, 1, 1 } },
};

const PlanarFormat *planarFormat(const libcamera::PixelFormat &format)
{
	for (const PlanarFormat &planar : kPlanarFormats) {
		if (planar.format == format)
			return &planar;
	}
	return nullptr;
}

unsigned int chromaStride(const PlanarFormat &planar, unsigned int stride)
{
	const PlaneShape &chroma = planar.chroma;
	return (stride * chroma.numerator + chroma.denominator - 1) / chroma.denominator;
}

rlc_format describe(const libcamera::PixelFormat &format, const libcamera::Size &minimum,
		    const libcamera::Size &maximum, unsigned int hStep, unsigned int vStep)
{
	rlc_format out = {};
	out.size = sizeof(out);
	out.min_width = minimum.width;
	out.min_height = minimum.height;
	out.max_width = maximum.width;
	out.max_height = maximum.height;
	if (minimum != maximum) {
		out.step_width = hStep;
		out.step_height = vStep;
	}
	std::snprintf(out.pixel_format, sizeof(out.pixel_format), "%s", format.toString().c_str());
	return out;
}

} /* namespace */

unsigned int strideOf(const libcamera::StreamConfiguration &cfg, unsigned int plane)
{
	if (cfg.pixelFormat == libcamera::formats::MJPEG)
		return 0;
	const PlanarFormat *planar = planarFormat(cfg.pixelFormat);
	if (!planar)
		return plane == 0 ? cfg.stride : 0;
	unsigned int stride = cfg.stride ? cfg.stride : cfg.size.width;
	return plane == 0 ? stride : chromaStride(*planar, stride);
}

std::vector<PlaneLayout> layoutOf(const libcamera::StreamConfiguration &cfg)
{
	const PlanarFormat *planar = planarFormat(cfg.pixelFormat);
	if (!planar) {
		unsigned int length = cfg.frameSize ? cfg.frameSize : cfg.stride * cfg.size.height;
		if (!length)
			return {};
		return { { 0, length, strideOf(cfg, 0) } };
	}

	std::vector<PlaneLayout> planes;
	unsigned int offset = 0;
	for (unsigned int i = 0; i < planar->planes; i++) {
		unsigned int lines = i == 0 ? 1 : planar->chroma.lines;
		unsigned int stride = strideOf(cfg, i);
		unsigned int length = stride * ((cfg.size.height + lines - 1) / lines);
		planes.push_back({ offset, length, stride });
		offset += length;
	}
	return planes;
}

std::string formatNames(const libcamera::StreamFormats &formats)
{
	std::string names;
	for (const libcamera::PixelFormat &format : formats.pixelformats()) {
		if (!names.empty())
			names += ", ";
		names += format.toString();
	}
	return names;
}

uint32_t listFormats(const libcamera::StreamFormats &formats, rlc_format *out, uint32_t capacity)
{
	uint32_t count = 0;
	const auto add = [&](const rlc_format &format) {
		if (count < capacity)
			out[count] = format;
		count++;
	};

	for (const libcamera::PixelFormat &format : formats.pixelformats()) {
		/*
		 * sizes() of a true range are libcamera's guess at popular ones, so the range itself is what counts. A
		 * range that libcamera built from discrete sizes has no steps.
		 */
		const libcamera::SizeRange range = formats.range(format);
		if (range.hStep && range.vStep) {
			add(describe(format, range.min, range.max, range.hStep, range.vStep));
			continue;
		}
		for (const libcamera::Size &size : formats.sizes(format))
			add(describe(format, size, size, 0, 0));
	}
	return count;
}

} /* namespace rlc */
