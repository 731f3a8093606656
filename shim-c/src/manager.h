/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RLC_MANAGER_H
#define RLC_MANAGER_H

#include "backend.h"

/*
 * Opens the camera ID with the backend that it belongs to and gives it to ADOPT with the manager held open meanwhile:
 * a manager that closes sees every camera that was adopted. Returns what ADOPT returns, or why there is no camera.
 */
typedef int (*rlc_camera_adopt)(uint64_t manager, const rlc_backend *backend, void *backend_camera, const char *id,
				uint64_t *camera);
int rlc_manager_open_camera(uint64_t manager, const char *id, rlc_camera_adopt adopt, uint64_t *camera);

#endif /* RLC_MANAGER_H */
