/* SPDX-License-Identifier: Apache-2.0 */
#include "pattern.h"

#include <stdlib.h>
#include <string.h>

#include "jpeg_blocks.h"

#define GRADIENT_PERIOD 256u
/* These, and a step of the noise, have no divisor in common with the period, so that all frames of a period differ. */
#define GRADIENT_STEP 3u
#define NOISE_PERIOD 4096u
#define NOISE_STEP 1013u
/* From one row of blocks to the next: far enough that no eye follows. */
#define NOISE_SKEW 2357u
#define BAR_COUNT 8u
/* As wide as a JPEG block, so that a bar's edge passes the middle of one with every frame. */
#define MIN_BAR_STEP 4u

enum { NV12, YUV420, YUYV, RGB888, BGR888, XRGB8888, R8, MJPEG, SRGGB8 };

#define ONE_ROW RLC_PATTERN_ONE_ROW

/* libcamera's names; what the functions below make of red, green and blue. */
#define RAW                                                                                                            \
	{                                                                                                              \
		RLC_PRIMARIES_RAW, RLC_TRANSFER_LINEAR, RLC_YCBCR_NONE, RLC_RANGE_FULL                                 \
	}
#define SRGB                                                                                                           \
	{                                                                                                              \
		RLC_PRIMARIES_REC709, RLC_TRANSFER_SRGB, RLC_YCBCR_NONE, RLC_RANGE_FULL                                \
	}
#define SYCC                                                                                                           \
	{                                                                                                              \
		RLC_PRIMARIES_REC709, RLC_TRANSFER_SRGB, RLC_YCBCR_REC601, RLC_RANGE_FULL                              \
	}
#define SMPTE170M                                                                                                      \
	{                                                                                                              \
		RLC_PRIMARIES_SMPTE170M, RLC_TRANSFER_REC709, RLC_YCBCR_REC601, RLC_RANGE_LIMITED                      \
	}

const rlc_pattern_format rlc_pattern_formats[] = {
	[NV12] = { "NV12", false, false, SMPTE170M, 2, { 2, 2 }, { { 0, 0 }, { 1, ONE_ROW } } },
	[YUV420] = { "YUV420", false, false, SMPTE170M, 3, { 2, 1, 1 }, { { 0, 0 }, { 1, ONE_ROW }, { 2, ONE_ROW } } },
	[YUYV] = { "YUYV", false, false, SMPTE170M, 1, { 4 }, { { 0, 0 } } },
	[RGB888] = { "RGB888", false, false, SRGB, 1, { 6 }, { { 0, 0 } } },
	[BGR888] = { "BGR888", false, false, SRGB, 1, { 6 }, { { 0, 0 } } },
	[XRGB8888] = { "XRGB8888", false, false, SRGB, 1, { 8 }, { { 0, 0 } } },
	[R8] = { "R8", false, false, SRGB, 1, { 2 }, { { 0, 0 } } },
	[MJPEG] = { "MJPEG", false, true, SYCC, 1, { sizeof(rlc_jpeg_colour) }, { { 0, 0 } } },
	[SRGGB8] = { "SRGGB8", true, false, RAW, 1, { 2, 2 }, { { 0, 1 } } },
	{ 0 },
};

struct rgb {
	uint8_t r, g, b;
};

struct rlc_pattern {
	const rlc_pattern_format *format;
	uint32_t width, height;
	struct rgb (*colour)(uint32_t position, uint32_t period);
	uint32_t period; /* blocks */
	uint32_t blocks; /* of the line */
	uint32_t main_period; /* of the pattern that shows the same */
	uint32_t step; /* blocks of that one from one frame to the next */
	uint32_t skew; /* blocks from one row of blocks to the next, less than the period */
	float gain, offset; /* that the line is drawn with */
	uint8_t *lines[RLC_MAX_PLANES]; /* as the format has them */
};

const rlc_pattern_format *rlc_pattern_format_of(const char *name)
{
	for (const rlc_pattern_format *format = rlc_pattern_formats; format->name != NULL; format++)
		if (strcmp(format->name, name) == 0)
			return format;
	return NULL;
}

uint32_t rlc_pattern_stride(const rlc_pattern_format *format, uint32_t width, uint32_t plane)
{
	return format->is_compressed ? 0 : width / 2 * format->block[format->planes[plane].first];
}

uint32_t rlc_pattern_plane_size(const rlc_pattern_format *format, uint32_t width, uint32_t height, uint32_t plane)
{
	if (format->is_compressed)
		return (uint32_t)rlc_jpeg_bound(width, height);
	return rlc_pattern_stride(format, width, plane) *
	       (format->planes[plane].second == ONE_ROW ? height / 2 : height);
}

