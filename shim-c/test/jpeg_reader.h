/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads back what the simulated camera writes as MJPEG, by the standard's rules and with its own tables: 4:2:2 baseline with
 * nothing but DC coefficients. Whatever else it meets is an error.
 */
#ifndef JPEG_READER_H
#define JPEG_READER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct jpeg {
	uint32_t width, height;
	bool has_tables; /* DHT */
	bool is_avi1;
	uint32_t blocks_across, blocks_down; /* of luma */
	uint8_t *y, *cb, *cr; /* per luma block; per MCU */
};

struct jpeg_bits {
	const uint8_t *data, *end;
	uint32_t buffer, count;
	bool failed;
};

static inline uint32_t jpeg_bit(struct jpeg_bits *bits)
{
	if (bits->count == 0) {
		if (bits->data >= bits->end || (bits->data[0] == 0xff && bits->data[1] != 0)) {
			bits->failed = true;
			return 0;
		}
		bits->buffer = *bits->data;
		bits->data += *bits->data == 0xff ? 2 : 1;
		bits->count = 8;
	}
	return bits->buffer >> --bits->count & 1;
}

/* Annex C: the codes of one length are consecutive, those of the next go on from there. LENGTHS[i]: codes of i + 1 bits. */
static inline uint32_t jpeg_symbol(struct jpeg_bits *bits, const uint8_t lengths[16], uint32_t symbols)
{
	uint32_t code = 0, first = 0, index = 0;

	for (uint32_t length = 0; length < 16 && index < symbols; length++) {
		code = code << 1 | jpeg_bit(bits);
		if (code - first < lengths[length])
			return index + code - first;
		index += lengths[length];
		first = (first + lengths[length]) << 1;
	}
	bits->failed = true;
	return 0;
}

static inline int jpeg_block(struct jpeg_bits *bits, bool chroma)
{
	static const uint8_t dc[2][16] = { { 0, 1, 5, 1, 1, 1, 1, 1, 1 }, { 0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1 } };
	uint32_t category = jpeg_symbol(bits, dc[chroma], 12);
	int value = 0;

	for (uint32_t i = 0; i < category; i++)
		value = (int)((uint32_t)value << 1 | jpeg_bit(bits));
	if (category > 0 && value < 1 << (category - 1))
		value -= (1 << category) - 1;
	/* End of block: 1010 in K.5, 00 in K.6. */
	for (uint32_t i = 0, code = chroma ? 0x0 : 0xa, length = chroma ? 2 : 4; i < length; i++)
		bits->failed |= jpeg_bit(bits) != (code >> (length - 1 - i) & 1);
	return value;
}

static inline bool jpeg_scan(struct jpeg *jpeg, const uint8_t *data, const uint8_t *end, int quantiser)
{
	struct jpeg_bits bits = { .data = data, .end = end - 2 };
	int y = 0, cb = 0, cr = 0;

	jpeg->blocks_across = (jpeg->width + 15) / 16 * 2;
	jpeg->blocks_down = (jpeg->height + 7) / 8;
	uint32_t blocks = jpeg->blocks_across * jpeg->blocks_down;
	jpeg->y = malloc(blocks);
	jpeg->cb = malloc(blocks);
	jpeg->cr = malloc(blocks);
	for (uint32_t i = 0; i < blocks; i += 2) {
		for (uint32_t j = 0; j < 2; j++) {
			y += jpeg_block(&bits, false) * quantiser;
			jpeg->y[i + j] = (uint8_t)(y / 8 + 128);
		}
		cb += jpeg_block(&bits, true) * quantiser;
		cr += jpeg_block(&bits, true) * quantiser;
		jpeg->cb[i] = jpeg->cb[i + 1] = (uint8_t)(cb / 8 + 128);
		jpeg->cr[i] = jpeg->cr[i + 1] = (uint8_t)(cr / 8 + 128);
	}
	/* What is left is less than a byte of ones. */
	while (bits.count > 0)
		bits.failed |= jpeg_bit(&bits) == 0;
	return !bits.failed && bits.data == bits.end && end[-2] == 0xff && end[-1] == 0xd9;
}

static inline bool jpeg_read(struct jpeg *jpeg, const uint8_t *data, uint32_t size)
{
	const uint8_t *end = data + size;
	int quantiser = 0;

	memset(jpeg, 0, sizeof(*jpeg));
	if (size < 4 || data[0] != 0xff || data[1] != 0xd8)
		return false;
	for (data += 2; data + 4 < end && data[0] == 0xff;) {
		uint32_t length = (uint32_t)data[2] << 8 | data[3];
		const uint8_t *body = data + 4;

		switch (data[1]) {
		case 0xe0:
			jpeg->is_avi1 = memcmp(body, "AVI1", 4) == 0;
			break;
		case 0xdb:
			quantiser = body[1];
			break;
		case 0xc4:
			jpeg->has_tables = true;
			break;
		case 0xc0:
			jpeg->height = (uint32_t)body[1] << 8 | body[2];
			jpeg->width = (uint32_t)body[3] << 8 | body[4];
			if (length != 17 || body[0] != 8 || body[5] != 3 || body[7] != 0x21 || body[10] != 0x11)
				return false;
			break;
		case 0xda:
			return jpeg->width != 0 && quantiser != 0 && jpeg_scan(jpeg, data + 2 + length, end, quantiser);
		default:
			return false;
		}
		data += 2 + length;
	}
	return false;
}

static inline void jpeg_free(struct jpeg *jpeg)
{
	free(jpeg->y);
	free(jpeg->cb);
	free(jpeg->cr);
}

#endif /* JPEG_READER_H */
