/* SPDX-License-Identifier: Apache-2.0 */
/* The pictures that the webcam offers, and what host and webcam agree on. */
#ifndef FORMATS_H
#define FORMATS_H

#include <stdint.h>

enum kind { YUYV, MJPEG, NV12 };

struct size {
	uint16_t width, height;
};

struct format {
	enum kind kind;
	const char *guid_head; /* 4 bytes, of uncompressed formats; the rest is the same for all */
	uint8_t bits_per_pixel; /* 0 for MJPEG */
	uint8_t size_count;
	struct size sizes[3];
};

#define FORMAT_COUNT 3
extern const struct format formats[FORMAT_COUNT];

/* Times between two frames in units of 100 ns: 60, 30 and 15 frames per second. */
#define INTERVAL_COUNT 3
#define DEFAULT_INTERVAL 333333
extern const uint32_t intervals[INTERVAL_COUNT];

/* What is agreed on: format and frame are numbered from 1, as in descriptors; format 0 is nothing yet. */
struct choice {
	uint8_t format, frame;
	uint32_t interval;
};

/* The nearest that the webcam has. */
struct choice choice_corrected(struct choice wanted);

const struct format *choice_format(const struct choice *choice);
const struct size *choice_size(const struct choice *choice);

/* The most bytes that a picture has. */
uint32_t frame_bytes(const struct format *format, const struct size *size);

#endif /* FORMATS_H */
