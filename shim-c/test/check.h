/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A test is a function; RUN() runs it and counts it as failed if one of its checks was. A failed check is printed with both
 * values and the test goes on; REQUIRE() ends it. main() returns check_summary().
 */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int check_passed, check_failed;
static bool check_ok;

#define CHECK(condition)                                                                                               \
	do {                                                                                                           \
		if (!(condition))                                                                                      \
			check_complain("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                         \
	} while (0)

#define CHECK_EQ(actual, expected)                                                                                     \
	do {                                                                                                           \
		long long check_a = (long long)(actual), check_e = (long long)(expected);                              \
		if (check_a != check_e)                                                                                \
			check_complain("%s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, #actual, check_a,          \
				       check_e);                                                                       \
	} while (0)

#define CHECK_CONTAINS(text, part)                                                                                     \
	do {                                                                                                           \
		if (strstr(text, part) == NULL)                                                                        \
			check_complain("%s:%d: \"%s\" is not in \"%s\"\n", __FILE__, __LINE__, part, text);            \
	} while (0)

#define REQUIRE(condition)                                                                                             \
	do {                                                                                                           \
		if (!(condition)) {                                                                                    \
			check_complain("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                         \
			return;                                                                                        \
		}                                                                                                      \
	} while (0)

#define check_complain(...)                                                                                            \
	do {                                                                                                           \
		check_ok = false;                                                                                      \
		fprintf(stderr, __VA_ARGS__);                                                                          \
	} while (0)

#define RUN(test) check_run(#test, test)

static inline void check_run(const char *name, void (*test)(void))
{
	check_ok = true;
	test();
	if (check_ok)
		check_passed++;
	else
		check_failed++;
	printf("%s %s\n", check_ok ? "ok    " : "FAILED", name);
}

static inline int check_summary(void)
{
	printf("%d passed, %d failed\n", check_passed, check_failed);
	return check_failed == 0 ? 0 : 1;
}

#endif /* CHECK_H */
