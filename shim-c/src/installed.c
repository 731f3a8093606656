/* SPDX-License-Identifier: Apache-2.0 */
#include "installed.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add(rlc_versions *versions, const char *name, size_t length)
{
	if (length == 0 || length >= RLC_NAME_SIZE || versions->count == RLC_MAX_VERSIONS)
		return;
	for (uint32_t i = 0; i < versions->count; i++)
		if (strlen(versions->names[i]) == length && memcmp(versions->names[i], name, length) == 0)
			return;
	memcpy(versions->names[versions->count], name, length);
	versions->names[versions->count++][length] = '\0';
}

/* The text between PREFIX and SUFFIX in NAME, if that is what NAME is. */
static void add_from(rlc_versions *versions, const char *name, const char *prefix, const char *suffix)
{
	size_t before = strlen(prefix), after = strlen(suffix), length = strlen(name);

	if (length > before + after && strncmp(name, prefix, before) == 0 && strcmp(name + length - after, suffix) == 0)
		add(versions, name + before, length - before - after);
}

void rlc_versions_find(rlc_versions *versions, const char *directory, const char *prefix, const char *suffix,
		       bool resolve)
{
	char path[PATH_MAX], resolved[PATH_MAX];
	DIR *folder = opendir(directory);

	for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
		if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
			continue;
		if (!resolve)
			add_from(versions, entry->d_name, prefix, suffix);
		else if (snprintf(path, sizeof(path), "%s/%s", directory, entry->d_name) < (int)sizeof(path) &&
			 realpath(path, resolved) != NULL)
			add_from(versions, strrchr(resolved, '/') + 1, prefix, suffix);
	}
	if (folder != NULL)
		closedir(folder);
}

static int newest_first(const void *a, const void *b)
{
	return strverscmp(b, a);
}

void rlc_versions_sort(rlc_versions *versions)
{
	qsort(versions->names, versions->count, sizeof(versions->names[0]), newest_first);
}

void rlc_versions_text(const rlc_versions *versions, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (uint32_t i = 0; i < versions->count && used < size; i++)
		used += (size_t)snprintf(text + used, size - used, "%s%s", i == 0 ? "" : ", ", versions->names[i]);
}

void rlc_installed_libcameras(rlc_versions *versions)
{
	static const char *const folders[] = {
#ifdef RLC_MULTIARCH
		"/usr/local/lib/" RLC_MULTIARCH,
		"/usr/lib/" RLC_MULTIARCH,
		"/lib/" RLC_MULTIARCH,
#endif
		"/usr/local/lib",
		"/usr/local/lib64",
		"/usr/lib",
		"/usr/lib64",
	};
	const char *configured = getenv("LD_LIBRARY_PATH");
	char *copy = strdup(configured == NULL ? "" : configured);
	char *rest = copy;

	versions->count = 0;
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		rlc_versions_find(versions, folders[i], "libcamera.so.", "", true);
	for (char *folder; copy != NULL && (folder = strsep(&rest, ":;")) != NULL;)
		if (folder[0] != '\0')
			rlc_versions_find(versions, folder, "libcamera.so.", "", true);
	free(copy);
	rlc_versions_sort(versions);
}
