/* SPDX-License-Identifier: Apache-2.0 */
/* What can be said about arguments without asking a camera. */
#ifndef RLC_CONFIGURATION_H
#define RLC_CONFIGURATION_H

#include "reactor_libcamera.h"

/* 0, or -EINVAL with the calling thread's last error set. */
int rlc_check_configuration(const rlc_configuration *configuration);
int rlc_check_role(uint32_t role);

/* Checks a struct pointer and its size against this ABI's. NAME is the argument's. */
#define RLC_CHECK_STRUCT(pointer, name) rlc_check_struct(pointer, sizeof(*(pointer)), name)
int rlc_check_struct(const void *pointer, size_t size, const char *name);

/* The same for a caller's array of structs, of which there may be none, and for where its number goes. */
#define RLC_CHECK_LIST(elements, capacity, count, name)                                                                \
	rlc_check_list(elements, sizeof(*(elements)), capacity, count, name)
int rlc_check_list(const void *elements, size_t size, uint32_t capacity, const uint32_t *count, const char *name);

#endif /* RLC_CONFIGURATION_H */
