/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names: the id of a camera with its options, and behind a 0 that of a control. What is opened must be the camera that the id begins
 * with, and its frame rate one that the options can ask for; what is found must bear the name that was looked for.
 */
#include <stdbool.h>

#include "fuzz.h"

/* A copy that ends where the name does, so that a look beyond it is noticed. */
static char *name_of(const uint8_t *data, size_t length)
{
	char *name = malloc(length + 1);
	MUST(name != NULL);
	memcpy(name, data, length);
	name[length] = '\0';
	return name;
}

static void check_camera(uint64_t camera, const char *id)
{
	rlc_configuration configuration = { .size = sizeof(configuration), .stream_count = 1 };
	rlc_camera_info info = { .size = sizeof(info) };

	MUST(rlc_camera_info_get(camera, &info) == 0);
	MUST(strncmp(id, info.id, strlen(info.id)) == 0);
	MUST(strchr("?", id[strlen(info.id)]) != NULL);
	configuration.streams[0].role = RLC_ROLE_VIEWFINDER;
	MUST(rlc_camera_validate(camera, &configuration) == 0);
	bool unpaced = configuration.frame_duration_ns == 0;
	MUST(unpaced == (strstr(id, "unpaced") != NULL));
	MUST(unpaced || (configuration.frame_duration_ns >= 1000000 && configuration.frame_duration_ns <= 1000000000));
}

static void find_control(uint64_t camera, const char *name)
{
	rlc_control_info info = { .size = sizeof(info) };

	if (fuzz_try(rlc_control_find(camera, name, &info)) != 0)
		return;
	size_t found = strlen(info.name), length = strlen(name);
	MUST(length <= found && strcmp(info.name + found - length, name) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint64_t any;
	uint64_t camera = 0;

	if (any == 0)
		MUST(rlc_camera_open(fuzz_manager(), "simulated:noise", &any) == 0);
	size_t length = strnlen((const char *)data, size);
	char *id = name_of(data, length);
	if (fuzz_try(rlc_camera_open(fuzz_manager(), id, &camera)) == 0)
		check_camera(camera, id);
	if (length < size) {
		char *control = name_of(data + length + 1, size - length - 1);
		find_control(camera != 0 ? camera : any, control);
		free(control);
	}
	if (camera != 0)
		MUST(rlc_camera_close(camera) == 0);
	free(id);
	return 0;
}
