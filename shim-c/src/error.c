/* SPDX-License-Identifier: Apache-2.0 */
#include "error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local rlc_error last;

int rlc_error_set(rlc_error *error, int code, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(error->message, sizeof(error->message), format, arguments);
	va_end(arguments);
	return code;
}

int rlc_fail(int code, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(last.message, sizeof(last.message), format, arguments);
	va_end(arguments);
	return code;
}

int rlc_fail_backend(int code, const rlc_error *error, const char *what)
{
	if (error != NULL && error->message[0] != '\0')
		return rlc_fail(code, "%s", error->message);
	return rlc_fail(code, "%s failed: %s", what, strerror(-code));
}

int rlc_last_error(char *buffer, uint64_t size)
{
	size_t length = strlen(last.message);

	if (buffer == NULL && size != 0)
		return -EINVAL;
	if (size != 0) {
		size_t copied = length < size ? length : (size_t)size - 1;
		memcpy(buffer, last.message, copied);
		buffer[copied] = '\0';
	}
	return (int)length;
}
