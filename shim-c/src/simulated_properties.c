/* SPDX-License-Identifier: Apache-2.0 */
#include "simulated_properties.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "control_list.h"
#include "simulated_camera.h"

enum {
	ROTATION = 1,
	MODEL,
	UNIT_CELL_SIZE,
	PIXEL_ARRAY_SIZE,
	PIXEL_ARRAY_ACTIVE_AREAS,
	SCALER_CROP_MAXIMUM,
	PROPERTY_COUNT
};

static const char *const names_of[] = {
	[ROTATION] = "libcamera::Rotation",
	[MODEL] = "libcamera::Model",
	[UNIT_CELL_SIZE] = "libcamera::UnitCellSize",
	[PIXEL_ARRAY_SIZE] = "libcamera::PixelArraySize",
	[PIXEL_ARRAY_ACTIVE_AREAS] = "libcamera::PixelArrayActiveAreas",
	[SCALER_CROP_MAXIMUM] = "libcamera::ScalerCropMaximum",
};

/* Side of a pixel. */
#define UNIT_CELL_NM 1000u

void rlc_simulated_describe(const char *pattern, uint32_t number, rlc_camera_info *info)
{
	*info = (rlc_camera_info){ .size = sizeof(*info), .kind = RLC_KIND_SIMULATED };
	if (number == 0)
		snprintf(info->id, sizeof(info->id), "simulated:%s", pattern);
	else
		snprintf(info->id, sizeof(info->id), "simulated:%s:%u", pattern, number);
	snprintf(info->model, sizeof(info->model), "Simulated camera, %s", pattern);
}

int rlc_simulated_property_names(rlc_named_control *names, uint32_t capacity, uint32_t *count)
{
	*count = 0;
	for (uint32_t property = ROTATION; property < PROPERTY_COUNT; property++, ++*count) {
		if (*count >= capacity)
			continue;
		names[*count] = (rlc_named_control){ .size = sizeof(*names), .control = property };
		strcpy(names[*count].name, names_of[property]);
	}
	return 0;
}

struct list {
	uint8_t *bytes;
	uint32_t capacity, size;
	bool full;
};

static void add(struct list *list, rlc_control_entry entry, const void *value)
{
	uint64_t padded = rlc_control_padded(entry.value_size);

	if (sizeof(entry) + padded > list->capacity - list->size) {
		list->full = true;
		return;
	}
	memset(list->bytes + list->size, 0, sizeof(entry) + padded);
	memcpy(list->bytes + list->size, &entry, sizeof(entry));
	memcpy(list->bytes + list->size + sizeof(entry), value, entry.value_size);
	list->size += (uint32_t)(sizeof(entry) + padded);
}

int rlc_simulated_properties(void *camera, void *out, uint32_t capacity, uint32_t *size, rlc_error *error)
{
	static const int32_t rotation = 0;
	static const uint32_t cell[] = { UNIT_CELL_NM, UNIT_CELL_NM };
	static const uint32_t pixels[] = { RLC_SIMULATED_PIXELS, RLC_SIMULATED_PIXELS };
	static const uint32_t area[] = { 0, 0, RLC_SIMULATED_PIXELS, RLC_SIMULATED_PIXELS };
	const struct simulated *simulated = camera;
	struct list list = { out, capacity, 0, false };
	rlc_camera_info info;

	(void)error;
	rlc_simulated_describe(simulated->options.pattern, simulated->options.number, &info);
	add(&list, (rlc_control_entry){ ROTATION, RLC_TYPE_INT32, 0, 1, sizeof(rotation) }, &rotation);
	add(&list, (rlc_control_entry){ MODEL, RLC_TYPE_STRING, 0, 1, (uint32_t)strlen(info.model) }, info.model);
	add(&list, (rlc_control_entry){ UNIT_CELL_SIZE, RLC_TYPE_SIZE, 0, 1, sizeof(cell) }, cell);
	add(&list, (rlc_control_entry){ PIXEL_ARRAY_SIZE, RLC_TYPE_SIZE, 0, 1, sizeof(pixels) }, pixels);
	add(&list, (rlc_control_entry){ PIXEL_ARRAY_ACTIVE_AREAS, RLC_TYPE_RECTANGLE, 1, 1, sizeof(area) }, area);
	add(&list, (rlc_control_entry){ SCALER_CROP_MAXIMUM, RLC_TYPE_RECTANGLE, 0, 1, sizeof(area) }, area);
	*size = list.size;
	return list.full ? -ENOSPC : 0;
}