/* White, yellow, cyan, green, magenta, red, blue, black. */
static struct rgb bar_colour(uint32_t position, uint32_t period)
{
	uint32_t bar = position * BAR_COUNT / period;
	return (struct rgb){ bar & 2 ? 0 : 255, bar & 4 ? 0 : 255, bar & 1 ? 0 : 255 };
}

/* 0 to 254 and back within a period. */
static uint8_t wave(uint32_t position)
{
	position %= GRADIENT_PERIOD;
	return (uint8_t)(2 * (position < GRADIENT_PERIOD / 2 ? position : GRADIENT_PERIOD - 1 - position));
}

/* Three waves, a third of a period apart, so that no two neighbours are alike. */
static struct rgb gradient_colour(uint32_t position, uint32_t period)
{
	(void)period;
	return (struct rgb){ wave(position), wave(position + GRADIENT_PERIOD / 3),
			     wave(position + 2 * GRADIENT_PERIOD / 3) };
}

/* The same at every run: a hash of the position. */
static struct rgb noise_colour(uint32_t position, uint32_t period)
{
	uint32_t hash = (position + period) * 2654435761u;
	hash = (hash ^ hash >> 15) * 2246822519u;
	hash ^= hash >> 13;
	return (struct rgb){ (uint8_t)hash, (uint8_t)(hash >> 8), (uint8_t)(hash >> 16) };
}

struct yuv {
	uint8_t y, u, v;
};

/* BT.601, limited range. */
static struct yuv limited(struct rgb c)
{
	return (struct yuv){ (uint8_t)(((66 * c.r + 129 * c.g + 25 * c.b + 128) >> 8) + 16),
			     (uint8_t)(((-38 * c.r - 74 * c.g + 112 * c.b + 128) >> 8) + 128),
			     (uint8_t)(((112 * c.r - 94 * c.g - 18 * c.b + 128) >> 8) + 128) };
}

/* BT.601, full range; 255.5 is the largest sum. */
static struct yuv full(struct rgb c)
{
	return (struct yuv){ (uint8_t)((19595 * c.r + 38470 * c.g + 7471 * c.b + 32768) >> 16),
			     (uint8_t)((-11059 * c.r - 21709 * c.g + 32768 * c.b + (128 << 16) + 32767) >> 16),
			     (uint8_t)((32768 * c.r - 27439 * c.g - 5329 * c.b + (128 << 16) + 32767) >> 16) };
}

static uint8_t *block_at(const rlc_pattern *pattern, uint32_t line, uint32_t block)
{
	return pattern->lines[line] + (size_t)block * pattern->format->block[line];
}

static void write_block(const rlc_pattern *pattern, uint32_t block, struct rgb c)
{
	uint8_t *out = block_at(pattern, 0, block);
	struct yuv limited_range = limited(c), full_range = full(c);

	switch (pattern->format - rlc_pattern_formats) {
	case NV12:
		memset(out, limited_range.y, 2);
		memcpy(block_at(pattern, 1, block), (uint8_t[]){ limited_range.u, limited_range.v }, 2);
		break;
	case YUV420:
		memset(out, limited_range.y, 2);
		*block_at(pattern, 1, block) = limited_range.u;
		*block_at(pattern, 2, block) = limited_range.v;
		break;
	case YUYV:
		memcpy(out, (uint8_t[]){ limited_range.y, limited_range.u, limited_range.y, limited_range.v }, 4);
		break;
	/* The names are those of words in little-endian order. */
	case RGB888:
		memcpy(out, (uint8_t[]){ c.b, c.g, c.r, c.b, c.g, c.r }, 6);
		break;
	case BGR888:
		memcpy(out, (uint8_t[]){ c.r, c.g, c.b, c.r, c.g, c.b }, 6);
		break;
	case XRGB8888:
		memcpy(out, (uint8_t[]){ c.b, c.g, c.r, 255, c.b, c.g, c.r, 255 }, 8);
		break;
	case R8:
		memset(out, full_range.y, 2);
		break;
	case SRGGB8:
		memcpy(out, (uint8_t[]){ c.r, c.g }, 2);
		memcpy(block_at(pattern, 1, block), (uint8_t[]){ c.g, c.b }, 2);
		break;
	default:
		memcpy(out, (uint8_t[]){ full_range.y, full_range.u, full_range.v }, 3);
	}
}

static uint8_t lit(uint8_t level, float gain, float offset)
{
	float value = (float)level * gain + offset + 0.5f;
	return value <= 0 ? 0 : value >= 255 ? 255 : (uint8_t)value;
}

