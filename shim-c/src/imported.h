/* SPDX-License-Identifier: Apache-2.0 */
/* Buffers that a caller brings along. */
#ifndef RLC_IMPORTED_H
#define RLC_IMPORTED_H

#include <stdbool.h>

#include "reactor_libcamera.h"

/* What can be said of the planes of rlc_camera_configure_imported() without asking a camera. Memory that could shrink is sealed. */
int rlc_check_imported(const rlc_configuration *configuration, const rlc_plane *planes, uint32_t plane_count);

bool rlc_is_dma_buf(int fd);

#endif /* RLC_IMPORTED_H */
