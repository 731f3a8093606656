/* SPDX-License-Identifier: Apache-2.0 */
#include "camera.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>

#include "camera_table.h"
#include "configuration.h"
#include "control_list.h"
#include "error.h"
#include "imported.h"
#include "manager.h"
#include "ring_memory.h"

static const char *state_text(const struct rlc_camera *camera)
{
	static const char *const texts[] = { "available", "acquired", "configured", "running", "stopping" };
	return texts[camera->state];
}

/* ---- Open and close -------------------------------------------------------------------------------------------------- */

int rlc_camera_open(uint64_t manager, const char *id, uint64_t *camera)
{
	if (id == NULL || camera == NULL)
		return rlc_fail(-EINVAL, "%s is null", id == NULL ? "id" : "camera");
	if (id[0] == '\0' || strnlen(id, RLC_ID_SIZE) == RLC_ID_SIZE)
		return rlc_fail(-EINVAL, "a camera's id has 1 to %u characters", RLC_ID_SIZE - 1);
	return rlc_manager_open_camera(manager, id, camera);
}

/* CONFIGURED -> ACQUIRED. */
static void unconfigure(struct rlc_camera *camera)
{
	rlc_camera_set_state(camera, ACQUIRED);
	camera->backend->unconfigure(camera->backend_camera);
	rlc_ring_destroy(&camera->ring);
}

/* RUNNING -> CONFIGURED, also where the backend says it failed: there is nothing else left to be done about it. */
static int stop(struct rlc_camera *camera)
{
	rlc_error error = { "" };

	/* Waits for a queue() that has begun and refuses the next; the backend itself is stopped without that mutex. */
	rlc_camera_set_state(camera, STOPPING);
	int ret = camera->backend->stop(camera->backend_camera, &error);
	rlc_camera_set_state(camera, CONFIGURED);
	return ret == 0 ? 0 : rlc_fail_backend(ret, &error, "stopping the camera");
}

/* ACQUIRED or CONFIGURED -> AVAILABLE. */
static int release(struct rlc_camera *camera)
{
	rlc_error error = { "" };

	if (camera->state == CONFIGURED)
		unconfigure(camera);
	int ret = camera->backend->release(camera->backend_camera, &error);
	rlc_camera_set_state(camera, AVAILABLE);
	rlc_camera_unclaim(camera);
	return ret == 0 ? 0 : rlc_fail_backend(ret, &error, "releasing the camera");
}

/* With lifecycle held, which is released. */
static void close_and_unlock(struct rlc_camera *camera)
{
	if (camera->state == RUNNING)
		stop(camera);
	if (camera->state != AVAILABLE)
		release(camera);
	/* Before the entry is free, so that nobody who looks for one waits here. */
	camera->backend->camera_close(camera->backend_camera);
	rlc_camera_set_handle(camera, 0);
	rlc_camera_unlock(camera);
}

int rlc_camera_close(uint64_t handle)
{
	struct rlc_camera *camera = rlc_camera_lock(handle);
	if (camera == NULL)
		return -EBADF;
	close_and_unlock(camera);
	return 0;
}

void rlc_cameras_close_of(uint64_t manager)
{
	rlc_camera_each_of(manager, close_and_unlock);
}

/* ---- In any state ---------------------------------------------------------------------------------------------------- */

int rlc_camera_info_get(uint64_t handle, rlc_camera_info *info)
{
	rlc_error error = { "" };

	int ret = RLC_CHECK_STRUCT(info, "info");
	if (ret != 0)
		return ret;
	struct rlc_camera *camera = rlc_camera_lock(handle);
	if (camera == NULL)
		return -EBADF;
	ret = camera->backend->info(camera->backend_camera, info, &error);
	rlc_camera_unlock(camera);
	return ret == 0 ? 0 : rlc_fail_backend(ret, &error, "describing the camera");
}

