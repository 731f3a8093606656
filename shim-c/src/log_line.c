/* SPDX-License-Identifier: Apache-2.0 */
#include "log_line.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "events.h"

/* By any thread, atomic. */
static uint32_t most = RLC_LOG_DEBUG;
/* True once libcamera has said that it will end the process. Atomic. */
static bool dying;

static const struct {
	const char *word;
	uint32_t level;
} words[] = {
	{ "DEBUG", RLC_LOG_DEBUG }, { "INFO", RLC_LOG_INFO },   { "WARN", RLC_LOG_WARN },
	{ "ERROR", RLC_LOG_ERROR }, { "FATAL", RLC_LOG_ERROR },
};

void rlc_log_level_set(uint32_t level)
{
	__atomic_store_n(&most, level, __ATOMIC_RELAXED);
}

/* Past the time and the thread, or TEXT itself if there are none. */
static const char *past_brackets(const char *text)
{
	while (text[0] == '[') {
		const char *end = strchr(text, ']');
		if (end == NULL)
			break;
		text = end + 1 + strspn(end + 1, " ");
	}
	return text;
}

/* The level that *TEXT begins with, and *TEXT past it; 0 if it begins otherwise. */
static uint32_t take_level(const char **text)
{
	size_t length = strcspn(*text, " ");

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i].word) != length || strncmp(*text, words[i].word, length) != 0)
			continue;
		if (strncmp(*text, "FATAL", length) == 0)
			__atomic_store_n(&dying, true, __ATOMIC_RELAXED);
		*text += length + strspn(*text + length, " ");
		return words[i].level;
	}
	return 0;
}

void rlc_log_line(const char *text, size_t length)
{
	char line[RLC_MESSAGE_SIZE + RLC_NAME_SIZE], category[RLC_NAME_SIZE] = "";

	while (length > 0 && text[length - 1] == '\n')
		length--;
	if (length == 0)
		return;
	snprintf(line, sizeof(line), "%.*s", (int)(length < sizeof(line) ? length : sizeof(line)), text);

	const char *rest = past_brackets(line);
	uint32_t level = take_level(&rest);
	if (level == 0) {
		/* Not a line as we know them, such as a part of a backtrace. */
		level = RLC_LOG_INFO;
	} else {
		size_t word = strcspn(rest, " ");
		snprintf(category, sizeof(category), "%.*s", (int)word, rest);
		rest += word + strspn(rest + word, " ");
	}
	/* The queue will not be read any more. */
	if (__atomic_load_n(&dying, __ATOMIC_RELAXED))
		dprintf(STDERR_FILENO, "%.*s\n", (int)length, text);
	if (level <= __atomic_load_n(&most, __ATOMIC_RELAXED))
		rlc_events_log(level, category, rest);
}
