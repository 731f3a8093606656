/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "simulated.h"

#define PREFIX "simulated:"
#define DEFAULT_FPS 30u
#define MAX_FPS 1000u

const char *const rlc_simulated_patterns[] = { "bars", "gradient", "noise", NULL };

bool rlc_simulated_id(const char *id)
{
	return strncmp(id, PREFIX, strlen(PREFIX)) == 0;
}

/* The number that the LENGTH digits at TEXT are, or 0 where it is not 1 to MAX_FPS. */
static uint32_t parse_fps(const char *text, size_t length)
{
	uint32_t value = 0;

	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return 0;
		value = value * 10 + (uint32_t)(text[i] - '0');
		if (value > MAX_FPS)
			return 0;
	}
	return value;
}

static int parse_option(const char *text, size_t length, rlc_simulated_options *options, rlc_error *error)
{
	static const char fps[] = "fps=";
	const size_t key = strlen(fps);

	if (length == strlen("unpaced") && memcmp(text, "unpaced", length) == 0) {
		options->unpaced = true;
		return 0;
	}
	if (length >= key && memcmp(text, fps, key) == 0) {
		options->fps = parse_fps(text + key, length - key);
		if (options->fps == 0)
			return rlc_error_set(error, -EINVAL, "\"%.*s\": fps is a number from 1 to %u", (int)length,
					     text, MAX_FPS);
		return 0;
	}
	return rlc_error_set(error, -EINVAL,
			     "unknown option \"%.*s\" of a simulated camera: there are fps=1 to fps=%u, and unpaced",
			     (int)length, text, MAX_FPS);
}

int rlc_simulated_parse(const char *id, rlc_simulated_options *options, rlc_error *error)
{
	const char *name = id + strlen(PREFIX);
	size_t length = strcspn(name, "?");

	*options = (rlc_simulated_options){ .fps = DEFAULT_FPS };
	for (const char *const *pattern = rlc_simulated_patterns; *pattern != NULL; pattern++)
		if (strlen(*pattern) == length && memcmp(*pattern, name, length) == 0)
			options->pattern = *pattern;
	if (options->pattern == NULL)
		return rlc_error_set(
			error, -ENODEV,
			"no camera \"%.*s\": there are simulated:bars, simulated:gradient and simulated:noise",
			(int)(strlen(PREFIX) + length), id);

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
