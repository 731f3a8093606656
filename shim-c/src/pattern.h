/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moving test patterns. A pattern is a periodic line of colours, one for each block of 2x2 pixels, so that every pixel format
 * shows the same picture whatever its subsampling. A row of blocks is a window of that line; the window starts further along
 * with every frame, and in some patterns with every row. The line is made once, in the pixel format's own bytes, and a
 * frame is nothing but copies of it.
 */
#ifndef RLC_PATTERN_H
#define RLC_PATTERN_H

#include "reactor_libcamera.h"

/* How a pixel format lies in memory. */
typedef struct rlc_pattern_format {
	const char *name; /* libcamera's */
	uint32_t plane_count;
	uint32_t stride_per_pixel; /* of plane 0; 0: compressed */
} rlc_pattern_format;

/* All formats, the default first; name is NULL at the end. */
extern const rlc_pattern_format rlc_pattern_formats[];

/* The format of that name, or NULL. */
const rlc_pattern_format *rlc_pattern_format_of(const char *name);

/* Bytes of one plane of a picture; of a compressed one's only plane: at most. */
uint32_t rlc_pattern_plane_size(const rlc_pattern_format *format, uint32_t width, uint32_t height, uint32_t plane);

typedef struct rlc_pattern rlc_pattern;

/* NAME: "bars", "gradient" or "noise". WIDTH and HEIGHT are even. NULL: no memory. */
rlc_pattern *rlc_pattern_create(const char *name, const rlc_pattern_format *format, uint32_t width, uint32_t height);
void rlc_pattern_destroy(rlc_pattern *pattern);

/*
 * Draws the pattern in another light from the next frame on: each of red, green and blue of 0 to 255 times GAIN, plus OFFSET, cut
 * off at both ends. A new pattern has 1 and 0.
 */
void rlc_pattern_light(rlc_pattern *pattern, float gain, float offset);

/* Renders the frame SEQUENCE into OUT, its planes one behind the other, and tells how many bytes of each were used. */
void rlc_pattern_render(const rlc_pattern *pattern, uint32_t sequence, uint8_t *out,
			uint32_t bytes_used[RLC_MAX_PLANES]);

#endif /* RLC_PATTERN_H */
