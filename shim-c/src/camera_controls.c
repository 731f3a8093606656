/* SPDX-License-Identifier: Apache-2.0 */
/* Which controls and properties a camera has, by name and by number. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "camera_table.h"
#include "configuration.h"
#include "error.h"

int rlc_control_name(uint64_t handle, uint32_t control, char *buffer, uint64_t size)
{
	char name[RLC_NAME_SIZE] = "";

	if (buffer == NULL)
		return rlc_fail(-EINVAL, "buffer is null");
	struct rlc_camera *camera = rlc_camera_lock(handle);
	if (camera == NULL)
		return -EBADF;
	int ret = camera->backend->control_name(camera->backend_camera, control, name, sizeof(name));
	rlc_camera_unlock(camera);
	if (ret != 0)
		return rlc_fail(ret, "no control has the number %u", control);
	if (strlen(name) >= size)
		return rlc_fail(-ENOSPC, "a name of %zu characters needs a larger buffer than %llu", strlen(name),
				(unsigned long long)size);
	strcpy(buffer, name);
	return 0;
}

/* NAME in full: libcamera's own controls need not be named with their namespace. */
static int full_name(const char *name, char out[RLC_NAME_SIZE])
{
	if (name == NULL)
		return rlc_fail(-EINVAL, "name is null");
	int length = snprintf(out, RLC_NAME_SIZE, "%s%s", strstr(name, "::") == NULL ? "libcamera::" : "", name);
	if (name[0] == '\0' || length < 0 || (uint32_t)length >= RLC_NAME_SIZE)
		return rlc_fail(-EINVAL, "a control's name has 1 to %u characters, with its namespace",
				RLC_NAME_SIZE - 1);
	return 0;
}

int rlc_control_find(uint64_t handle, const char *name, rlc_control_info *info)
{
	rlc_error error = { "" };
	rlc_control_info found = { .size = sizeof(found) };
	char full[RLC_NAME_SIZE];

	int ret = full_name(name, full);
	if (ret == 0)
		ret = RLC_CHECK_STRUCT(info, "info");
	if (ret != 0)
		return ret;
	struct rlc_camera *camera = rlc_camera_lock(handle);
	if (camera == NULL)
		return -EBADF;
	ret = camera->backend->control_find(camera->backend_camera, full, &found, &error);
	rlc_camera_unlock(camera);
	if (ret != 0)
		return rlc_fail_backend(ret, &error, "looking up a control");
	*info = found;
	return 0;
}

int rlc_camera_controls(uint64_t handle, rlc_control_info *infos, uint32_t capacity, uint32_t *count)
{
	rlc_error error = { "" };
	uint32_t there = 0;

	int ret = RLC_CHECK_LIST(infos, capacity, count, "infos");
	if (ret != 0)
		return ret;

	struct rlc_camera *camera = rlc_camera_lock(handle);
	if (camera == NULL)
		return -EBADF;
	ret = camera->backend->controls(camera->backend_camera, infos, capacity, &there, &error);
	rlc_camera_unlock(camera);
	if (ret != 0)
		return rlc_fail_backend(ret, &error, "listing the controls");
	*count = there;
	return 0;
}

int rlc_camera_enumerators(uint64_t handle, rlc_enumerator *enumerators, uint32_t capacity, uint32_t *count)
{
	rlc_error error = { "" };
	uint32_t there = 0;

	int ret = RLC_CHECK_LIST(enumerators, capacity, count, "enumerators");
	if (ret != 0)
		return ret;

	struct rlc_camera *camera = rlc_camera_lock(handle);
	if (camera == NULL)
		return -EBADF;
	ret = camera->backend->enumerators(camera->backend_camera, enumerators, capacity, &there, &error);
	rlc_camera_unlock(camera);
	if (ret != 0)
		return rlc_fail_backend(ret, &error, "listing the names of values");
	*count = there;
	return 0;
}

int rlc_camera_control_names(uint64_t handle, uint32_t kind, rlc_named_control *names, uint32_t capacity,
			     uint32_t *count)
{
	rlc_error error = { "" };
	uint32_t there = 0;

	int ret = RLC_CHECK_LIST(names, capacity, count, "names");
	if (ret != 0)
		return ret;
	if (kind != RLC_NAMES_CONTROLS && kind != RLC_NAMES_PROPERTIES)
		return rlc_fail(-EINVAL, "%u is no kind of names", kind);

	struct rlc_camera *camera = rlc_camera_lock(handle);
	if (camera == NULL)
		return -EBADF;
	ret = camera->backend->control_names(camera->backend_camera, kind, names, capacity, &there, &error);
	rlc_camera_unlock(camera);
	if (ret != 0)
		return rlc_fail_backend(ret, &error, "listing the names of controls");
	*count = there;
	return 0;
}

int rlc_camera_properties(uint64_t handle, void *list, uint64_t capacity, uint64_t *size)
{
	rlc_error error = { "" };
	uint32_t written = 0;

	if (list == NULL || size == NULL)
		return rlc_fail(-EINVAL, "%s is null", list == NULL ? "list" : "size");
	if ((uintptr_t)list % 8 != 0)
		return rlc_fail(-EINVAL, "the list is not aligned to 8 bytes");
	struct rlc_camera *camera = rlc_camera_lock(handle);
	if (camera == NULL)
		return -EBADF;
	int ret =
		camera->backend->properties(camera->backend_camera, list,
					    capacity < UINT32_MAX ? (uint32_t)capacity : UINT32_MAX, &written, &error);
	rlc_camera_unlock(camera);
	if (ret == -ENOSPC)
		return rlc_fail(ret, "the properties are more than %llu bytes", (unsigned long long)capacity);
	if (ret != 0)
		return rlc_fail_backend(ret, &error, "reading the properties");
	*size = written;
	return 0;
}
