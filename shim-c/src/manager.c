/* SPDX-License-Identifier: Apache-2.0 */
#include "manager.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "camera.h"
#include "camera_table.h"
#include "configuration.h"
#include "error.h"
#include "events.h"
#include "handle.h"
#include "libcamera.h"
#include "log_line.h"
#include "simulated.h"

/* A kind of camera, started for one manager; without a backend where it was left out or did not start. */
struct system {
	const rlc_backend *backend;
	void *self;
};

/* Entries are never freed and their mutexes never destroyed, so a late call with a closed handle touches nothing stale. */
static struct manager {
	pthread_mutex_t mutex; /* guards all below; held across calls into the backends */
	uint64_t handle; /* 0: free */
	struct system libcamera, simulated;
	rlc_libcamera_info libcamera_info;
} managers[RLC_MAX_MANAGERS] = { [0 ... RLC_MAX_MANAGERS - 1] = { .mutex = PTHREAD_MUTEX_INITIALIZER } };

/* Of the last handle given out; atomic. */
static uint64_t serial;

/* The manager of HANDLE with its mutex held, or NULL with the last error set. */
static struct manager *lock(uint64_t handle)
{
	int index = rlc_handle_index(handle, RLC_HANDLE_MANAGER, RLC_MAX_MANAGERS);

	if (index >= 0) {
		pthread_mutex_lock(&managers[index].mutex);
		if (managers[index].handle == handle)
			return &managers[index];
		pthread_mutex_unlock(&managers[index].mutex);
	}
	rlc_fail(-EBADF, "the manager is closed, or this is no manager's handle");
	return NULL;
}

static void unlock(struct manager *manager)
{
	pthread_mutex_unlock(&manager->mutex);
}

/* A free entry with its mutex held. Entries whose mutex is taken are in use, or about to be. */
static struct manager *lock_free_entry(void)
{
	for (uint32_t i = 0; i < RLC_MAX_MANAGERS; i++) {
		if (pthread_mutex_trylock(&managers[i].mutex) != 0)
			continue;
		if (managers[i].handle == 0)
			return &managers[i];
		unlock(&managers[i]);
	}
	return NULL;
}

static int check_options(const rlc_manager_options *options)
{
	int ret = RLC_CHECK_STRUCT(options, "options");
	if (ret != 0)
		return ret;
	if (memchr(options->part_directory, '\0', sizeof(options->part_directory)) == NULL)
		return rlc_fail(-EINVAL, "options->part_directory is not terminated");
	if (options->log > RLC_LOG_DEBUG)
		return rlc_fail(-EINVAL, "options->log is %u, which is no level of a log", options->log);
	return 0;
}

int rlc_manager_open(const rlc_manager_options *options, uint64_t *handle)
{
	rlc_error error = { "" };

	int ret = check_options(options);
	if (ret != 0)
		return ret;
	if (handle == NULL)
		return rlc_fail(-EINVAL, "manager is null");

	struct manager *manager = lock_free_entry();
	if (manager == NULL)
		return rlc_fail(-EMFILE, "%u managers are open, more are not possible", RLC_MAX_MANAGERS);
	manager->libcamera = manager->simulated = (struct system){ 0 };
	manager->libcamera_info = (rlc_libcamera_info){ .size = sizeof(rlc_libcamera_info) };
	uint64_t next = __atomic_add_fetch(&serial, 1, __ATOMIC_RELAXED);
	uint64_t opened = rlc_handle(next, RLC_HANDLE_MANAGER, (uint32_t)(manager - managers));
	/* First, so that it has what happens while libcamera starts. */
	rlc_events_open(opened, options);
	if (options->simulated) {
		char version[RLC_NAME_SIZE];
		manager->simulated.backend = rlc_simulated_backend();
		manager->simulated.backend->open(&manager->simulated.self, version, NULL, &error);
	}
	if (options->libcamera) {
		if (options->log != RLC_LOG_UNTOUCHED)
			rlc_log_level_set(options->log);
		manager->libcamera.backend =
			rlc_libcamera_open(options, &manager->libcamera_info, &manager->libcamera.self);
	}
	*handle = manager->handle = opened;
	unlock(manager);
	return 0;
}

int rlc_manager_close(uint64_t handle)
{
	struct manager *manager = lock(handle);
	if (manager == NULL)
		return -EBADF;
	rlc_cameras_close_of(handle);
	if (manager->libcamera.backend != NULL)
		rlc_libcamera_close();
	if (manager->simulated.backend != NULL)
		manager->simulated.backend->close(manager->simulated.self);
	rlc_events_close(handle);
	manager->handle = 0;
	unlock(manager);
	return 0;
}

int rlc_manager_libcamera(uint64_t handle, rlc_libcamera_info *info)
{
	int ret = RLC_CHECK_STRUCT(info, "info");
	if (ret != 0)
		return ret;
	struct manager *manager = lock(handle);
	if (manager == NULL)
		return -EBADF;
	*info = manager->libcamera_info;
	unlock(manager);
	return 0;
}

/* Adds the cameras of one kind behind the COUNT there are already. */
static int add_cameras(const struct system *system, rlc_camera_info *infos, uint32_t capacity, uint32_t *count)
{
	rlc_error error = { "" };
	uint32_t there = 0;

	if (system->backend == NULL)
		return 0;
	uint32_t used = *count < capacity ? *count : capacity;
	int ret = system->backend->cameras(system->self, infos == NULL ? NULL : infos + used, capacity - used, &there,
					   &error);
	if (ret != 0)
		return rlc_fail_backend(ret, &error, "listing the cameras");
	*count += there;
	return 0;
}

int rlc_manager_cameras(uint64_t handle, rlc_camera_info *infos, uint32_t capacity, uint32_t *count)
{
	uint32_t there = 0;

	int ret = RLC_CHECK_LIST(infos, capacity, count, "infos");
	if (ret != 0)
		return ret;

	struct manager *manager = lock(handle);
	if (manager == NULL)
		return -EBADF;
	ret = add_cameras(&manager->libcamera, infos, capacity, &there);
	if (ret == 0)
		ret = add_cameras(&manager->simulated, infos, capacity, &there);
	unlock(manager);
	if (ret == 0)
		*count = there;
	return ret;
}

/* The kind of camera that ID belongs to, or NULL with the last error set: -ENODEV. */
static const struct system *system_of(const struct manager *manager, const char *id)
{
	if (rlc_simulated_id(id)) {
		if (manager->simulated.backend != NULL)
			return &manager->simulated;
		rlc_fail(-ENODEV, "no camera \"%s\": the manager was opened without simulated cameras", id);
		return NULL;
	}
	if (manager->libcamera.backend != NULL)
		return &manager->libcamera;
	rlc_fail(-ENODEV, "no camera \"%s\": %s", id,
		 manager->libcamera_info.state == RLC_LIBCAMERA_LEFT_OUT ? "the manager was opened without libcamera"
									 : manager->libcamera_info.message);
	return NULL;
}

int rlc_manager_open_camera(uint64_t handle, const char *id, uint64_t *camera)
{
	rlc_error error = { "" };
	void *backend_camera = NULL;
	int ret = -ENODEV;

	struct manager *manager = lock(handle);
	if (manager == NULL)
		return -EBADF;
	const struct system *system = system_of(manager, id);
	if (system != NULL) {
		ret = system->backend->camera_open(system->self, id, &backend_camera, &error);
		if (ret != 0)
			rlc_fail_backend(ret, &error, "opening the camera");
		else
			ret = rlc_camera_adopt(handle, system->backend, backend_camera, id, camera);
	}
	unlock(manager);
	return ret;
}
