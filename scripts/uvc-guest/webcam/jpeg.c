/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JPEGs of blocks that have one colour each: a block is its mean and "end of block", so two tiny Huffman tables do. Colours are
 * sampled 4:2:2, in units of 16x8 pixels: Y Y Cb Cr.
 */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "picture.h"

struct bits {
	uint8_t *at;
	uint32_t value;
	int count;
};

static void put_bits(struct bits *bits, uint32_t value, int count)
{
	bits->value = bits->value << count | (value & ((1u << count) - 1));
	bits->count += count;
	while (bits->count >= 8) {
		uint8_t byte = (uint8_t)(bits->value >> (bits->count - 8));
		put8(&bits->at, byte);
		if (byte == 0xff)
			put8(&bits->at, 0);
		bits->count -= 8;
	}
}

/* A block: how its mean differs from that of the one before, which VALUE becomes. */
static void put_block(struct bits *bits, int value, int *before)
{
	const int difference = value - *before;
	int category = 0;

	*before = value;
	while (abs(difference) >> category != 0)
		category++;
	put_bits(bits, (uint32_t)category, 4); /* the table's codes are the categories themselves */
	if (category != 0)
		put_bits(bits, (uint32_t)(difference < 0 ? difference + (1 << category) - 1 : difference), category);
	put_bits(bits, 0, 1);
}

static void put_headers(uint8_t **at, const struct size *size)
{
	PUT_BYTES(at, 0xff, 0xd8);
	PUT_BYTES(at, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
	PUT_BYTES(at, 0xff, 0xdb, 0, 67, 0);
	memset(*at, 8, 64); /* the first coefficient is eight times the mean */
	*at += 64;
	uint8_t frame[] = {
		0xff, 0xc0, 0, 17, 8, size->height >> 8, size->height & 0xff, size->width >> 8, size->width & 0xff
	};
	memcpy(*at, frame, sizeof(frame));
	*at += sizeof(frame);
	PUT_BYTES(at, 3, 1, 0x21, 0, 2, 0x11, 0, 3, 0x11, 0);
	/* For means nine codes of four bits, the categories 0 to 8; for the rest "0" alone. */
	PUT_BYTES(at, 0xff, 0xc4, 0, 28, 0x00, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7,
		  8);
	PUT_BYTES(at, 0xff, 0xc4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	PUT_BYTES(at, 0xff, 0xda, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0);
}

size_t picture_draw_jpeg(const struct scene *scene, const struct size *size, uint8_t *out)
{
	struct bits bits = { out, 0, 0 };
	int y = 0, u = 0, v = 0;

	put_headers(&bits.at, size);
	for (int row = 0; row < size->height / BLOCK; row++) {
		for (int column = 0; column < size->width / BLOCK; column += 2) {
			struct colour left = picture_block(scene, column, row);
			struct colour right = picture_block(scene, column + 1, row);
			put_block(&bits, left.y - 128, &y);
			put_block(&bits, right.y - 128, &y);
			put_block(&bits, (left.u + right.u) / 2 - 128, &u);
			put_block(&bits, (left.v + right.v) / 2 - 128, &v);
		}
	}
	if (bits.count != 0)
		put_bits(&bits, 0x7f, 8 - bits.count);
	PUT_BYTES(&bits.at, 0xff, 0xd9);
	return (size_t)(bits.at - out);
}
