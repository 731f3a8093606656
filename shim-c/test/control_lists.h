/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of controls: to write them for a request, and to read what a completed one reports. */
#ifndef CONTROL_LISTS_H
#define CONTROL_LISTS_H

#include "session.h"

struct control_list {
	_Alignas(8) char bytes[2 * RLC_CONTROLS_SIZE];
	uint32_t size;
};

static inline void list_add(struct control_list *list, rlc_control_entry entry, const void *value)
{
	char *out = list->bytes + list->size;
	uint32_t padded = (entry.value_size + 7) / 8 * 8;

	memcpy(out, &entry, sizeof(entry));
	memset(out + sizeof(entry), 0, padded);
	memcpy(out + sizeof(entry), value, entry.value_size);
	list->size += (uint32_t)sizeof(entry) + padded;
}

/* The number of a control that the camera can set. */
static inline uint32_t control_of(uint64_t camera, const char *name)
{
	rlc_control_info info = { .size = sizeof(info) };
	CHECK_EQ(rlc_control_find(camera, name, &info), 0);
	return info.control;
}

static inline void list_add_float(struct control_list *list, uint32_t control, float value)
{
	list_add(list, (rlc_control_entry){ control, RLC_TYPE_FLOAT, 0, 1, sizeof(value) }, &value);
}

static inline void list_add_int32(struct control_list *list, uint32_t control, int32_t value)
{
	list_add(list, (rlc_control_entry){ control, RLC_TYPE_INT32, 0, 1, sizeof(value) }, &value);
}

static inline void list_add_limits(struct control_list *list, uint32_t control, int64_t minimum, int64_t maximum)
{
	const int64_t limits[] = { minimum, maximum };
	list_add(list, (rlc_control_entry){ control, RLC_TYPE_INT64, 1, 2, sizeof(limits) }, limits);
}

/* The value that a slot's metadata has for the control NAME, as a number; -999 where it has none. */
static inline double reported(const struct session *session, uint32_t slot, const char *name)
{
	const rlc_slot_header *header = session_slot(session, slot);
	const char *at = (const char *)(header + 1), *end = at + header->metadata_size;

	while (at < end) {
		char found[RLC_NAME_SIZE];
		rlc_control_entry entry;
		union {
			int64_t int64;
			int32_t int32;
			float float32;
		} value;

		memcpy(&entry, at, sizeof(entry));
		memcpy(&value, at + sizeof(entry), sizeof(value));
		CHECK_EQ(rlc_control_name(session->camera, entry.control, found, sizeof(found)), 0);
		if (strcmp(found, name) == 0)
			return entry.type == RLC_TYPE_FLOAT   ? (double)value.float32
			       : entry.type == RLC_TYPE_INT32 ? (double)value.int32
							      : (double)value.int64;
		at += sizeof(entry) + (entry.value_size + 7) / 8 * 8;
	}
	return -999;
}

#endif /* CONTROL_LISTS_H */
