/* SPDX-License-Identifier: Apache-2.0 */
#include "simulated_controls.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "control_list.h"
#include "error.h"
#include "simulated_camera.h"
#include "simulated_properties.h"

/* Numbers of the controls; those from the first that can be set are bits of wishes.which. */
enum {
	SENSOR_TIMESTAMP = 1,
	FRAME_DURATION,
	BRIGHTNESS,
	FIRST_SETTING = BRIGHTNESS,
	EXPOSURE_TIME,
	ANALOGUE_GAIN,
	FRAME_DURATION_LIMITS,
	AE_ENABLE,
	TEST_PATTERN_MODE,
	SCALER_CROP
};

#define MIN_EXPOSURE_US 10
#define MAX_EXPOSURE_US 1000000
#define MIN_GAIN 1.0f
#define MAX_GAIN 16.0f
#define MIN_CROP 2u
/* What a picture is that shows no pattern. */
#define GREY 128

const struct settings rlc_simulated_defaults = { .brightness = 0,
						 .exposure_us = 10000,
						 .gain = 1,
						 .min_duration_ns = MIN_DURATION_NS,
						 .max_duration_ns = MAX_DURATION_NS,
						 .crop = { 0, 0, RLC_SIMULATED_PIXELS, RLC_SIMULATED_PIXELS } };

/* One element of its type. */
union element {
	uint8_t bytes[RLC_CONTROL_ELEMENT_SIZE];
	int32_t int32;
	int64_t int64;
	float float32;
	struct crop crop;
};

static const struct control {
	const char *name;
	uint32_t type;
	uint32_t array; /* elements, 0: no array */
	union element minimum, maximum;
} controls[] = {
	[SENSOR_TIMESTAMP] = { "libcamera::SensorTimestamp", RLC_TYPE_INT64 },
	[FRAME_DURATION] = { "libcamera::FrameDuration", RLC_TYPE_INT64 },
	[BRIGHTNESS] = { "libcamera::Brightness", RLC_TYPE_FLOAT, 0, { .float32 = -1 }, { .float32 = 1 } },
	[EXPOSURE_TIME] = { "libcamera::ExposureTime",
			    RLC_TYPE_INT32,
			    0,
			    { .int32 = MIN_EXPOSURE_US },
			    { .int32 = MAX_EXPOSURE_US } },
	[ANALOGUE_GAIN] = { "libcamera::AnalogueGain",
			    RLC_TYPE_FLOAT,
			    0,
			    { .float32 = MIN_GAIN },
			    { .float32 = MAX_GAIN } },
	[FRAME_DURATION_LIMITS] = { "libcamera::FrameDurationLimits",
				    RLC_TYPE_INT64,
				    2,
				    { .int64 = MIN_DURATION_NS / 1000 },
				    { .int64 = MAX_DURATION_NS / 1000 } },
	[AE_ENABLE] = { "libcamera::AeEnable", RLC_TYPE_BOOL, 0, { .bytes = { 0 } }, { .bytes = { 1 } } },
	[TEST_PATTERN_MODE] = { "draft::TestPatternMode", RLC_TYPE_INT32, 0, { .int32 = 0 }, { .int32 = 1 } },
	[SCALER_CROP] = { "libcamera::ScalerCrop",
			  RLC_TYPE_RECTANGLE,
			  0,
			  { .crop = { 0, 0, MIN_CROP, MIN_CROP } },
			  { .crop = { 0, 0, RLC_SIMULATED_PIXELS, RLC_SIMULATED_PIXELS } } },
};

/* The values of TEST_PATTERN_MODE. */
static const char *const test_patterns[] = { "TestPatternModeOff", "TestPatternModeSolidColor" };

#define CONTROL_COUNT (sizeof(controls) / sizeof(controls[0]))

/* An unpaced camera has no time between its frames. */
static bool can_set(const rlc_simulated_options *options, uint32_t control)
{
	return control >= FIRST_SETTING && control < CONTROL_COUNT &&
	       !(control == FRAME_DURATION_LIMITS && options->unpaced);
}

static void describe(uint32_t control, rlc_control_info *info)
{
	const struct control *known = &controls[control];
	union element initial = { .bytes = { 0 } };

	*info = (rlc_control_info){ .size = sizeof(*info),
				    .control = control,
				    .type = known->type,
				    .is_array = known->array > 0,
				    .count = known->array > 0 ? known->array : 1,
				    .flags = RLC_CONTROL_HAS_MINIMUM | RLC_CONTROL_HAS_MAXIMUM };
	strcpy(info->name, known->name);
	memcpy(info->minimum, known->minimum.bytes, sizeof(info->minimum));
	memcpy(info->maximum, known->maximum.bytes, sizeof(info->maximum));
	/* That of the frame duration is the configuration's. */
	if (control == FRAME_DURATION_LIMITS)
		return;
	info->flags |= RLC_CONTROL_HAS_DEFAULT;
	if (control == BRIGHTNESS)
		initial.float32 = rlc_simulated_defaults.brightness;
	else if (control == EXPOSURE_TIME)
		initial.int32 = rlc_simulated_defaults.exposure_us;
	else if (control == ANALOGUE_GAIN)
		initial.float32 = rlc_simulated_defaults.gain;
	else if (control == SCALER_CROP)
		initial.crop = rlc_simulated_defaults.crop;
	memcpy(info->default_value, initial.bytes, sizeof(info->default_value));
}

