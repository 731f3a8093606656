/* SPDX-License-Identifier: Apache-2.0 */
#include "controls.h"

#include <stddef.h>

#include "bytes.h"

struct control {
	uint8_t entity, selector, bit, size;
	int32_t minimum, maximum, step, initial;
	int32_t value;
};

enum { BRIGHTNESS = 2, SATURATION = 4 };

static struct control controls[] = {
	/* The exposure mode is a mask of bits, and its step tells which there are. */
	{ ENTITY_CAMERA, 0x02, 1, 1, 0, 0x09, 0x09, 0x08, 0 },
	{ ENTITY_CAMERA, 0x04, 3, 4, 1, 5000, 1, 156, 0 }, /* exposure time, in units of 100 us */
	[BRIGHTNESS] = { ENTITY_PROCESSING, 0x02, 0, 2, -64, 64, 1, 0, 0 },
	{ ENTITY_PROCESSING, 0x03, 1, 2, 0, 64, 1, 32, 0 }, /* contrast */
	[SATURATION] = { ENTITY_PROCESSING, 0x07, 3, 2, 0, 128, 1, SATURATION_DEFAULT, 0 },
	{ ENTITY_PROCESSING, 0x09, 5, 2, 72, 500, 1, 100, 0 }, /* gamma */
	{ ENTITY_PROCESSING, 0x04, 9, 2, 0, 100, 1, 0, 0 }, /* gain */
};
#define CONTROL_COUNT (sizeof(controls) / sizeof(controls[0]))

void controls_reset(void)
{
	for (size_t i = 0; i < CONTROL_COUNT; i++)
		controls[i].value = controls[i].initial;
}

uint32_t controls_bits(uint8_t entity)
{
	uint32_t bits = 0;
	for (size_t i = 0; i < CONTROL_COUNT; i++) {
		if (controls[i].entity == entity)
			bits |= 1u << controls[i].bit;
	}
	return bits;
}

int controls_brightness(void)
{
	return controls[BRIGHTNESS].value;
}

int controls_saturation(void)
{
	return controls[SATURATION].value;
}

static int set(struct control *control, const uint8_t *data, int length)
{
	if (length < control->size)
		return -1;
	int32_t value = (int32_t)get_bytes(data, control->size);
	if (control->size == 2)
		value = (int16_t)value;
	if (value < control->minimum || value > control->maximum)
		return -1;
	control->value = value;
	return 0;
}

static int answer(const struct control *control, int32_t value, uint8_t *data)
{
	for (int i = 0; i < control->size; i++)
		put8(&data, (uint32_t)value >> (8 * i));
	return control->size;
}

int controls_request(uint8_t request, uint8_t entity, uint8_t selector, uint8_t *data, int length)
{
	struct control *control = NULL;

	for (size_t i = 0; i < CONTROL_COUNT; i++) {
		if (controls[i].entity == entity && controls[i].selector == selector)
			control = &controls[i];
	}
	if (control == NULL)
		return -1;
	switch (request) {
	case SET_CUR:
		return set(control, data, length);
	case GET_CUR:
		return answer(control, control->value, data);
	case GET_MIN:
		return answer(control, control->minimum, data);
	case GET_MAX:
		return answer(control, control->maximum, data);
	case GET_RES:
		return answer(control, control->step, data);
	case GET_DEF:
		return answer(control, control->initial, data);
	case GET_LEN:
		put16(&data, control->size);
		return 2;
	case GET_INFO:
		put8(&data, 3); /* it can be read, and set */
		return 1;
	default:
		return -1;
	}
}
