/* SPDX-License-Identifier: Apache-2.0 */
#include "jpeg_blocks.h"

#include <string.h>

#define HEADER_BOUND 256u
#define MCU_WIDTH 16u
#define MCU_HEIGHT 8u
/* Four blocks of at most 18 bits, every byte of which may need stuffing. */
#define MCU_BOUND 18u

/* A DC coefficient is 8 times the mean; divided by this it is the mean itself, and no colour is lost. */
#define QUANTISER 8u

/* A Huffman code: the low LENGTH bits of BITS. */
struct code {
	uint8_t length;
	uint16_t bits;
};

/* One component's coding: the DC codes by category of Annex K (tables K.3 and K.4), and its end of block (K.5, K.6). */
struct coding {
	struct code dc[9];
	struct code end_of_block;
};

static const struct coding luma = {
	{ { 2, 0x0 },
	  { 3, 0x2 },
	  { 3, 0x3 },
	  { 3, 0x4 },
	  { 3, 0x5 },
	  { 3, 0x6 },
	  { 4, 0xe },
	  { 5, 0x1e },
	  { 6, 0x3e } },
	{ 4, 0xa },
};
static const struct coding chroma = {
	{ { 2, 0x0 },
	  { 2, 0x1 },
	  { 2, 0x2 },
	  { 3, 0x6 },
	  { 4, 0xe },
	  { 5, 0x1e },
	  { 6, 0x3e },
	  { 7, 0x7e },
	  { 8, 0xfe } },
	{ 2, 0x0 },
};

struct writer {
	uint8_t *out;
	uint64_t bits; /* the low bit_count of them are not written yet */
	uint32_t bit_count;
};

static void put_bits(struct writer *writer, uint32_t bits, uint32_t count)
{
	writer->bits = writer->bits << count | bits;
	writer->bit_count += count;
	while (writer->bit_count >= 8) {
		uint8_t byte = (uint8_t)(writer->bits >> (writer->bit_count -= 8));
		*writer->out++ = byte;
		if (byte == 0xff)
			*writer->out++ = 0; /* no marker */
	}
}

static void put_block(struct writer *writer, const struct coding *coding, int difference)
{
	uint32_t magnitude = (uint32_t)(difference < 0 ? -difference : difference);
	uint32_t category = magnitude == 0 ? 0 : 32 - (uint32_t)__builtin_clz(magnitude);
	/* Negative numbers are coded as their ones' complement. */
	uint32_t value = (uint32_t)(difference < 0 ? difference - 1 : difference) & ((1u << category) - 1);

	put_bits(writer, coding->dc[category].bits, coding->dc[category].length);
	put_bits(writer, value, category);
	put_bits(writer, coding->end_of_block.bits, coding->end_of_block.length);
}

static uint8_t *put_header(uint8_t *out, uint32_t width, uint32_t height)
{
	/* clang-format off */
	static const uint8_t before_quantisers[] = {
		0xff, 0xd8, /* start of image */
		0xff, 0xe0, 0x00, 0x10, 'A', 'V', 'I', '1', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* both fields in one */
		0xff, 0xdb, 0x00, 0x43, 0x00, /* quantisers, table 0, for every component */
	};
	const uint8_t after_quantisers[] = {
		0xff, 0xc0, 0x00, 0x11, 8, /* baseline, 8 bits */
		(uint8_t)(height >> 8), (uint8_t)height, (uint8_t)(width >> 8), (uint8_t)width, /* big-endian */
		3, 1, 0x21, 0, 2, 0x11, 0, 3, 0x11, 0, /* Y twice as wide as Cb and Cr */
		0xff, 0xda, 0x00, 0x0c, 3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0, /* one scan of all components */
	};
	/* clang-format on */

	memcpy(out, before_quantisers, sizeof(before_quantisers));
	out += sizeof(before_quantisers);
	memset(out, QUANTISER, 64);
	out += 64;
	memcpy(out, after_quantisers, sizeof(after_quantisers));
	return out + sizeof(after_quantisers);
}

static uint32_t mcus(uint32_t pixels, uint32_t mcu)
{
	return (pixels + mcu - 1) / mcu;
}

static uint32_t min(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

size_t rlc_jpeg_bound(uint32_t width, uint32_t height)
{
	return HEADER_BOUND + (size_t)mcus(width, MCU_WIDTH) * mcus(height, MCU_HEIGHT) * MCU_BOUND;
}

size_t rlc_jpeg_write(uint8_t *out, uint32_t width, uint32_t height, rlc_jpeg_picture picture, const void *context)
{
	struct writer writer = { .out = put_header(out, width, height) };
	rlc_jpeg_colour last = { 128, 128, 128 };

	for (uint32_t top = 0; top < height; top += MCU_HEIGHT) {
		uint32_t y = min(top + MCU_HEIGHT / 2, height - 1);
		for (uint32_t left = 0; left < width; left += MCU_WIDTH) {
			rlc_jpeg_colour first = picture(context, min(left + 4, width - 1), y);
			rlc_jpeg_colour second = picture(context, min(left + 12, width - 1), y);
			rlc_jpeg_colour middle = picture(context, min(left + 8, width - 1), y);

			put_block(&writer, &luma, first.y - last.y);
			put_block(&writer, &luma, second.y - first.y);
			put_block(&writer, &chroma, middle.cb - last.cb);
			put_block(&writer, &chroma, middle.cr - last.cr);
			last = (rlc_jpeg_colour){ second.y, middle.cb, middle.cr };
		}
	}
	put_bits(&writer, 0x7f, 7); /* fills up the last byte */
	*writer.out++ = 0xff;
	*writer.out++ = 0xd9; /* end of image */
	return (size_t)(writer.out - out);
}
