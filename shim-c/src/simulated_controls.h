/* SPDX-License-Identifier: Apache-2.0 */
/* The controls of the simulated cameras: what there is, what a request sets, what a picture reports. */
#ifndef RLC_SIMULATED_CONTROLS_H
#define RLC_SIMULATED_CONTROLS_H

#include <stdbool.h>

#include "backend.h"
#include "simulated.h"

/* Shortest and longest time between two frames. */
#define MIN_DURATION_NS INT64_C(1000000)
#define MAX_DURATION_NS INT64_C(10000000000)

/* A rectangle as a list of controls has it. */
struct crop {
	int32_t x, y;
	uint32_t width, height;
};

/* What pictures are taken with. Settings stay in effect until they are changed or the camera is started again. */
struct settings {
	float brightness; /* -1: black, 1: white */
	int32_t exposure_us;
	float gain;
	int64_t min_duration_ns, max_duration_ns; /* between two frames */
	bool auto_exposure; /* the light is right, whatever exposure and gain were set */
	int32_t test_pattern; /* 0: none; 1: one grey */
	struct crop crop; /* told, not seen */
};

extern const struct settings rlc_simulated_defaults;

/* What one request sets: those of the settings whose bits are in WHICH. */
struct wishes {
	uint32_t which;
	struct settings settings;
};

/* What a completed request reports, laid out as metadata. */
struct report {
	struct {
		rlc_control_entry entry;
		union {
			int64_t int64;
			int32_t int32;
			float float32;
			uint8_t boolean;
		} value;
	} timestamp, duration, brightness, exposure, gain, auto_exposure, test_pattern;
	struct {
		rlc_control_entry entry;
		struct crop value;
	} crop;
};

/* What becomes of a pattern's brightness under SETTINGS, 0 to 255: it is multiplied by *GAIN, then *OFFSET is added. */
void rlc_simulated_light(const struct settings *settings, float *gain, float *offset);

/* Reads a list of controls that was checked. -ENOENT, -EINVAL. */
int rlc_simulated_wish(const rlc_simulated_options *options, const void *controls, uint32_t size, struct wishes *wishes,
		       rlc_error *error);

/* Puts what was wished for in effect, as far as the camera's limits go. */
void rlc_simulated_grant(struct settings *settings, const struct wishes *wishes);

/* Time between two frames within the limits that are in effect; 0, which is unpaced, stays 0. */
int64_t rlc_simulated_duration(const struct settings *settings, int64_t duration_ns);

/* Makes REPORT tell SETTINGS; its timestamp and duration are to be filled in for each picture. */
void rlc_simulated_report(struct report *report, const struct settings *settings);

/* Of the backend's table. */
int rlc_simulated_control_name(void *camera, uint32_t control, char *buffer, size_t size);
int rlc_simulated_control_find(void *camera, const char *name, rlc_control_info *info, rlc_error *error);
int rlc_simulated_controls(void *camera, rlc_control_info *infos, uint32_t capacity, uint32_t *count, rlc_error *error);
int rlc_simulated_enumerators(void *camera, rlc_enumerator *enumerators, uint32_t capacity, uint32_t *count,
			      rlc_error *error);
int rlc_simulated_control_names(void *camera, uint32_t kind, rlc_named_control *names, uint32_t capacity,
				uint32_t *count, rlc_error *error);

#endif /* RLC_SIMULATED_CONTROLS_H */