int rlc_camera_formats(uint64_t handle, uint32_t role, rlc_format *formats, uint32_t capacity, uint32_t *count)
{
	rlc_error error = { "" };
	uint32_t there = 0;

	int ret = RLC_CHECK_LIST(formats, capacity, count, "formats");
	if (ret == 0)
		ret = rlc_check_role(role);
	if (ret != 0)
		return ret;

	struct rlc_camera *camera = rlc_camera_lock(handle);
	if (camera == NULL)
		return -EBADF;
	ret = camera->backend->formats(camera->backend_camera, role, formats, capacity, &there, &error);
	rlc_camera_unlock(camera);
	if (ret != 0)
		return rlc_fail_backend(ret, &error, "listing the formats");
	*count = there;
	return 0;
}

int rlc_camera_validate(uint64_t handle, rlc_configuration *configuration)
{
	rlc_error error = { "" };

	int ret = rlc_check_configuration(configuration);
	if (ret != 0)
		return ret;
	struct rlc_camera *camera = rlc_camera_lock(handle);
	if (camera == NULL)
		return -EBADF;
	rlc_configuration result = *configuration;
	result.adjusted = 0;
	ret = camera->backend->validate(camera->backend_camera, &result, &error);
	rlc_camera_unlock(camera);
	if (ret != 0)
		return rlc_fail_backend(ret, &error, "validating the configuration");
	*configuration = result;
	return 0;
}

/* ---- From state to state --------------------------------------------------------------------------------------------- */

/* Runs CALL with the camera's lifecycle mutex held. */
static int locked(uint64_t handle, int (*call)(struct rlc_camera *camera))
{
	struct rlc_camera *camera = rlc_camera_lock(handle);
	if (camera == NULL)
		return -EBADF;
	int ret = call(camera);
	rlc_camera_unlock(camera);
	return ret;
}

static int acquire(struct rlc_camera *camera)
{
	rlc_error error = { "" };

	if (camera->state != AVAILABLE || !rlc_camera_claim(camera))
		return rlc_fail(-EBUSY, "the camera %s is acquired already, by this process", camera->id);
	int ret = camera->backend->acquire(camera->backend_camera, &error);
	if (ret != 0) {
		rlc_camera_unclaim(camera);
		return rlc_fail_backend(ret, &error, "acquiring the camera");
	}
	rlc_camera_set_state(camera, ACQUIRED);
	return 0;
}

int rlc_camera_acquire(uint64_t handle)
{
	return locked(handle, acquire);
}

static int configure(struct rlc_camera *camera, rlc_configuration *configuration, const rlc_plane *planes)
{
	rlc_error error = { "" };
	rlc_configuration result = *configuration;

	if (camera->state != ACQUIRED && camera->state != CONFIGURED)
		return rlc_fail(-EACCES, "a camera is configured when it is acquired and not running; this one is %s",
				state_text(camera));
	if (camera->state == CONFIGURED)
		unconfigure(camera);
	result.adjusted = 0;
	int ret = camera->backend->configure(camera->backend_camera, &result, planes, &error);
	if (ret != 0)
		return rlc_fail_backend(ret, &error, "configuring the camera");
	if (result.slot_count < 1 || result.slot_count > RLC_MAX_SLOTS)
		ret = rlc_error_set(&error, -EINVAL, "the camera has %u requests: 1 to %u are possible",
				    result.slot_count, RLC_MAX_SLOTS);
	else
		ret = rlc_ring_create(&camera->ring, result.slot_count, &error);
	if (ret != 0) {
		camera->backend->unconfigure(camera->backend_camera);
		return rlc_fail_backend(ret, &error, "configuring the camera");
	}
	*configuration = camera->configuration = result;
	rlc_camera_set_state(camera, CONFIGURED);
	return 0;
}

static int lock_and_configure(uint64_t handle, rlc_configuration *configuration, const rlc_plane *planes)
{
	struct rlc_camera *camera = rlc_camera_lock(handle);
	if (camera == NULL)
		return -EBADF;
	int ret = configure(camera, configuration, planes);
	rlc_camera_unlock(camera);
	return ret;
}

int rlc_camera_configure(uint64_t handle, rlc_configuration *configuration)
{
	int ret = rlc_check_configuration(configuration);
	if (ret != 0)
		return ret;
	if (configuration->memory == RLC_MEMORY_IMPORTED)
		return rlc_fail(-EINVAL, "imported buffers are given to rlc_camera_configure_imported()");
	return lock_and_configure(handle, configuration, NULL);
}

