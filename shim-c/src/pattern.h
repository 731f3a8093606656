/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moving test patterns. A pattern is a periodic line of colours, one for each block of 2x2 pixels, so that every pixel format
 * shows the same picture whatever its subsampling. A row of blocks is a window of that line; the window starts further along
 * with every frame, and in some patterns with every row. The line is made once, in the pixel format's own bytes, and a
 * frame is nothing but copies of it.
 */
#ifndef RLC_PATTERN_H
#define RLC_PATTERN_H

#include <stdbool.h>

#include "reactor_libcamera.h"

/* Of a plane with one row for each row of blocks: there is no second one. */
#define RLC_PATTERN_ONE_ROW UINT8_MAX

/* How the colours of a line lie in memory, in up to three lines of bytes. */
typedef struct rlc_pattern_format {
	const char *name; /* libcamera's */
	bool is_raw; /* for streams of RLC_ROLE_RAW, others are for the other roles */
	bool is_compressed;
	rlc_color_space color_space;
	uint8_t plane_count;
	uint8_t block[RLC_MAX_PLANES]; /* bytes of one block in each line */
	/* The lines that the two rows of a plane's block are of. */
	struct {
		uint8_t first, second; /* second may be RLC_PATTERN_ONE_ROW */
	} planes[RLC_MAX_PLANES];
} rlc_pattern_format;

/* All formats, the default of its kind first; name is NULL at the end. */
extern const rlc_pattern_format rlc_pattern_formats[];

/* The format of that name, or NULL. */
const rlc_pattern_format *rlc_pattern_format_of(const char *name);

/* Bytes per line of one plane; 0: compressed. */
uint32_t rlc_pattern_stride(const rlc_pattern_format *format, uint32_t width, uint32_t plane);

/* Bytes of one plane of a picture; of a compressed one's only plane: at most. */
uint32_t rlc_pattern_plane_size(const rlc_pattern_format *format, uint32_t width, uint32_t height, uint32_t plane);

typedef struct rlc_pattern rlc_pattern;

/*
 * NAME: "bars", "gradient" or "noise". WIDTH and HEIGHT are even. It shows the same picture as MAIN, unless that is NULL: bars are
 * scaled to the width, the other patterns are cut off on the right and below. NULL: no memory.
 */
rlc_pattern *rlc_pattern_create(const char *name, const rlc_pattern_format *format, uint32_t width, uint32_t height,
				const rlc_pattern *main);
void rlc_pattern_destroy(rlc_pattern *pattern);

/*
 * Draws the pattern in another light from the next frame on: each of red, green and blue of 0 to 255 times GAIN, plus OFFSET, cut
 * off at both ends. A new pattern has 1 and 0.
 */
void rlc_pattern_light(rlc_pattern *pattern, float gain, float offset);

/* Renders the frame SEQUENCE into its planes and tells how many bytes of each were used. */
void rlc_pattern_render(const rlc_pattern *pattern, uint32_t sequence, uint8_t *const planes[RLC_MAX_PLANES],
			uint32_t bytes_used[RLC_MAX_PLANES]);

#endif /* RLC_PATTERN_H */
