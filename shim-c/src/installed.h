/* SPDX-License-Identifier: Apache-2.0 */
/* Which libcameras this machine has: only to tell people, the dynamic loader decides for itself. */
#ifndef RLC_INSTALLED_H
#define RLC_INSTALLED_H

#include <stdbool.h>

#include "reactor_libcamera.h"

#define RLC_MAX_VERSIONS 16u

typedef struct rlc_versions {
	uint32_t count;
	char names[RLC_MAX_VERSIONS][RLC_NAME_SIZE]; /* newest first */
} rlc_versions;

/* Versions of libcamera.so.* in the usual folders and in LD_LIBRARY_PATH. */
void rlc_installed_libcameras(rlc_versions *versions);

/* Adds the VERSION of files DIRECTORY/PREFIX<VERSION>SUFFIX, without doubles; RESOLVE: links count as what they point to. */
void rlc_versions_find(rlc_versions *versions, const char *directory, const char *prefix, const char *suffix,
		       bool resolve);

/* Newest first, as libcamera numbers them: 0.10 is newer than 0.9. */
void rlc_versions_sort(rlc_versions *versions);

/* "0.7, 0.4" into TEXT, cut where it does not fit. */
void rlc_versions_text(const rlc_versions *versions, char *text, size_t size);

#endif /* RLC_INSTALLED_H */
