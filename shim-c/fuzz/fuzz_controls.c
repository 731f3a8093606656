/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request's list of controls. The first byte says for which camera; the rest is the list, at an address that is not aligned.
 * What is refused must leave the slot free; what is accepted must complete and be reported within the camera's limits.
 */
#include "fuzz.h"

struct rectangle {
	int32_t x, y;
	uint32_t width, height;
};

static double number(uint32_t type, const void *value)
{
	switch (type) {
	case RLC_TYPE_BOOL:
		return *(const uint8_t *)value;
	case RLC_TYPE_INT32:
		return *(const int32_t *)value;
	case RLC_TYPE_INT64:
		return (double)*(const int64_t *)value;
	default:
		MUST(type == RLC_TYPE_FLOAT);
		return (double)*(const float *)value;
	}
}

static void check_rectangle(const struct rectangle *value, const rlc_control_info *info)
{
	struct rectangle minimum, maximum;

	memcpy(&minimum, info->minimum, sizeof(minimum));
	memcpy(&maximum, info->maximum, sizeof(maximum));
	MUST(value->width >= minimum.width && value->height >= minimum.height);
	MUST(value->x >= maximum.x && (int64_t)value->x + value->width <= (int64_t)maximum.x + maximum.width);
	MUST(value->y >= maximum.y && (int64_t)value->y + value->height <= (int64_t)maximum.y + maximum.height);
}

/* What can be set is reported within its limits. */
static void check_value(uint64_t camera, const rlc_control_entry *entry)
{
	rlc_control_info info = { .size = sizeof(info) };
	char name[RLC_NAME_SIZE];

	MUST(rlc_control_name(camera, entry->control, name, sizeof(name)) == 0);
	if (rlc_control_find(camera, name, &info) != 0)
		return;
	MUST(entry->type == info.type && entry->is_array == 0 && entry->count == 1);
	if (entry->type == RLC_TYPE_RECTANGLE)
		check_rectangle((const void *)(entry + 1), &info);
	else
		MUST(number(entry->type, entry + 1) >= number(entry->type, info.minimum) &&
		     number(entry->type, entry + 1) <= number(entry->type, info.maximum));
}

static void check_metadata(const struct fuzz_camera *camera, const rlc_slot_header *slot)
{
	const char *at = (const char *)(slot + 1), *end = at + slot->metadata_size;

	while (at < end) {
		const rlc_control_entry *entry = (const void *)at;
		check_value(camera->handle, entry);
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
