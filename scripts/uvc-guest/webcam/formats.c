/* SPDX-License-Identifier: Apache-2.0 */
#include "formats.h"

#include <stdlib.h>

const struct format formats[FORMAT_COUNT] = {
	{ YUYV, "YUY2", 16, 3, { { 320, 240 }, { 640, 480 }, { 160, 120 } } },
	{ MJPEG, "", 0, 3, { { 320, 240 }, { 640, 480 }, { 1280, 720 } } },
	{ NV12, "NV12", 12, 2, { { 320, 240 }, { 640, 480 } } },
};

const uint32_t intervals[INTERVAL_COUNT] = { 166666, 333333, 666666 };

static long long distance(uint32_t a, uint32_t b)
{
	return llabs((long long)a - b);
}

struct choice choice_corrected(struct choice wanted)
{
	struct choice choice = wanted;

	if (choice.format < 1 || choice.format > FORMAT_COUNT)
		choice.format = 1;
	if (choice.frame < 1 || choice.frame > formats[choice.format - 1].size_count)
		choice.frame = 1;
	choice.interval = DEFAULT_INTERVAL;
	for (int i = 0; wanted.interval != 0 && i < INTERVAL_COUNT; i++) {
		if (distance(intervals[i], wanted.interval) < distance(choice.interval, wanted.interval))
			choice.interval = intervals[i];
	}
	return choice;
}

const struct format *choice_format(const struct choice *choice)
{
	return &formats[choice->format - 1];
}

const struct size *choice_size(const struct choice *choice)
{
	return &choice_format(choice)->sizes[choice->frame - 1];
}

uint32_t frame_bytes(const struct format *format, const struct size *size)
{
	/* Our MJPEG pictures never get near 16 bits per pixel. */
	const uint32_t bits = format->bits_per_pixel != 0 ? format->bits_per_pixel : 16;
	return (uint32_t)size->width * size->height * bits / 8;
}
