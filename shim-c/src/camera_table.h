/* SPDX-License-Identifier: Apache-2.0 */
/* The open cameras: their handles, their locks, and who has acquired which. What they do is in camera.c. */
#ifndef RLC_CAMERA_TABLE_H
#define RLC_CAMERA_TABLE_H

#include <pthread.h>
#include <stdbool.h>

#include "backend.h"
#include "ring.h"

enum rlc_camera_state { AVAILABLE, ACQUIRED, CONFIGURED, RUNNING, STOPPING };

/*
 * Entries are never freed and their mutexes never destroyed, so a late call with a closed handle touches nothing stale.
 *
 * `lifecycle` serialises everything but the queueing of requests and is held while a backend works, stop() included.
 * `queueing` is held by what queues them, from its look at the state to the backend's queue(), so that a state which was
 * changed under it is seen by every later queue(). It is never held across another call of a backend, and no completion
 * takes either. Order: manager, lifecycle, then queueing or acquisition.
 */
struct rlc_camera {
	pthread_mutex_t lifecycle;
	pthread_mutex_t queueing;
	uint64_t handle; /* 0: free. Written with both mutexes held, read with one of them */
	enum rlc_camera_state state; /* likewise */
	const rlc_backend *backend; /* written while the handle is 0 */
	void *backend_camera; /* likewise */
	uint64_t manager; /* likewise */
	bool acquired; /* guarded by the mutex `acquisition`, as is the id while this is set */
	char id[RLC_ID_SIZE];
	rlc_ring ring; /* has memory while CONFIGURED or beyond */
	rlc_configuration configuration; /* in use while CONFIGURED or beyond */
};

/* Puts an open camera of BACKEND in the table, or closes it: -EMFILE where the table is full. */
int rlc_camera_adopt(uint64_t manager, const rlc_backend *backend, void *backend_camera, const char *id,
		     uint64_t *handle);

/* The camera of HANDLE with its lifecycle mutex held, or NULL with the last error set to -EBADF. */
struct rlc_camera *rlc_camera_lock(uint64_t handle);
void rlc_camera_unlock(struct rlc_camera *camera);

/* The same with its queueing mutex, which the caller unlocks. */
struct rlc_camera *rlc_camera_lock_queueing(uint64_t handle);

/* Visits every camera of MANAGER with its lifecycle mutex held, which VISIT releases. */
void rlc_camera_each_of(uint64_t manager, void (*visit)(struct rlc_camera *camera));

/* With lifecycle held. A handle of 0 frees the entry. */
void rlc_camera_set_state(struct rlc_camera *camera, enum rlc_camera_state state);
void rlc_camera_set_handle(struct rlc_camera *camera, uint64_t handle);

/* Marks CAMERA as acquired; false if another handle of this process has acquired the same camera. */
bool rlc_camera_claim(struct rlc_camera *camera);
void rlc_camera_unclaim(struct rlc_camera *camera);

#endif /* RLC_CAMERA_TABLE_H */
