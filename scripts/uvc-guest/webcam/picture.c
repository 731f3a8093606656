/* SPDX-License-Identifier: Apache-2.0 */
#include "picture.h"

#include <string.h>

#include "controls.h"

static const struct colour white = { 235, 128, 128 }, black = { 16, 128, 128 };

static uint8_t clamped(int value)
{
	return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

static uint8_t saturated(uint8_t chroma)
{
	return clamped(128 + (chroma - 128) * controls_saturation() / SATURATION_DEFAULT);
}

struct colour picture_block(const struct scene *scene, int column, int row)
{
	static const struct colour bars[8] = {
		{ 235, 128, 128 }, { 210, 16, 146 }, { 170, 166, 16 }, { 145, 54, 34 },
		{ 106, 202, 222 }, { 81, 90, 240 },  { 41, 240, 110 }, { 16, 128, 128 }
	};

	if (row == 0 && column < 32)
		return scene->counter >> (31 - column) & 1 ? white : black;
	const struct colour *bar = &bars[(((uint32_t)column + scene->counter) / 4 + scene->index) & 7];
	return (struct colour){ clamped(bar->y + controls_brightness()), saturated(bar->u), saturated(bar->v) };
}

static size_t draw_yuyv(const struct scene *scene, const struct size *size, uint8_t *out)
{
	const size_t stride = 2 * size->width;

	for (int y = 0; y < size->height; y += BLOCK) {
		uint8_t *line = out + y * stride;
		for (int x = 0; x < size->width; x += 2) {
			struct colour c = picture_block(scene, x / BLOCK, y / BLOCK);
			uint8_t pair[] = { c.y, c.u, c.y, c.v };
			memcpy(line + 2 * x, pair, sizeof(pair));
		}
		for (int i = 1; i < BLOCK; i++)
			memcpy(line + i * stride, line, stride);
	}
	return stride * size->height;
}

static size_t draw_nv12(const struct scene *scene, const struct size *size, uint8_t *out)
{
	const size_t stride = size->width;
	uint8_t *chroma = out + stride * size->height;

	for (int y = 0; y < size->height; y++) {
		for (int x = 0; x < size->width; x += BLOCK)
			memset(out + y * stride + x, picture_block(scene, x / BLOCK, y / BLOCK).y, BLOCK);
	}
	for (int y = 0; y < size->height; y += 2) {
		for (int x = 0; x < size->width; x += 2) {
			struct colour c = picture_block(scene, x / BLOCK, y / BLOCK);
			uint8_t pair[] = { c.u, c.v };
			memcpy(chroma + y / 2 * stride + x, pair, sizeof(pair));
		}
	}
	return stride * size->height * 3 / 2;
}

size_t picture_draw(const struct scene *scene, enum kind kind, const struct size *size, uint8_t *out)
{
	switch (kind) {
	case YUYV:
		return draw_yuyv(scene, size, out);
	case NV12:
		return draw_nv12(scene, size, out);
	case MJPEG:
		return picture_draw_jpeg(scene, size, out);
	}
	return 0;
}
