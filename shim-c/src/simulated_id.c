/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "error.h"
#include "simulated.h"

#define PREFIX "simulated:"
#define DEFAULT_FPS 30u
#define MAX_NUMBER 255u

const char *const rlc_simulated_patterns[] = { "bars", "gradient", "noise", NULL };

/* The options that have a number. */
static const struct number {
	const char *name;
	uint32_t minimum, maximum;
	size_t offset; /* in rlc_simulated_options */
} numbers[] = {
	{ "fps", 1, 1000, offsetof(rlc_simulated_options, fps) },
	{ "errors", 1, 1000000, offsetof(rlc_simulated_options, errors) },
	{ "gaps", 1, 1000000, offsetof(rlc_simulated_options, gaps) },
	{ "stall", 0, 1000000, offsetof(rlc_simulated_options, stall) },
	{ "stall-below", 1, RLC_MAX_SLOTS, offsetof(rlc_simulated_options, stall_below) },
	{ "disconnect", 0, 1000000, offsetof(rlc_simulated_options, disconnect) },
	{ "reconnect", 0, 1000000, offsetof(rlc_simulated_options, reconnect) },
	{ "backlog", 1, RLC_MAX_SLOTS, offsetof(rlc_simulated_options, backlog) },
	{ "slow", 1, 60000, offsetof(rlc_simulated_options, slow) },
	{ "start-refused", 1, 1000000, offsetof(rlc_simulated_options, start_refused) },
};

bool rlc_simulated_id(const char *id)
{
	return strncmp(id, PREFIX, strlen(PREFIX)) == 0;
}

/* Whether the LENGTH characters at TEXT are WORD. */
static bool is(const char *text, size_t length, const char *word)
{
	return strlen(word) == length && memcmp(text, word, length) == 0;
}

/* Reads LENGTH digits; false where they are no number or one beyond MAXIMUM. */
static bool parse_number(const char *text, size_t length, uint32_t maximum, uint32_t *value)
{
	*value = 0;
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*value = *value * 10 + (uint32_t)(text[i] - '0');
		if (*value > maximum)
			return false;
	}
	return length > 0;
}

/* The number that is called by the LENGTH characters at NAME, or NULL. */
static const struct number *number_of(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (is(name, length, numbers[i].name))
			return &numbers[i];
	return NULL;
}

static int parse_option(const char *text, size_t length, rlc_simulated_options *options, rlc_error *error)
{
	const char *equals = memchr(text, '=', length);
	size_t name = equals == NULL ? length : (size_t)(equals - text);
	const struct number *number = number_of(text, name);

	if (number != NULL) {
		uint32_t *value = (uint32_t *)(void *)((char *)options + number->offset);
		if (equals == NULL || !parse_number(equals + 1, length - name - 1, number->maximum, value) ||
		    *value < number->minimum)
			return rlc_error_set(error, -EINVAL, "\"%.*s\": %s is a number from %u to %u", (int)length,
					     text, number->name, number->minimum, number->maximum);
	} else if (is(text, length, "unpaced")) {
		options->unpaced = true;
	} else if (is(text, length, "plug")) {
		options->plug = true;
	} else {
		return rlc_error_set(
			error, -EINVAL,
			"unknown option \"%.*s\" of a simulated camera: there are unpaced, plug, and with a number "
			"fps, errors, gaps, stall, stall-below, disconnect, reconnect, backlog, slow and start-refused",
			(int)length, text);
	}
	return 0;
}

/* Whether the LENGTH characters at NAME are PATTERN, or that and a number, which is put in the options. */
static bool parse_name(const char *name, size_t length, const char *pattern, rlc_simulated_options *options)
{
	size_t own = strlen(pattern);

	if (length <= own)
		return is(name, length, pattern);
	/* A number has one spelling, so that a camera has one id. */
	return is(name, own, pattern) && name[own] == ':' && name[own + 1] != '0' &&
	       parse_number(name + own + 1, length - own - 1, MAX_NUMBER, &options->number);
}

int rlc_simulated_parse(const char *id, rlc_simulated_options *options, rlc_error *error)
{
	const char *name = id + strlen(PREFIX);
	size_t length = strcspn(name, "?");

	*options = (rlc_simulated_options){
		.fps = DEFAULT_FPS, .stall = RLC_NEVER, .disconnect = RLC_NEVER, .reconnect = RLC_NEVER
	};
	for (const char *const *pattern = rlc_simulated_patterns; *pattern != NULL; pattern++)
		if (parse_name(name, length, *pattern, options))
			options->pattern = *pattern;
	if (options->pattern == NULL)
		return rlc_error_set(error, -ENODEV,
				     "no camera \"%.*s\": there are simulated:bars, simulated:gradient and "
				     "simulated:noise, and more of "
				     "each with a number from 1 to %u, as simulated:bars:1",
				     (int)(strlen(PREFIX) + length), id, MAX_NUMBER);

	for (const char *text = name + length; *text != '\0';) {
		text++; /* the separator */
		size_t option = strcspn(text, "&");
		int ret = parse_option(text, option, options, error);
		if (ret != 0)
			return ret;
		text += option;
	}
	return 0;
}
