/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences about failures: the calling thread's last one, and the one a backend hands to the shim. */
#ifndef RLC_ERROR_H
#define RLC_ERROR_H

#include "backend.h"

/* Keeps the sentence for rlc_last_error() and returns CODE, a negative errno. */
int rlc_fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same for what a backend said; WHAT names the call if it said nothing. */
int rlc_fail_backend(int code, const rlc_error *error, const char *what);

/* Puts the sentence into ERROR and returns CODE: for backends. */
int rlc_error_set(rlc_error *error, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif /* RLC_ERROR_H */