int rlc_camera_configure_imported(uint64_t handle, rlc_configuration *configuration, const rlc_plane *planes,
				  uint32_t plane_count)
{
	int ret = rlc_check_configuration(configuration);
	if (ret == 0)
		ret = rlc_check_imported(configuration, planes, plane_count);
	return ret != 0 ? ret : lock_and_configure(handle, configuration, planes);
}

static int start(struct rlc_camera *camera)
{
	rlc_error error = { "" };
	rlc_ring *ring = &camera->ring;

	if (camera->state != CONFIGURED)
		return rlc_fail(-EACCES, "a camera is started when it is configured; this one is %s",
				state_text(camera));
	if (!rlc_ring_has_room(ring, camera->configuration.slot_count))
		return rlc_fail(-EAGAIN,
				"too many completions of earlier starts are unread: read the ring, then start");
	memset(ring->queued, 0, sizeof(ring->queued));
	ring->generation++;
	__atomic_store_n(&ring->header->generation, ring->generation, __ATOMIC_SEQ_CST);
	int ret = camera->backend->start(camera->backend_camera, ring, &error);
	if (ret != 0)
		return rlc_fail_backend(ret, &error, "starting the camera");
	rlc_camera_set_state(camera, RUNNING);
	return 0;
}

int rlc_camera_start(uint64_t handle)
{
	return locked(handle, start);
}

static int stop_if_running(struct rlc_camera *camera)
{
	if (camera->state == RUNNING)
		return stop(camera);
	if (camera->state == CONFIGURED)
		return 0;
	return rlc_fail(-EACCES, "a camera is stopped when it is running; this one is %s", state_text(camera));
}

int rlc_camera_stop(uint64_t handle)
{
	return locked(handle, stop_if_running);
}

static int release_if_acquired(struct rlc_camera *camera)
{
	if (camera->state == RUNNING)
		return rlc_fail(-EBUSY, "the camera is running: stop it, then release it");
	return camera->state == AVAILABLE ? 0 : release(camera);
}

int rlc_camera_release(uint64_t handle)
{
	return locked(handle, release_if_acquired);
}

/* ---- Configured and running ------------------------------------------------------------------------------------------ */

static bool has_ring(const struct rlc_camera *camera)
{
	return camera->state == CONFIGURED || camera->state == RUNNING;
}

int rlc_camera_ring(uint64_t handle, int *fd, uint64_t *size)
{
	int ret = 0;

	if (fd == NULL || size == NULL)
		return rlc_fail(-EINVAL, "%s is null", fd == NULL ? "fd" : "size");
	struct rlc_camera *camera = rlc_camera_lock(handle);
	if (camera == NULL)
		return -EBADF;
	if (has_ring(camera)) {
		*fd = camera->ring.fd;
		*size = camera->ring.size;
	} else {
		ret = rlc_fail(-EACCES, "a camera has a ring when it is configured; this one is %s",
			       state_text(camera));
	}
	rlc_camera_unlock(camera);
	return ret;
}

static int plane(struct rlc_camera *camera, uint32_t slot, uint32_t stream, uint32_t plane, rlc_plane *out)
{
	rlc_error error = { "" };
	const rlc_configuration *configuration = &camera->configuration;

	if (!has_ring(camera))
		return rlc_fail(-EACCES, "a camera has buffers when it is configured; this one is %s",
				state_text(camera));
	if (slot >= configuration->slot_count)
		return rlc_fail(-EINVAL, "no slot %u: there are %u", slot, configuration->slot_count);
	if (stream >= configuration->stream_count)
		return rlc_fail(-EINVAL, "no stream %u: there are %u", stream, configuration->stream_count);
	if (plane >= configuration->streams[stream].plane_count)
		return rlc_fail(-EINVAL, "no plane %u: stream %u has %u", plane, stream,
				configuration->streams[stream].plane_count);
	out->flags = 0;
	int ret = camera->backend->plane(camera->backend_camera, slot, stream, plane, out, &error);
	if (ret != 0)
		return rlc_fail_backend(ret, &error, "describing a plane");
	if (rlc_is_dma_buf(out->fd))
		out->flags |= RLC_PLANE_DMA_BUF;
	return 0;
}

