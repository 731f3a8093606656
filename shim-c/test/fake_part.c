/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A libcamera part without a libcamera. Its camera "fake" works and completes nothing; "fake:<function>" fails there.
 * FAKE_OPEN_FAILS: the camera system does not start. FAKE_VERSION: of the backend, where it is another one.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend.h"
#include "ring.h"

#ifndef FAKE_VERSION
#define FAKE_VERSION RLC_BACKEND_VERSION
#endif

struct fake {
	char id[RLC_ID_SIZE];
	rlc_ring *ring;
};

static int opens, closes;

/* Whether the camera is one that fails in FUNCTION. */
static bool fails(const struct fake *fake, const char *function, rlc_error *error)
{
	const char *where = strchr(fake->id, ':');
	if (where == NULL || strcmp(where + 1, function) != 0)
		return false;
	if (error != NULL)
		snprintf(error->message, sizeof(error->message), "the fake %s fails", function);
	return true;
}

/* What a camera system tells while it starts. */
static __attribute__((unused)) void tell(const rlc_host *host)
{
	static const char *const lines[] = {
		"[0:00:01.000000000] [12]  INFO Camera manager.cpp:327 version 9.9\n",
		"[0:00:01.000000000] [12]  WARN IPA ipa.cpp:1 [odd] text\n",
		"[10:59:01.000000000] [12] ERROR V4L2 v4l2.cpp:2 'dev': gone\n",
		"[0:00:01.000000000] [12] DEBUG Request request.cpp:3 two\nlines\n",
		"not a line",
		"\n",
	};
	rlc_camera_info info = { .size = sizeof(info), .kind = RLC_KIND_LIBCAMERA, .id = "fake" };
	char endless[4096];

	host->camera(RLC_EVENT_ADDED, &info);
	if (host->log == NULL)
		return;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		host->log(lines[i], strlen(lines[i]));
	memset(endless, '[', sizeof(endless));
	host->log(endless, sizeof(endless));
}

static int fake_open(void **self, char version[RLC_NAME_SIZE], const rlc_host *host, rlc_error *error)
{
	*self = &opens;
#ifdef FAKE_OPEN_FAILS
	(void)host;
	snprintf(error->message, sizeof(error->message), "the fake camera system does not start");
	version[0] = '\0';
	return -EIO;
#else
	(void)error;
	opens++;
	tell(host);
	snprintf(version, RLC_NAME_SIZE, "opened %d, closed %d", opens, closes);
	return 0;
#endif
}

static void fake_close(void *self)
{
	closes += self == &opens;
}

static int fake_cameras(void *self, rlc_camera_info *infos, uint32_t capacity, uint32_t *count, rlc_error *error)
{
	(void)self;
	(void)error;
	*count = 1;
	if (capacity > 0) {
		infos[0].kind = RLC_KIND_LIBCAMERA;
		strcpy(infos[0].id, "fake");
	}
	return 0;
}

static int fake_camera_open(void *self, const char *id, void **camera, rlc_error *error)
{
	(void)self;
	if (strncmp(id, "fake", 4) != 0) {
		snprintf(error->message, sizeof(error->message), "no fake camera \"%s\"", id);
		return -ENODEV;
	}
	struct fake *fake = calloc(1, sizeof(*fake));
	strcpy(fake->id, id);
	*camera = fake;
	return 0;
}

static void fake_camera_close(void *camera)
{
	free(camera);
}

static int fake_acquire(void *camera, rlc_error *error)
{
	return fails(camera, "acquire", error) ? -EBUSY : 0;
}

static int fake_release(void *camera, rlc_error *error)
{
	return fails(camera, "release", error) ? -EIO : 0;
}

static int fake_configure(void *camera, rlc_configuration *configuration, const rlc_plane *planes, rlc_error *error)
{
	(void)planes;
	configuration->slot_count = fails(camera, "slots", NULL) ? RLC_MAX_SLOTS + 1 : 4;
	return fails(camera, "configure", error) ? -ENOMEM : 0;
}

static void fake_unconfigure(void *camera)
{
	(void)camera;
}

static int fake_start(void *camera, struct rlc_ring *ring, rlc_error *error)
{
	struct fake *fake = camera;
	fake->ring = ring;
	return fails(camera, "start", error) ? -EIO : 0;
}

static int fake_queue(void *camera, uint32_t slot, const void *controls, uint32_t size, rlc_error *error)
{
	struct fake *fake = camera;
	(void)slot;
	(void)controls;
	(void)size;
	if (fails(camera, "disconnect", NULL))
		rlc_ring_disconnect(fake->ring);
	return fails(camera, "queue", error) ? -EIO : 0;
}

static int fake_stop(void *camera, rlc_error *error)
{
	return fails(camera, "stop", error) ? -EIO : 0;
}

static int fake_control_name(void *camera, uint32_t control, char *buffer, size_t size)
{
	(void)camera;
	snprintf(buffer, size, "libcamera::Control%u", control);
	return 0;
}

__attribute__((visibility("default"))) const rlc_backend *rlc_libcamera_part(const char **compiled_version);

const rlc_backend *rlc_libcamera_part(const char **compiled_version)
{
	static const rlc_backend backend = {
		.size = sizeof(rlc_backend),
		.version = FAKE_VERSION,
		.open = fake_open,
		.close = fake_close,
		.cameras = fake_cameras,
		.camera_open = fake_camera_open,
		.camera_close = fake_camera_close,
		.acquire = fake_acquire,
		.release = fake_release,
		.configure = fake_configure,
		.unconfigure = fake_unconfigure,
		.start = fake_start,
		.queue = fake_queue,
		.stop = fake_stop,
		.control_name = fake_control_name,
	};
	*compiled_version = "9.9.1";
	return &backend;
}
