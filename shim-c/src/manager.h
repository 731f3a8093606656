/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RLC_MANAGER_H
#define RLC_MANAGER_H

#include "backend.h"

#define RLC_MAX_MANAGERS 64u

/*
 * Opens the camera ID with the backend that it belongs to and puts it in the table of cameras, with the manager held open
 * meanwhile: a manager that closes sees every camera that was opened. Or returns why there is no camera.
 */
int rlc_manager_open_camera(uint64_t manager, const char *id, uint64_t *camera);

#endif /* RLC_MANAGER_H */
