/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of a simulated camera before it is used. */
#ifndef RLC_SIMULATED_PROPERTIES_H
#define RLC_SIMULATED_PROPERTIES_H

#include "backend.h"

/* Width and height of the sensor. */
#define RLC_SIMULATED_PIXELS 8192u

/* By its pattern: options that a handle was opened with do not make it another camera. */
void rlc_simulated_describe(const char *pattern, uint32_t number, rlc_camera_info *info);

/* Counts as control_names() of the backend's table does, of which properties() is. */
int rlc_simulated_property_names(rlc_named_control *names, uint32_t capacity, uint32_t *count);
int rlc_simulated_properties(void *camera, void *list, uint32_t capacity, uint32_t *size, rlc_error *error);

#endif /* RLC_SIMULATED_PROPERTIES_H */
