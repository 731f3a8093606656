/* SPDX-License-Identifier: Apache-2.0 */
#include "pattern.h"

#include <stdbool.h>
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

enum { NV12, YUYV, RGB888, MJPEG };

const rlc_pattern_format rlc_pattern_formats[] = {
	[NV12] = { "NV12", 2, 1 },
	[YUYV] = { "YUYV", 1, 2 },
	[RGB888] = { "RGB888", 1, 3 },
	[MJPEG] = { "MJPEG", 1, 0 },
	{ 0 },
};

struct rgb {
	uint8_t r, g, b;
};

struct rlc_pattern {
	uint32_t format;
	uint32_t width, height;
	struct rgb (*colour)(uint32_t position, uint32_t period);
	uint32_t period; /* blocks */
	uint32_t blocks; /* of the line */
	uint32_t step; /* blocks from one frame to the next */
	uint32_t skew; /* blocks from one row of blocks to the next, less than the period */
	float gain, offset; /* that the line is drawn with */
	uint8_t *line; /* of plane 0, or of JPEG colours */
	uint8_t *chroma; /* NV12's plane 1 */
};

const rlc_pattern_format *rlc_pattern_format_of(const char *name)
{
	for (const rlc_pattern_format *format = rlc_pattern_formats; format->name != NULL; format++)
		if (strcmp(format->name, name) == 0)
			return format;
	return NULL;
}

uint32_t rlc_pattern_plane_size(const rlc_pattern_format *format, uint32_t width, uint32_t height, uint32_t plane)
{
	if (format->stride_per_pixel == 0)
		return (uint32_t)rlc_jpeg_bound(width, height);
	return width * format->stride_per_pixel * (plane == 0 ? height : height / 2);
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

/* Bytes of one block in the line of plane 0. */
static uint32_t block_size(const rlc_pattern *pattern)
{
	if (pattern->format == MJPEG)
		return sizeof(rlc_jpeg_colour);
	return 2 * rlc_pattern_formats[pattern->format].stride_per_pixel;
}

static void write_block(const rlc_pattern *pattern, uint32_t block, struct rgb c)
{
	uint8_t *out = pattern->line + (size_t)block * block_size(pattern);
	struct yuv limited_range = limited(c), full_range = full(c);

	switch (pattern->format) {
	case NV12:
		memset(out, limited_range.y, 2);
		pattern->chroma[2 * block] = limited_range.u;
		pattern->chroma[2 * block + 1] = limited_range.v;
		break;
	case YUYV:
		memcpy(out, (uint8_t[]){ limited_range.y, limited_range.u, limited_range.y, limited_range.v }, 4);
		break;
	case RGB888:
		memcpy(out, (uint8_t[]){ c.b, c.g, c.r, c.b, c.g, c.r }, 6);
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

rlc_pattern *rlc_pattern_create(const char *name, const rlc_pattern_format *format, uint32_t width, uint32_t height)
{
	uint32_t columns = width / 2;

	rlc_pattern *pattern = calloc(1, sizeof(*pattern));
	if (pattern == NULL)
		return NULL;
	pattern->format = (uint32_t)(format - rlc_pattern_formats);
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

	/* Long enough for a window that starts anywhere in the first period. */
	pattern->blocks = pattern->period + columns;
	pattern->line = malloc((size_t)pattern->blocks * block_size(pattern));
	pattern->chroma = malloc((size_t)pattern->blocks * 2);
	if (pattern->line == NULL || pattern->chroma == NULL) {
		rlc_pattern_destroy(pattern);
		return NULL;
	}
	draw(pattern, 1, 0);
	return pattern;
}

void rlc_pattern_destroy(rlc_pattern *pattern)
{
	if (pattern == NULL)
		return;
	free(pattern->line);
	free(pattern->chroma);
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
	memcpy(&colour, pattern->line + (size_t)block * sizeof(colour), sizeof(colour));
	return colour;
}

/* A plane of a frame. */
struct plane {
	const uint8_t *line;
	size_t block; /* bytes of one */
	uint32_t rows_per_block;
};

/* Copies all rows of PLANE, whose first row's window is at START; returns where they end. */
static uint8_t *copy_rows(uint8_t *out, const rlc_pattern *pattern, const struct plane *plane, uint32_t start)
{
	const size_t stride = pattern->width / 2 * plane->block;
	const size_t period = pattern->period * plane->block, skew = pattern->skew * plane->block;
	const uint8_t *window = plane->line + start * plane->block;

	for (uint32_t blocks = pattern->height / 2; blocks > 0; blocks--) {
		memcpy(out, window, stride);
		out += stride;
		if (plane->rows_per_block == 2) {
			memcpy(out, window, stride);
			out += stride;
		}
		window += skew;
		if (window >= plane->line + period)
			window -= period;
	}
	return out;
}

void rlc_pattern_render(const rlc_pattern *pattern, uint32_t sequence, uint8_t *out,
			uint32_t bytes_used[RLC_MAX_PLANES])
{
	uint32_t start = (uint32_t)((uint64_t)sequence * pattern->step % pattern->period);
	const struct plane pixels = { pattern->line, block_size(pattern), 2 }, chroma = { pattern->chroma, 2, 1 };

	if (pattern->format == MJPEG) {
		struct window window = { pattern, start };
		bytes_used[0] = (uint32_t)rlc_jpeg_write(out, pattern->width, pattern->height, jpeg_colour, &window);
		return;
	}
	uint8_t *end = copy_rows(out, pattern, &pixels, start);
	bytes_used[0] = (uint32_t)(end - out);
	if (pattern->format == NV12)
		bytes_used[1] = (uint32_t)(copy_rows(end, pattern, &chroma, start) - end);
}
