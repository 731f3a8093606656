/* SPDX-License-Identifier: Apache-2.0 */
#include "descriptors.h"

#include <stdio.h>

#include "bytes.h"
#include "controls.h"
#include "formats.h"

static void put_interface(uint8_t **at, int number, int endpoints, int subclass, int name)
{
	uint8_t bytes[] = { 9, 4, number, 0, endpoints, USB_CLASS_VIDEO, subclass, 0, name };
	memcpy(*at, bytes, sizeof(bytes));
	*at += sizeof(bytes);
}

static void put_control_interface(uint8_t **at)
{
	const uint32_t camera = controls_bits(ENTITY_CAMERA), processing = controls_bits(ENTITY_PROCESSING);

	put_interface(at, 0, 0, 1, 2);
	uint8_t *start = *at;
	PUT_BYTES(at, 13, 0x24, 1, 0x10, 0x01); /* UVC 1.1 */
	uint8_t *total = *at;
	put16(at, 0);
	put32(at, 1000000); /* the clock's frequency */
	PUT_BYTES(at, 1, 1); /* one streaming interface: 1 */
	PUT_BYTES(at, 18, 0x24, 2, ENTITY_CAMERA, 0x01, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 3);
	put16(at, camera);
	put8(at, camera >> 16);
	PUT_BYTES(at, 12, 0x24, 5, ENTITY_PROCESSING, ENTITY_CAMERA, 0, 0, 2);
	put16(at, processing);
	PUT_BYTES(at, 0, 0);
	PUT_BYTES(at, 9, 0x24, 3, ENTITY_OUTPUT, 0x01, 0x01, 0, ENTITY_PROCESSING, 0);
	put16(&total, (uint32_t)(*at - start));
}

static void put_format(uint8_t **at, int number, const struct format *format)
{
	if (format->kind == MJPEG) {
		uint8_t bytes[] = { 11, 0x24, 6, number, format->size_count, 0 };
		memcpy(*at, bytes, sizeof(bytes));
		*at += sizeof(bytes);
	} else {
		uint8_t bytes[] = { 27, 0x24, 4, number, format->size_count };
		memcpy(*at, bytes, sizeof(bytes));
		memcpy(*at + sizeof(bytes), format->guid_head, 4);
		*at += sizeof(bytes) + 4;
		PUT_BYTES(at, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71);
		put8(at, format->bits_per_pixel);
	}
	PUT_BYTES(at, 1, 0, 0, 0, 0);
	for (int i = 0; i < format->size_count; i++) {
		const struct size *size = &format->sizes[i];
		const uint32_t bytes = frame_bytes(format, size);

		put8(at, 26 + 4 * INTERVAL_COUNT);
		put8(at, 0x24);
		put8(at, format->kind == MJPEG ? 7 : 5);
		put8(at, (uint32_t)i + 1);
		put8(at, 0);
		put16(at, size->width);
		put16(at, size->height);
		put32(at, bytes * 8 * 15); /* bits per second, at the slowest and at the fastest */
		put32(at, bytes * 8 * 60);
		put32(at, bytes);
		put32(at, DEFAULT_INTERVAL);
		put8(at, INTERVAL_COUNT);
		for (int k = 0; k < INTERVAL_COUNT; k++)
			put32(at, intervals[k]);
	}
	PUT_BYTES(at, 6, 0x24, 0x0d, 1, 1, 4); /* colours: BT.709, its transfer, the matrix of SMPTE 170M */
}

static void put_streaming_interface(uint8_t **at)
{
	/* One setting with a bulk endpoint: the stream starts with the commit. */
	put_interface(at, 1, 1, 2, 0);
	uint8_t *start = *at;
	put8(at, 13 + FORMAT_COUNT);
	PUT_BYTES(at, 0x24, 1, FORMAT_COUNT);
	uint8_t *total = *at;
	put16(at, 0);
	PUT_BYTES(at, VIDEO_ENDPOINT, 0, ENTITY_OUTPUT, 0, 0, 0, 1);
	for (int i = 0; i < FORMAT_COUNT; i++)
		put8(at, 0);
	for (int i = 0; i < FORMAT_COUNT; i++)
		put_format(at, i + 1, &formats[i]);
	put16(&total, (uint32_t)(*at - start));
	PUT_BYTES(at, 7, 5, VIDEO_ENDPOINT, 2, VIDEO_PACKET_SIZE & 0xff, VIDEO_PACKET_SIZE >> 8, 0);
}

static int write_configuration(uint8_t *out)
{
	uint8_t *at = out;

	PUT_BYTES(&at, 9, 2, 0, 0, 2, 1, 0, 0x80, 250);
	PUT_BYTES(&at, 8, 0x0b, 0, 2, USB_CLASS_VIDEO, 3, 0, 2); /* both interfaces are one function */
	put_control_interface(&at);
	put_streaming_interface(&at);
	uint8_t *total = out + 2;
	put16(&total, (uint32_t)(at - out));
	return (int)(at - out);
}

static int write_device(uint8_t *out)
{
	uint8_t *at = out;

	PUT_BYTES(&at, 18, 1, 0x00, 0x02, USB_CLASS_MISCELLANEOUS, 2, 1, 64);
	put16(&at, USB_VENDOR);
	put16(&at, USB_PRODUCT);
	put16(&at, USB_VERSION);
	PUT_BYTES(&at, 1, 2, 3, 1); /* the strings below, one configuration */
	return (int)(at - out);
}

static int write_string(int number, unsigned int index, uint8_t *out)
{
	char text[64];

	switch (number) {
	case 0:
		PUT_BYTES(&out, 4, 3, 0x09, 0x04); /* the language */
		return 4;
	case 1:
		snprintf(text, sizeof(text), "Emulated");
		break;
	case 2:
		snprintf(text, sizeof(text), "QEMU Test Camera %u", index);
		break;
	case 3:
		snprintf(text, sizeof(text), "QEMUCAM%u", index); /* camctl looks for it */
		break;
	default:
		return -1;
	}
	const int size = 2 + 2 * (int)strlen(text);
	put8(&out, (uint32_t)size);
	put8(&out, 3);
	for (const char *c = text; *c != '\0'; c++)
		put16(&out, (uint8_t)*c);
	return size;
}

int descriptor_write(uint16_t value, unsigned int index, uint8_t *out)
{
	switch (value >> 8) {
	case 1:
		return write_device(out);
	case 2:
		return write_configuration(out);
	case 3:
		return write_string(value & 0xff, index, out);
	default:
		return -1;
	}
}
