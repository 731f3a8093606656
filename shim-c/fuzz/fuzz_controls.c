/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request's list of controls. The first byte says for which camera; the rest is the list, at an address that is not aligned.
 * What is refused must leave the slot free; what is accepted must complete and be reported within the camera's limits.
 */
#include <math.h>

#include "fuzz.h"

struct limits {
	double minimum, maximum;
};

static double number(const rlc_control_entry *entry)
{
	union {
		int64_t int64;
		int32_t int32;
		float float32;
	} value;

	MUST(entry->is_array == 0 && entry->count == 1);
	memcpy(&value, entry + 1, entry->value_size);
	switch (entry->type) {
	case RLC_TYPE_INT64:
		return (double)value.int64;
	case RLC_TYPE_INT32:
		return value.int32;
	default:
		MUST(entry->type == RLC_TYPE_FLOAT);
		return (double)value.float32;
	}
}

static struct limits limits_of(const char *name)
{
	if (strcmp(name, "libcamera::Brightness") == 0)
		return (struct limits){ -1, 1 };
	if (strcmp(name, "libcamera::ExposureTime") == 0)
		return (struct limits){ 10, 1000000 };
	if (strcmp(name, "libcamera::AnalogueGain") == 0)
		return (struct limits){ 1, 16 };
	return (struct limits){ 0, (double)INT64_MAX };
}

static void check_metadata(const struct fuzz_camera *camera, const rlc_slot_header *slot)
{
	const char *at = (const char *)(slot + 1), *end = at + slot->metadata_size;

	while (at < end) {
		const rlc_control_entry *entry = (const void *)at;
		char name[RLC_NAME_SIZE];
		MUST(rlc_control_name(camera->handle, entry->control, name, sizeof(name)) == 0);
		const struct limits limits = limits_of(name);
		MUST(number(entry) >= limits.minimum && number(entry) <= limits.maximum);
		at += sizeof(*entry) + (entry->value_size + 7) / 8 * 8;
	}
	MUST(at == end);
}

/* A start begins with the default settings: what one input set, the next does not inherit. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_camera cameras[2];

	if (size == 0)
		return 0;
	if (cameras[0].handle == 0) {
		fuzz_open(&cameras[0], "simulated:bars?unpaced", 2);
		fuzz_open(&cameras[1], "simulated:noise?fps=1000", 2); /* has FrameDurationLimits */
	}
	const struct fuzz_camera *camera = &cameras[data[0] % 2];
	MUST(rlc_camera_start(camera->handle) == 0);
	if (fuzz_try(rlc_camera_queue_controls(camera->handle, 0, data + 1, size - 1)) == 0) {
		MUST(fuzz_take(camera) == 0);
		const rlc_slot_header *slot = fuzz_slot(camera, 0);
		MUST(slot->status == RLC_REQUEST_COMPLETE && slot->metadata_dropped == 0);
		check_metadata(camera, slot);
	} else if (data[0] % 2 == 0) {
		MUST(rlc_camera_queue(camera->handle, 0) == 0);
		MUST(fuzz_take(camera) == 0);
	}
	MUST(rlc_camera_stop(camera->handle) == 0);
	MUST(camera->ring->tail == camera->ring->head);
	return 0;
}
