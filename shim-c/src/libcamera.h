/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds and loads the libcamera part that fits the installed libcamera, and shares its one CameraManager between all
 * managers of the process: a second one would abort it. Thread-safe.
 */
#ifndef RLC_LIBCAMERA_H
#define RLC_LIBCAMERA_H

#include "backend.h"

/*
 * The backend, and in *SELF its camera system, started by the first caller; or NULL. INFO tells how it went.
 * OPTIONS have the folder of the parts, and what the first caller wants with the log. A part that was loaded stays for the life of
 * the process.
 */
const rlc_backend *rlc_libcamera_open(const rlc_manager_options *options, rlc_libcamera_info *info, void **self);

/* Undoes one successful rlc_libcamera_open(); the last one stops libcamera's CameraManager. */
void rlc_libcamera_close(void);

#endif /* RLC_LIBCAMERA_H */
