/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of controls with their values, in the layout of rlc_control_entry, and whether a value is what its control takes.
 * Written in the common subset of C and C++ for the shim and its libcamera part.
 */
#ifndef RLC_CONTROL_LIST_H
#define RLC_CONTROL_LIST_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "backend.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Whether the SIZE bytes at LIST, aligned to 8, are a list that can be walked and whose values are possible ones of their types.
 * Which controls there are is for the camera to say. 0, or -EINVAL with the calling thread's last error set.
 */
int rlc_control_list_check(const void *list, uint64_t size);

/* Bytes of a value with its padding. */
static inline uint64_t rlc_control_padded(uint64_t value_size)
{
	return (value_size + 7) / 8 * 8;
}

/* The first entry of a list that was checked, or NULL at its end; to be called with the entry before, or with NULL. */
static inline const rlc_control_entry *rlc_control_next(const void *list, uint32_t size,
							const rlc_control_entry *before)
{
	const char *at = (const char *)list;
	if (before != NULL)
		at = (const char *)(before + 1) + rlc_control_padded(before->value_size);
	return at < (const char *)list + size ? (const rlc_control_entry *)(const void *)at : NULL;
}

static inline const char *rlc_control_type_name(uint32_t type)
{
	static const char *const names[] = { "nothing", "bool",      "byte", "int32", "int64",  "float",
					     "string",  "rectangle", "size", "point", "uint16", "uint32" };
	return type < sizeof(names) / sizeof(names[0]) ? names[type] : "of unknown type";
}

/* "int64[2]" for people. COUNT: 0 for any number. */
static inline void rlc_control_shape(char out[RLC_NAME_SIZE], uint32_t type, uint32_t is_array, uint32_t count)
{
	const char *name = rlc_control_type_name(type);
	if (!is_array)
		snprintf(out, RLC_NAME_SIZE, "%s", name);
	else if (count == 0)
		snprintf(out, RLC_NAME_SIZE, "%s[]", name);
	else
		snprintf(out, RLC_NAME_SIZE, "%s[%u]", name, count);
}

/* Whether ENTRY is what the control INFO takes. -EINVAL with a sentence where it is not. */
static inline int rlc_control_check(const rlc_control_info *info, const rlc_control_entry *entry, rlc_error *error)
{
	char takes[RLC_NAME_SIZE], given[RLC_NAME_SIZE];

	if (entry->type == info->type && entry->is_array == info->is_array &&
	    (info->count == 0 || entry->count == info->count))
		return 0;
	rlc_control_shape(takes, info->type, info->is_array, info->count);
	rlc_control_shape(given, entry->type, entry->is_array, entry->count);
	snprintf(error->message, sizeof(error->message), "the control %s takes %s, not %s", info->name, takes, given);
	return -EINVAL;
}

#ifdef __cplusplus
}
#endif

#endif /* RLC_CONTROL_LIST_H */
