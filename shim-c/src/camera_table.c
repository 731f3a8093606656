/* SPDX-License-Identifier: Apache-2.0 */
#include "camera_table.h"

#include <errno.h>
#include <string.h>

#include "error.h"
#include "handle.h"
#include "simulated.h"

#define MAX_CAMERAS 256u

static struct rlc_camera cameras[MAX_CAMERAS] = { [0 ... MAX_CAMERAS - 1] = { .lifecycle = PTHREAD_MUTEX_INITIALIZER,
									      .queueing = PTHREAD_MUTEX_INITIALIZER } };

static pthread_mutex_t acquisition = PTHREAD_MUTEX_INITIALIZER;

/* Of the last handle given out; atomic. */
static uint64_t serial;

static int closed(void)
{
	return rlc_fail(-EBADF, "the camera is closed, or this is no camera's handle");
}

struct rlc_camera *rlc_camera_lock(uint64_t handle)
{
	int index = rlc_handle_index(handle, RLC_HANDLE_CAMERA, MAX_CAMERAS);

	if (index >= 0) {
		pthread_mutex_lock(&cameras[index].lifecycle);
		if (cameras[index].handle == handle)
			return &cameras[index];
		pthread_mutex_unlock(&cameras[index].lifecycle);
	}
	closed();
	return NULL;
}

void rlc_camera_unlock(struct rlc_camera *camera)
{
	pthread_mutex_unlock(&camera->lifecycle);
}

void rlc_camera_set_state(struct rlc_camera *camera, enum rlc_camera_state state)
{
	pthread_mutex_lock(&camera->queueing);
	camera->state = state;
	pthread_mutex_unlock(&camera->queueing);
}

void rlc_camera_set_handle(struct rlc_camera *camera, uint64_t handle)
{
	pthread_mutex_lock(&camera->queueing);
	camera->handle = handle;
	pthread_mutex_unlock(&camera->queueing);
}

/* The manager that CAMERA belongs to, 0 for a free entry. Does not wait for what the camera is doing. */
static uint64_t manager_of(struct rlc_camera *camera)
{
	pthread_mutex_lock(&camera->queueing);
	uint64_t manager = camera->handle != 0 ? camera->manager : 0;
	pthread_mutex_unlock(&camera->queueing);
	return manager;
}

/* Locks CAMERA if it belongs to MANAGER; the lifecycle mutex of another manager's may be held for as long as a stop takes. */
static bool lock_of(struct rlc_camera *camera, uint64_t manager)
{
	if (manager_of(camera) != manager)
		return false;
	pthread_mutex_lock(&camera->lifecycle);
	if (manager_of(camera) == manager)
		return true;
	rlc_camera_unlock(camera);
	return false;
}

/* A free entry with its lifecycle mutex held. */
static struct rlc_camera *lock_free_entry(void)
{
	for (uint32_t i = 0; i < MAX_CAMERAS; i++)
		if (lock_of(&cameras[i], 0))
			return &cameras[i];
	return NULL;
}

int rlc_camera_adopt(uint64_t manager, const rlc_backend *backend, void *backend_camera, const char *id,
		     uint64_t *handle)
{
	struct rlc_camera *camera = lock_free_entry();
	if (camera == NULL) {
		backend->camera_close(backend_camera);
		return rlc_fail(-EMFILE, "%u cameras are open, more are not possible", MAX_CAMERAS);
	}
	camera->backend = backend;
	camera->backend_camera = backend_camera;
	camera->manager = manager;
	strcpy(camera->id, id);
	rlc_camera_set_state(camera, AVAILABLE);
	uint64_t next = __atomic_add_fetch(&serial, 1, __ATOMIC_RELAXED);
	*handle = rlc_handle(next, RLC_HANDLE_CAMERA, (uint32_t)(camera - cameras));
	rlc_camera_set_handle(camera, *handle);
	rlc_camera_unlock(camera);
	return 0;
}

/* Whether both ids name the same camera: a simulated one's options do not count. */
static bool same_camera(const char *a, const char *b)
{
	if (!rlc_simulated_id(a) || !rlc_simulated_id(b))
		return strcmp(a, b) == 0;
	size_t length = strcspn(a, "?");
	return length == strcspn(b, "?") && memcmp(a, b, length) == 0;
}

bool rlc_camera_claim(struct rlc_camera *camera)
{
	bool free = true;

	pthread_mutex_lock(&acquisition);
	for (uint32_t i = 0; i < MAX_CAMERAS && free; i++)
		free = !cameras[i].acquired || !same_camera(cameras[i].id, camera->id);
	camera->acquired = free;
	pthread_mutex_unlock(&acquisition);
	return free;
}

void rlc_camera_unclaim(struct rlc_camera *camera)
{
	pthread_mutex_lock(&acquisition);
	camera->acquired = false;
	pthread_mutex_unlock(&acquisition);
}

void rlc_camera_each_of(uint64_t manager, void (*visit)(struct rlc_camera *camera))
{
	for (uint32_t i = 0; i < MAX_CAMERAS; i++)
		if (lock_of(&cameras[i], manager))
			visit(&cameras[i]);
}

struct rlc_camera *rlc_camera_lock_queueing(uint64_t handle)
{
	int index = rlc_handle_index(handle, RLC_HANDLE_CAMERA, MAX_CAMERAS);

	if (index >= 0) {
		pthread_mutex_lock(&cameras[index].queueing);
		if (cameras[index].handle == handle)
			return &cameras[index];
		pthread_mutex_unlock(&cameras[index].queueing);
	}
	closed();
	return NULL;
}
