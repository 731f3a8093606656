/* SPDX-License-Identifier: Apache-2.0 */
#include "control_list.h"

#include <math.h>

#include "error.h"

/* Bytes of one element; 0: no type, or one whose values have no fixed size. */
static uint32_t element_size(uint32_t type)
{
	switch (type) {
	case RLC_TYPE_BOOL:
	case RLC_TYPE_BYTE:
		return 1;
	case RLC_TYPE_UINT16:
		return 2;
	case RLC_TYPE_INT32:
	case RLC_TYPE_UINT32:
	case RLC_TYPE_FLOAT:
		return 4;
	case RLC_TYPE_INT64:
	case RLC_TYPE_SIZE:
	case RLC_TYPE_POINT:
		return 8;
	case RLC_TYPE_RECTANGLE:
		return 16;
	default:
		return 0;
	}
}

/* Whether the type, the count and the size of a value belong together. */
static int check_entry(const rlc_control_entry *entry, uint32_t index)
{
	uint32_t element = element_size(entry->type);

	if (element == 0 && entry->type != RLC_TYPE_STRING)
		return rlc_fail(-EINVAL, "control %u of the list: %u is no type of a value", index, entry->type);
	if (entry->is_array > 1 || (entry->is_array && entry->type == RLC_TYPE_STRING))
		return rlc_fail(-EINVAL, "control %u of the list: is_array is %u for a %s", index, entry->is_array,
				rlc_control_type_name(entry->type));
	if (!entry->is_array && entry->count != 1)
		return rlc_fail(-EINVAL, "control %u of the list: %u elements of what is no array", index,
				entry->count);
	if (element != 0 && entry->value_size != (uint64_t)element * entry->count)
		return rlc_fail(-EINVAL, "control %u of the list: %u elements of type %s are not %u bytes", index,
				entry->count, rlc_control_type_name(entry->type), entry->value_size);
	return 0;
}

/* Whether C++ and cameras can take the bytes of a value for what they are said to be. */
static int check_value(const rlc_control_entry *entry, uint32_t index)
{
	const void *value = entry + 1;
	const uint8_t *bools = value;
	const float *floats = value;

	for (uint32_t i = 0; i < entry->count; i++) {
		if (entry->type == RLC_TYPE_BOOL && bools[i] > 1)
			return rlc_fail(-EINVAL, "control %u of the list: a bool is 0 or 1, not %u", index, bools[i]);
		if (entry->type == RLC_TYPE_FLOAT && !isfinite(floats[i]))
			return rlc_fail(-EINVAL, "control %u of the list: %f is no finite number", index,
					(double)floats[i]);
	}
	return 0;
}

int rlc_control_list_check(const void *list, uint64_t size)
{
	const char *at = list, *end = at + size;

	for (uint32_t index = 0; at < end; index++) {
		const rlc_control_entry *entry = (const rlc_control_entry *)(const void *)at;
		uint64_t left = (uint64_t)(end - at);
		if (left < sizeof(*entry))
			return rlc_fail(-EINVAL, "the list of controls ends within control %u", index);
		left -= sizeof(*entry);
		if (rlc_control_padded(entry->value_size) > left)
			return rlc_fail(
				-EINVAL,
				"control %u of the list: its value has %u bytes and is padded to a multiple of 8, "
				"but the list ends after %llu",
				index, entry->value_size, (unsigned long long)left);
		int ret = check_entry(entry, index);
		if (ret == 0)
			ret = check_value(entry, index);
		if (ret != 0)
			return ret;
		at = (const char *)(entry + 1) + rlc_control_padded(entry->value_size);
	}
	return 0;
}
