/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the shim asks of a kind of camera: the simulated one (simulated.c) and libcamera's (libcamera_part.cpp, a shared object
 * of its own). The shim has checked handles, states, slot numbers and struct sizes before it calls; a backend checks what only
 * it can know. Calls on one camera are serialised, but for queue(), which may run beside any of them except start(), stop() and
 * those that are legal only when the camera is stopped.
 */
#ifndef RLC_BACKEND_H
#define RLC_BACKEND_H

#include "reactor_libcamera.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RLC_BACKEND_VERSION 4u

/* Where a backend puts a sentence when it returns a negative errno. */
typedef struct rlc_error {
	char message[RLC_MESSAGE_SIZE];
} rlc_error;

struct rlc_ring; /* ring.h */

/* What a backend tells without being asked, on any thread. Both only queue. */
typedef struct rlc_host {
	/* TYPE is RLC_EVENT_ADDED or RLC_EVENT_REMOVED. */
	void (*camera)(uint32_t type, const rlc_camera_info *camera);
	/* A line of libcamera's log, as it writes them. NULL: the log is to be left alone. */
	void (*log)(const char *text, size_t length);
} rlc_host;

typedef struct rlc_backend {
	uint32_t size;
	uint32_t version; /* RLC_BACKEND_VERSION */

	/*
	 * Starts the camera system; *self is passed to the next three. version: of the library at run time. HOST is a constant.
	 */
	int (*open)(void **self, char version[RLC_NAME_SIZE], const rlc_host *host, rlc_error *error);
	void (*close)(void *self);
	int (*cameras)(void *self, rlc_camera_info *infos, uint32_t capacity, uint32_t *count, rlc_error *error);
	int (*camera_open)(void *self, const char *id, void **camera, rlc_error *error);

	void (*camera_close)(void *camera);
	int (*info)(void *camera, rlc_camera_info *info, rlc_error *error);
	int (*formats)(void *camera, uint32_t role, rlc_format *formats, uint32_t capacity, uint32_t *count,
		       rlc_error *error);
	int (*validate)(void *camera, rlc_configuration *configuration, rlc_error *error);
	int (*acquire)(void *camera, rlc_error *error);
	int (*release)(void *camera, rlc_error *error);
	/*
	 * Configures, and makes slot_count requests with their buffers: of PLANES, in the order of rlc_camera_configure_imported(),
	 * if the memory is imported. After an error nothing is left allocated.
	 */
	int (*configure)(void *camera, rlc_configuration *configuration, const rlc_plane *planes, rlc_error *error);
	/* Frees the requests and buffers that configure made. */
	void (*unconfigure)(void *camera);
	int (*plane)(void *camera, uint32_t slot, uint32_t stream, uint32_t plane, rlc_plane *out, rlc_error *error);
	/* Completions go to RING until stop() returns. */
	int (*start)(void *camera, struct rlc_ring *ring, rlc_error *error);
	/* CONTROLS: SIZE bytes that rlc_control_list_check() has passed, the caller's again on return. */
	int (*queue)(void *camera, uint32_t slot, const void *controls, uint32_t size, rlc_error *error);
	/* When it returns, nothing more is written to the ring. */
	int (*stop)(void *camera, rlc_error *error);
	int (*control_name)(void *camera, uint32_t control, char *buffer, size_t size);
	/* NAME is a full one, "libcamera::ExposureTime". */
	int (*control_find)(void *camera, const char *name, rlc_control_info *info, rlc_error *error);
	int (*controls)(void *camera, rlc_control_info *infos, uint32_t capacity, uint32_t *count, rlc_error *error);
	int (*enumerators)(void *camera, rlc_enumerator *enumerators, uint32_t capacity, uint32_t *count,
			   rlc_error *error);
	/* KIND is one of enum rlc_names. */
	int (*control_names)(void *camera, uint32_t kind, rlc_named_control *names, uint32_t capacity, uint32_t *count,
			     rlc_error *error);
	/* -ENOSPC without a sentence: CAPACITY is too little. */
	int (*properties)(void *camera, void *list, uint32_t capacity, uint32_t *size, rlc_error *error);
	/* As queue(), once FENCE can be read from, which is the caller's. NULL where there are no fences. */
	int (*queue_fenced)(void *camera, uint32_t slot, const void *controls, uint32_t size, int fence,
			    rlc_error *error);
} rlc_backend;

const rlc_backend *rlc_simulated_backend(void);

/* The one symbol of a libcamera part, found by dlsym(). */
#define RLC_PART_ENTRY "rlc_libcamera_part"
typedef const rlc_backend *(*rlc_part_entry)(const char **compiled_version);

#ifdef __cplusplus
}
#endif

#endif /* RLC_BACKEND_H */
