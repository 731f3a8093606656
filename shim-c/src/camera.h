/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RLC_CAMERA_H
#define RLC_CAMERA_H

#include <stdint.h>

/* Closes every camera of MANAGER, whose mutex the caller holds. */
void rlc_cameras_close_of(uint64_t manager);

#endif /* RLC_CAMERA_H */
