/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the webcam sees: coloured bars that move on by a block of 8x8 pixels per frame. The top row of blocks is the count of frames,
 * 32 bits from the most significant one, white for 1 and black for 0; of a narrower picture the blocks that fit.
 */
#ifndef PICTURE_H
#define PICTURE_H

#include <stddef.h>
#include <stdint.h>

#include "formats.h"

#define BLOCK 8

struct colour {
	uint8_t y, u, v;
};

/* Which picture. */
struct scene {
	uint32_t counter;
	unsigned int index; /* of the webcam: two of them do not look the same */
};

/* The colour of a block. */
struct colour picture_block(const struct scene *scene, int column, int row);

/* Draws a picture and returns its bytes, at most frame_bytes(). */
size_t picture_draw(const struct scene *scene, enum kind kind, const struct size *size, uint8_t *out);

/* jpeg.c: the same as a JPEG. */
size_t picture_draw_jpeg(const struct scene *scene, const struct size *size, uint8_t *out);

#endif /* PICTURE_H */