/* ---- Names ----------------------------------------------------------------------------------------------------------- */

int rlc_simulated_control_name(void *camera, uint32_t control, char *buffer, size_t size)
{
	(void)camera;
	if (control < SENSOR_TIMESTAMP || control >= CONTROL_COUNT)
		return -ENOENT;
	snprintf(buffer, size, "%s", controls[control].name);
	return 0;
}

int rlc_simulated_control_find(void *camera, const char *name, rlc_control_info *info, rlc_error *error)
{
	const struct simulated *simulated = camera;

	for (uint32_t control = SENSOR_TIMESTAMP; control < CONTROL_COUNT; control++) {
		if (strcmp(controls[control].name, name) != 0)
			continue;
		if (!can_set(&simulated->options, control))
			return rlc_error_set(error, -ENOENT, "this simulated camera does not support setting %s%s",
					     name, control == FRAME_DURATION_LIMITS ? ": it is unpaced" : "");
		describe(control, info);
		return 0;
	}
	return rlc_error_set(
		error, -ENOENT,
		"simulated cameras know no control \"%s\": there are Brightness, ExposureTime, AnalogueGain, "
		"FrameDurationLimits, AeEnable, draft::TestPatternMode and ScalerCrop",
		name);
}

int rlc_simulated_controls(void *camera, rlc_control_info *infos, uint32_t capacity, uint32_t *count, rlc_error *error)
{
	const struct simulated *simulated = camera;

	(void)error;
	*count = 0;
	for (uint32_t control = FIRST_SETTING; control < CONTROL_COUNT; control++) {
		if (!can_set(&simulated->options, control))
			continue;
		if (*count < capacity)
			describe(control, &infos[*count]);
		++*count;
	}
	return 0;
}

int rlc_simulated_enumerators(void *camera, rlc_enumerator *enumerators, uint32_t capacity, uint32_t *count,
			      rlc_error *error)
{
	(void)camera;
	(void)error;
	for (*count = 0; *count < sizeof(test_patterns) / sizeof(test_patterns[0]); ++*count) {
		if (*count >= capacity)
			continue;
		enumerators[*count] = (rlc_enumerator){ .size = sizeof(*enumerators),
							.control = TEST_PATTERN_MODE,
							.value = (int32_t)*count };
		strcpy(enumerators[*count].name, test_patterns[*count]);
	}
	return 0;
}

int rlc_simulated_control_names(void *camera, uint32_t kind, rlc_named_control *names, uint32_t capacity,
				uint32_t *count, rlc_error *error)
{
	(void)camera;
	(void)error;
	*count = 0;
	if (kind == RLC_NAMES_PROPERTIES)
		return rlc_simulated_property_names(names, capacity, count);
	for (uint32_t control = SENSOR_TIMESTAMP; control < CONTROL_COUNT; control++) {
		if (*count < capacity) {
			names[*count] = (rlc_named_control){ .size = sizeof(*names), .control = control };
			strcpy(names[*count].name, controls[control].name);
		}
		++*count;
	}
	return 0;
}

/* ---- Values ---------------------------------------------------------------------------------------------------------- */

static float clamp_float(float value, float minimum, float maximum)
{
	return value < minimum ? minimum : value > maximum ? maximum : value;
}

static int64_t clamp(int64_t value, int64_t minimum, int64_t maximum)
{
	return value < minimum ? minimum : value > maximum ? maximum : value;
}

/* The part of WISH that is on the sensor. */
static struct crop clamp_crop(struct crop wish)
{
	const int64_t pixels = RLC_SIMULATED_PIXELS;
	struct crop crop = { .width = (uint32_t)clamp(wish.width, MIN_CROP, pixels),
			     .height = (uint32_t)clamp(wish.height, MIN_CROP, pixels) };

	crop.x = (int32_t)clamp(wish.x, 0, pixels - crop.width);
	crop.y = (int32_t)clamp(wish.y, 0, pixels - crop.height);
	return crop;
}