int rlc_camera_plane(uint64_t handle, uint32_t slot, uint32_t stream, uint32_t plane_index, rlc_plane *out)
{
	int ret = RLC_CHECK_STRUCT(out, "out");
	if (ret != 0)
		return ret;
	struct rlc_camera *camera = rlc_camera_lock(handle);
	if (camera == NULL)
		return -EBADF;
	ret = plane(camera, slot, stream, plane_index, out);
	rlc_camera_unlock(camera);
	return ret;
}

/* ---- Hot path -------------------------------------------------------------------------------------------------------- */

#define NO_FENCE (-1)

/* With queueing held: the camera cannot stop meanwhile, so its ring and its slots are there. */
static int queue(struct rlc_camera *camera, uint32_t slot, const void *controls, uint32_t size, int fence)
{
	rlc_ring *ring = &camera->ring;
	uint32_t unqueued = 0;
	rlc_error error;

	if (camera->state != RUNNING)
		return rlc_fail(-EACCES, "requests are queued while the camera is running; this one is %s",
				state_text(camera));
	if (slot >= camera->configuration.slot_count)
		return rlc_fail(-EINVAL, "no slot %u: there are %u", slot, camera->configuration.slot_count);
	if (__atomic_load_n(&ring->header->disconnected, __ATOMIC_SEQ_CST) != 0)
		return rlc_fail(-ENODEV, "the camera %s is disconnected", camera->id);
	if (fence != NO_FENCE && camera->backend->queue_fenced == NULL)
		return rlc_fail(-ENOTSUP, "the camera %s knows no fences", camera->id);
	/* Pairs with the completion's release of the flag, which precedes its record. */
	if (!__atomic_compare_exchange_n(&ring->queued[slot], &unqueued, 1, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		return rlc_fail(-EBUSY, "slot %u is queued already", slot);
	error.message[0] = '\0'; /* enough, and on the hot path */
	const rlc_backend *backend = camera->backend;
	int ret = fence == NO_FENCE
			  ? backend->queue(camera->backend_camera, slot, controls, size, &error)
			  : backend->queue_fenced(camera->backend_camera, slot, controls, size, fence, &error);
	if (ret != 0) {
		__atomic_store_n(&ring->queued[slot], 0u, __ATOMIC_RELEASE);
		return rlc_fail_backend(ret, &error, "queueing a request");
	}
	return 0;
}

static int lock_and_queue(uint64_t handle, uint32_t slot, const void *controls, uint32_t size, int fence)
{
	struct rlc_camera *camera = rlc_camera_lock_queueing(handle);
	if (camera == NULL)
		return -EBADF;
	int ret = queue(camera, slot, controls, size, fence);
	pthread_mutex_unlock(&camera->queueing);
	return ret;
}

int rlc_camera_queue(uint64_t handle, uint32_t slot)
{
	return lock_and_queue(handle, slot, NULL, 0, NO_FENCE);
}

static int copy_and_queue(uint64_t handle, uint32_t slot, const void *controls, uint64_t size, int fence)
{
	/* A copy, so that what was checked is what the backend sees. */
	_Alignas(8) uint8_t copy[RLC_CONTROLS_SIZE];

	if (controls == NULL && size != 0)
		return rlc_fail(-EINVAL, "controls is null, its size is %llu", (unsigned long long)size);
	if (size > sizeof(copy))
		return rlc_fail(-EINVAL, "a list of controls has at most %zu bytes, not %llu", sizeof(copy),
				(unsigned long long)size);
	if (size != 0)
		memcpy(copy, controls, size);
	int ret = rlc_control_list_check(copy, size);
	return ret != 0 ? ret : lock_and_queue(handle, slot, copy, (uint32_t)size, fence);
}

int rlc_camera_queue_controls(uint64_t handle, uint32_t slot, const void *controls, uint64_t size)
{
	return copy_and_queue(handle, slot, controls, size, NO_FENCE);
}

int rlc_camera_queue_fenced(uint64_t handle, uint32_t slot, const void *controls, uint64_t size, int fence)
{
	if (fcntl(fence, F_GETFD) < 0)
		return rlc_fail(-EBADF, "the fence, descriptor %d, is not open", fence);
	return copy_and_queue(handle, slot, controls, size, fence);
}