static void draw(rlc_pattern *pattern, float gain, float offset)
{
	pattern->gain = gain;
	pattern->offset = offset;
	for (uint32_t block = 0; block < pattern->blocks; block++) {
		struct rgb c = pattern->colour(block % pattern->period, pattern->period);
		write_block(pattern, block,
			    (struct rgb){ lit(c.r, gain, offset), lit(c.g, gain, offset), lit(c.b, gain, offset) });
	}
}

void rlc_pattern_light(rlc_pattern *pattern, float gain, float offset)
{
	if (gain != pattern->gain || offset != pattern->offset)
		draw(pattern, gain, offset);
}

rlc_pattern *rlc_pattern_create(const char *name, const rlc_pattern_format *format, uint32_t width, uint32_t height,
				const rlc_pattern *main)
{
	uint32_t columns = width / 2;

	rlc_pattern *pattern = calloc(1, sizeof(*pattern));
	if (pattern == NULL)
		return NULL;
	pattern->format = format;
	pattern->width = width;
	pattern->height = height;
	if (strcmp(name, "gradient") == 0) {
		pattern->colour = gradient_colour;
		pattern->period = GRADIENT_PERIOD;
		pattern->step = GRADIENT_STEP;
		pattern->skew = 1;
	} else if (strcmp(name, "noise") == 0) {
		pattern->colour = noise_colour;
		pattern->period = NOISE_PERIOD;
		pattern->step = NOISE_STEP;
		pattern->skew = NOISE_SKEW;
	} else {
		pattern->colour = bar_colour;
		pattern->period = columns < BAR_COUNT ? BAR_COUNT : columns;
		pattern->step = pattern->period / 128 < MIN_BAR_STEP ? MIN_BAR_STEP : pattern->period / 128;
	}

	pattern->main_period = main != NULL ? main->period : pattern->period;
	if (main != NULL)
		pattern->step = main->step;

	/* Long enough for a window that starts anywhere in the first period. */
	pattern->blocks = pattern->period + columns;
	for (uint32_t line = 0; line < RLC_MAX_PLANES && format->block[line] != 0; line++) {
		pattern->lines[line] = malloc((size_t)pattern->blocks * format->block[line]);
		if (pattern->lines[line] == NULL) {
			rlc_pattern_destroy(pattern);
			return NULL;
		}
	}
	draw(pattern, 1, 0);
	return pattern;
}

void rlc_pattern_destroy(rlc_pattern *pattern)
{
	if (pattern == NULL)
		return;
	for (uint32_t line = 0; line < RLC_MAX_PLANES; line++)
		free(pattern->lines[line]);
	free(pattern);
}

/* A position in a pattern's line: where the current frame's window starts. */
struct window {
	const rlc_pattern *pattern;
	uint32_t start;
};

static rlc_jpeg_colour jpeg_colour(const void *context, uint32_t x, uint32_t y)
{
	const struct window *window = context;
	const rlc_pattern *pattern = window->pattern;
	uint32_t block = (window->start + y / 2 * pattern->skew) % pattern->period + x / 2;
	rlc_jpeg_colour colour;
	memcpy(&colour, block_at(pattern, 0, block), sizeof(colour));
	return colour;
}

/* Copies all rows of PLANE, whose first row's window is at START; returns how many bytes they are. */
static uint32_t copy_rows(uint8_t *out, const rlc_pattern *pattern, uint32_t plane, uint32_t start)
{
	const uint8_t first = pattern->format->planes[plane].first, second = pattern->format->planes[plane].second;
	const size_t stride = rlc_pattern_stride(pattern->format, pattern->width, plane);
	const uint8_t *begin = out;

	for (uint32_t blocks = pattern->height / 2; blocks > 0; blocks--) {
		memcpy(out, block_at(pattern, first, start), stride);
		out += stride;
		if (second != ONE_ROW) {
			memcpy(out, block_at(pattern, second, start), stride);
			out += stride;
		}
		start += pattern->skew;
		if (start >= pattern->period)
			start -= pattern->period;
	}
	return (uint32_t)(out - begin);
}

void rlc_pattern_render(const rlc_pattern *pattern, uint32_t sequence, uint8_t *const planes[RLC_MAX_PLANES],
			uint32_t bytes_used[RLC_MAX_PLANES])
{
	/* As far along its period as the main one is. */
	uint32_t main_start = (uint32_t)((uint64_t)sequence * pattern->step % pattern->main_period);
	uint32_t start = (uint32_t)((uint64_t)main_start * pattern->period / pattern->main_period);

	if (pattern->format->is_compressed) {
		struct window window = { pattern, start };
		bytes_used[0] =
			(uint32_t)rlc_jpeg_write(planes[0], pattern->width, pattern->height, jpeg_colour, &window);
		return;
	}
	for (uint32_t plane = 0; plane < pattern->format->plane_count; plane++)
		bytes_used[plane] = copy_rows(planes[plane], pattern, plane, start);
}