/* What the camera makes of a value, clamped as sensors do. */
static void take(const rlc_control_entry *entry, struct settings *settings)
{
	const void *value = entry + 1;

	switch (entry->control) {
	case BRIGHTNESS:
		settings->brightness = clamp_float(*(const float *)value, -1, 1);
		break;
	case EXPOSURE_TIME:
		settings->exposure_us = (int32_t)clamp(*(const int32_t *)value, MIN_EXPOSURE_US, MAX_EXPOSURE_US);
		break;
	case ANALOGUE_GAIN:
		settings->gain = clamp_float(*(const float *)value, MIN_GAIN, MAX_GAIN);
		break;
	case AE_ENABLE:
		settings->auto_exposure = *(const uint8_t *)value != 0;
		break;
	case TEST_PATTERN_MODE:
		settings->test_pattern = (int32_t)clamp(*(const int32_t *)value, 0, 1);
		break;
	case SCALER_CROP:
		settings->crop = clamp_crop(*(const struct crop *)value);
		break;
	default: {
		const int64_t *limits_us = value;
		const int64_t least = MIN_DURATION_NS / 1000, most = MAX_DURATION_NS / 1000;
		settings->min_duration_ns = clamp(limits_us[0], least, most) * 1000;
		settings->max_duration_ns = clamp(limits_us[1], settings->min_duration_ns / 1000, most) * 1000;
	}
	}
}

int rlc_simulated_wish(const rlc_simulated_options *options, const void *list, uint32_t size, struct wishes *wishes,
		       rlc_error *error)
{
	wishes->which = 0;
	for (const rlc_control_entry *entry = NULL; (entry = rlc_control_next(list, size, entry)) != NULL;) {
		rlc_control_info info;
		if (!can_set(options, entry->control))
			return rlc_error_set(error, -ENOENT,
					     "this simulated camera does not support setting control %u",
					     entry->control);
		describe(entry->control, &info);
		int ret = rlc_control_check(&info, entry, error);
		if (ret != 0)
			return ret;
		take(entry, &wishes->settings);
		wishes->which |= 1u << entry->control;
	}
	return 0;
}

void rlc_simulated_grant(struct settings *settings, const struct wishes *wishes)
{
	if (wishes->which & 1u << BRIGHTNESS)
		settings->brightness = wishes->settings.brightness;
	if (wishes->which & 1u << EXPOSURE_TIME)
		settings->exposure_us = wishes->settings.exposure_us;
	if (wishes->which & 1u << ANALOGUE_GAIN)
		settings->gain = wishes->settings.gain;
	if (wishes->which & 1u << FRAME_DURATION_LIMITS) {
		settings->min_duration_ns = wishes->settings.min_duration_ns;
		settings->max_duration_ns = wishes->settings.max_duration_ns;
	}
	if (wishes->which & 1u << AE_ENABLE)
		settings->auto_exposure = wishes->settings.auto_exposure;
	if (wishes->which & 1u << TEST_PATTERN_MODE)
		settings->test_pattern = wishes->settings.test_pattern;
	if (wishes->which & 1u << SCALER_CROP)
		settings->crop = wishes->settings.crop;
}

/* With the exposure and the gain that are used, which need not be those that were set. */
static struct settings used(const struct settings *settings)
{
	struct settings used = *settings;

	if (settings->auto_exposure) {
		used.exposure_us = rlc_simulated_defaults.exposure_us;
		used.gain = rlc_simulated_defaults.gain;
	}
	return used;
}

/* Longer exposure and more gain than the defaults have make it brighter, as they do in a camera. */
void rlc_simulated_light(const struct settings *settings, float *gain, float *offset)
{
	const struct settings light = used(settings);
	float exposure = (float)light.exposure_us / (float)rlc_simulated_defaults.exposure_us;

	*gain = light.test_pattern == 0 ? exposure * light.gain : 0;
	*offset = light.test_pattern == 0 ? 255 * light.brightness : GREY;
}

int64_t rlc_simulated_duration(const struct settings *settings, int64_t duration_ns)
{
	return duration_ns == 0 ? 0 : clamp(duration_ns, settings->min_duration_ns, settings->max_duration_ns);
}

static rlc_control_entry one(uint32_t control, uint32_t value_size)
{
	return (rlc_control_entry){ control, (uint16_t)controls[control].type, 0, 1, value_size };
}

void rlc_simulated_report(struct report *report, const struct settings *settings)
{
	const struct settings light = used(settings);

	memset(report, 0, sizeof(*report));
	report->timestamp.entry = one(SENSOR_TIMESTAMP, sizeof(int64_t));
	report->duration.entry = one(FRAME_DURATION, sizeof(int64_t));
	report->brightness.entry = one(BRIGHTNESS, sizeof(float));
	report->brightness.value.float32 = settings->brightness;
	report->exposure.entry = one(EXPOSURE_TIME, sizeof(int32_t));
	report->exposure.value.int32 = light.exposure_us;
	report->gain.entry = one(ANALOGUE_GAIN, sizeof(float));
	report->gain.value.float32 = light.gain;
	report->auto_exposure.entry = one(AE_ENABLE, sizeof(uint8_t));
	report->auto_exposure.value.boolean = settings->auto_exposure;
	report->test_pattern.entry = one(TEST_PATTERN_MODE, sizeof(int32_t));
	report->test_pattern.value.int32 = settings->test_pattern;
	report->crop.entry = one(SCALER_CROP, sizeof(struct crop));
	report->crop.value = settings->crop;
}
