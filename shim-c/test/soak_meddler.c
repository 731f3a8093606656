/* SPDX-License-Identifier: Apache-2.0 */
/* Meddlers: they look at cameras that are others', and take those away for a moment that nobody has. */
#include "soak.h"

static void look(uint64_t camera, uint32_t *seed)
{
	rlc_configuration configuration = soak_make_configuration(seed);
	rlc_control_info control = { .size = sizeof(control) }, controls[8] = { { 0 } };
	rlc_camera_info info = { .size = sizeof(info) };
	rlc_format formats[2] = { { .size = sizeof(formats[0]) }, { .size = sizeof(formats[1]) } };
	rlc_plane plane = { .size = sizeof(plane) };
	char name[RLC_NAME_SIZE];
	uint64_t size;
	uint32_t count;
	int fd;

	for (int i = 0; i < 8; i++)
		controls[i].size = sizeof(controls[i]);
	switch (below(seed, 9)) {
	case 0:
		MAY(rlc_camera_info_get(camera, &info), -EBADF);
		break;
	case 1:
		MAY(rlc_camera_formats(camera, RLC_ROLE_VIEWFINDER, formats, 2, &count), -EBADF);
		break;
	case 2:
		MAY(rlc_camera_controls(camera, controls, 8, &count), -EBADF);
		break;
	case 3:
		MAY(rlc_control_find(camera, one_in(seed, 2) ? "Brightness" : "Nothing", &control), -EBADF, -ENOENT);
		break;
	case 4:
		MAY(rlc_control_name(camera, below(seed, 9), name, sizeof(name)), -EBADF, -ENOENT);
		break;
	case 5:
		MAY(rlc_camera_validate(camera, &configuration), -EBADF, -ENODEV);
		break;
	case 6:
		MAY(rlc_camera_plane(camera, below(seed, 9), 0, 0, &plane), -EBADF, -EACCES, -EINVAL);
		break;
	case 7:
		MAY(rlc_camera_ring(camera, &fd, &size), -EBADF, -EACCES);
		break;
	default:
		MAY(rlc_camera_acquire(camera), -EBADF, -EBUSY, -ENODEV);
	}
}

/* Takes the camera away from its owner, who waits for it, and uses it for a moment. */
static void compete(const struct soak_thread *meddler, uint32_t *seed)
{
	rlc_configuration configuration = soak_make_configuration(seed);
	uint64_t camera = 0;
	char id[RLC_ID_SIZE];

	soak_make_id(id, below(seed, PATTERNS), seed);
	if (MAY(rlc_camera_open(meddler->manager, id, &camera), -ENODEV) != 0)
		return;
	if (MAY(rlc_camera_acquire(camera), -EBUSY, -ENODEV) == 0 &&
	    MAY(rlc_camera_configure(camera, &configuration), -ENODEV) == 0 &&
	    MAY(rlc_camera_start(camera), -EIO, -ENODEV) == 0) {
		MAY(rlc_camera_queue(camera, 0), -ENODEV);
		if (one_in(seed, 2))
			MUST(rlc_camera_stop(camera) == 0, "%s", last_error());
	}
	MUST(rlc_camera_close(camera) == 0, "%s", last_error());
}

/* A manager that closes takes its cameras along. */
static void open_and_close(uint32_t pattern)
{
	const rlc_manager_options options = { .size = sizeof(options), .simulated = 1 };
	rlc_camera_info infos[PATTERNS] = { { 0 } };
	uint64_t manager = 0, camera = 0;
	uint32_t count = 0;
	char id[RLC_ID_SIZE];

	for (uint32_t i = 0; i < PATTERNS; i++)
		infos[i].size = sizeof(infos[i]);
	snprintf(id, sizeof(id), "simulated:%s", soak_patterns[pattern]);
	MUST(rlc_manager_open(&options, &manager) == 0, "%s", last_error());
	MUST(rlc_manager_cameras(manager, infos, PATTERNS, &count) == 0 && count <= PATTERNS, "%u cameras", count);
	bool opened = MAY(rlc_camera_open(manager, id, &camera), -ENODEV) == 0;
	MUST(rlc_manager_close(manager) == 0, "%s", last_error());
	MUST(!opened || rlc_camera_close(camera) == -EBADF, "a camera outlives its manager");
}

void *soak_meddle(void *argument)
{
	struct soak_thread *meddler = argument;
	uint32_t *seed = &meddler->seed;

	while (load(&soak_over) == 0) {
		uint32_t pattern = below(seed, PATTERNS);
		if (one_in(seed, 50))
			compete(meddler, seed);
		else if (one_in(seed, 20))
			open_and_close(pattern);
		else
			look(__atomic_load_n(&soak_cameras[pattern], __ATOMIC_SEQ_CST), seed);
		COUNT(meddlings);
		usleep(below(seed, 100));
	}
	return NULL;
}
