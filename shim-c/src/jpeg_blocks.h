/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes JPEGs whose 8x8 blocks have one colour each, so that only their DC coefficients are coded and nothing needs to be
 * transformed. Baseline, 4:2:2, with an AVI1 marker and without Huffman tables: what most webcams deliver as MJPEG, whose
 * decoders take the tables of the standard's Annex K.
 */
#ifndef RLC_JPEG_BLOCKS_H
#define RLC_JPEG_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

/* Full-range BT.601, as JFIF has it. */
typedef struct rlc_jpeg_colour {
	uint8_t y, cb, cr;
} rlc_jpeg_colour;

/* The colour of the pixel at X, Y, which are within the picture. */
typedef rlc_jpeg_colour (*rlc_jpeg_picture)(const void *context, uint32_t x, uint32_t y);

/* Bytes that a picture of this size needs at most. */
size_t rlc_jpeg_bound(uint32_t width, uint32_t height);

/* Writes the picture into OUT, which has rlc_jpeg_bound() bytes, and returns how many were used. */
size_t rlc_jpeg_write(uint8_t *out, uint32_t width, uint32_t height, rlc_jpeg_picture picture, const void *context);

#endif /* RLC_JPEG_BLOCKS_H */
