/* SPDX-License-Identifier: Apache-2.0 */
#include "libcamera.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "events.h"
#include "installed.h"
#include "log_line.h"
#include "part_file.h"

#define PART_PREFIX "reactor-libcamera-part-"
#define PART_SUFFIX ".so"

/* Commands for a folder with the sources of this library. */
static const char BUILD_ADVICE[] =
	"install libcamera-dev, build this library for it with \"make -C shim-c\", and start Java with "
	"-Dreactor.libcamera.shim=shim-c/target/natives/" RLC_PLATFORM "/libreactor-libcamera-shim.so";

/* Guards all below. Held while libcamera starts and stops. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static const rlc_backend *part; /* once loaded, never unloaded: its threads and type information may outlive a close */
static const char *part_version;
static void *camera_system;
static char camera_system_version[RLC_NAME_SIZE];
static uint32_t users;

static void finish(rlc_libcamera_info *info, uint32_t state, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void finish(rlc_libcamera_info *info, uint32_t state, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	info->state = state;
	vsnprintf(info->message, sizeof(info->message), format, arguments);
	va_end(arguments);
}

static void own_folder(char *folder, size_t size)
{
	Dl_info self;
	const char *slash = NULL;

	if (dladdr((const void *)BUILD_ADVICE, &self) != 0)
		slash = strrchr(self.dli_fname, '/');
	if (slash == NULL)
		snprintf(folder, size, ".");
	else
		snprintf(folder, size, "%.*s", (int)(slash - self.dli_fname), self.dli_fname);
}

/*
 * Whether dlopen() failed because the libcamera that the part was compiled for is not here. The rest of the sentence is in the
 * user's language, but it begins with the name of the object: a library that was looked for and not found has no folder.
 */
static bool misses_libcamera(const char *reason)
{
	return strncmp(reason, "libcamera.so.", strlen("libcamera.so.")) == 0 ||
	       strncmp(reason, "libcamera-base.so.", strlen("libcamera-base.so.")) == 0;
}

/* 0 and `part` set; -ENOENT: it wants another libcamera; another errno, with the reason in ERROR. */
static int load_part(const char *path, rlc_error *error)
{
	int ret = rlc_part_file_check(path, error);
	if (ret != 0)
		return ret == -ENOENT ? -EIO : ret;

	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL) {
		const char *reason = dlerror();
		rlc_error_set(error, 0, "%s", reason);
		return misses_libcamera(reason) ? -ENOENT : -ENOEXEC;
	}
	rlc_part_entry entry;
	*(void **)&entry = dlsym(library, RLC_PART_ENTRY);
	if (entry == NULL)
		return rlc_error_set(error, -ENOEXEC, "%s has no function " RLC_PART_ENTRY, path);

	const char *compiled_version = "";
	const rlc_backend *backend = entry(&compiled_version);
	if (backend == NULL || backend->size != sizeof(*backend) || backend->version != RLC_BACKEND_VERSION)
		return rlc_error_set(error, -ENOEXEC, "%s was built with another version of this library", path);
	part = backend;
	part_version = compiled_version;
	return 0;
}

static void tell_why_none_fits(rlc_libcamera_info *info)
{
	rlc_versions installed;
	char found[RLC_MESSAGE_SIZE / 4];

	rlc_installed_libcameras(&installed);
	rlc_versions_text(&installed, found, sizeof(found));
	if (installed.count == 0) {
		finish(info, RLC_LIBCAMERA_NOT_INSTALLED,
		       "no libcamera is installed on this machine; this library was built for libcamera %s",
		       info->compiled_version);
		return;
	}
	memcpy(info->runtime_version, installed.names[0], sizeof(info->runtime_version));
	finish(info, RLC_LIBCAMERA_OTHER_VERSION,
	       "libcamera %s is installed, this library was built for libcamera %s: %s", found, info->compiled_version,
	       BUILD_ADVICE);
}

/* Sets `part`, or tells in INFO why not. */
static bool find_part(const char *directory, rlc_libcamera_info *info)
{
	rlc_versions versions = { 0 };
	rlc_error failure = { "" };
	char folder[4096];

	snprintf(folder, sizeof(folder), "%s", directory);
	if (directory[0] == '\0')
		own_folder(folder, sizeof(folder));
	rlc_versions_find(&versions, folder, PART_PREFIX, PART_SUFFIX, false);
	rlc_versions_sort(&versions);
	rlc_versions_text(&versions, info->compiled_version, sizeof(info->compiled_version));
	if (versions.count == 0) {
		finish(info, RLC_LIBCAMERA_NO_PART, "there is no " PART_PREFIX "*" PART_SUFFIX " in %s: %s", folder,
		       BUILD_ADVICE);
		return false;
	}

	for (uint32_t i = 0; i < versions.count; i++) {
		char path[sizeof(folder) + 2 * RLC_NAME_SIZE];
		rlc_error error = { "" };

		snprintf(path, sizeof(path), "%s/" PART_PREFIX "%s" PART_SUFFIX, folder, versions.names[i]);
		int ret = load_part(path, &error);
		if (ret == 0)
			return true;
		if (ret != -ENOENT && failure.message[0] == '\0')
			failure = error;
	}
	if (failure.message[0] != '\0')
		finish(info, RLC_LIBCAMERA_FAILED, "the libcamera part cannot be loaded: %s", failure.message);
	else
		tell_why_none_fits(info);
	return false;
}

static bool start_camera_system(bool with_log, rlc_libcamera_info *info)
{
	static const rlc_host silent = { rlc_events_camera, NULL }, logging = { rlc_events_camera, rlc_log_line };
	rlc_error error = { "" };

	int ret = part->open(&camera_system, camera_system_version, with_log ? &logging : &silent, &error);
	if (ret == 0)
		return true;
	finish(info, RLC_LIBCAMERA_FAILED, "libcamera did not start: %s",
	       error.message[0] != '\0' ? error.message : strerror(-ret));
	return false;
}

const rlc_backend *rlc_libcamera_open(const rlc_manager_options *options, rlc_libcamera_info *info, void **self)
{
	const rlc_backend *opened = NULL;

	*info = (rlc_libcamera_info){ .size = sizeof(*info) };
	pthread_mutex_lock(&mutex);
	if (part != NULL || find_part(options->part_directory, info)) {
		snprintf(info->compiled_version, sizeof(info->compiled_version), "%s", part_version);
		if (users > 0 || start_camera_system(options->log != RLC_LOG_UNTOUCHED, info)) {
			memcpy(info->runtime_version, camera_system_version, sizeof(info->runtime_version));
			info->state = RLC_LIBCAMERA_READY;
			users++;
			*self = camera_system;
			opened = part;
		}
	}
	pthread_mutex_unlock(&mutex);
	return opened;
}

void rlc_libcamera_close(void)
{
	pthread_mutex_lock(&mutex);
	if (--users == 0)
		part->close(camera_system);
	pthread_mutex_unlock(&mutex);
}
