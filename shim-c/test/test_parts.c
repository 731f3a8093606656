/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding and loading the libcamera part, and what the shim does with a backend that fails. A part that was loaded stays for
 * the life of its process, so every case runs in a process of its own.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "session.h"

#define PART "/reactor-libcamera-part-9.9.so"

/* Runs CASE_ in a child and takes over whether its checks held. */
static void in_child(void (*case_)(void))
{
	int status = -1;

	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		case_();
		fflush(stderr);
		_exit(check_ok ? 0 : 1);
	}
	waitpid(child, &status, 0);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		check_complain("the child ended with status %#x\n", status);
}

#define IN_CHILD(name)                                                                                                 \
	static void name##_case(void);                                                                                 \
	static void name(void)                                                                                         \
	{                                                                                                              \
		in_child(name##_case);                                                                                 \
	}                                                                                                              \
	static void name##_case(void)

static uint64_t open_with(const char *folder, rlc_libcamera_info *info)
{
	rlc_manager_options options = { .size = sizeof(options), .simulated = 1, .libcamera = 1 };
	uint64_t manager = 0;

	snprintf(options.part_directory, sizeof(options.part_directory), "%s", folder);
	*info = (rlc_libcamera_info){ .size = sizeof(*info) };
	CHECK_EQ(rlc_manager_open(&options, &manager), 0);
	CHECK_EQ(rlc_manager_libcamera(manager, info), 0);
	CHECK_EQ(info->size, sizeof(*info));
	CHECK((info->state == RLC_LIBCAMERA_READY) == (info->message[0] == '\0'));
	return manager;
}

static uint64_t open_camera(const char *id)
{
	rlc_libcamera_info info;
	uint64_t manager = open_with(PARTS "/good", &info), camera = 0;
	CHECK_EQ(rlc_camera_open(manager, id, &camera), 0);
	return camera;
}

static int configure(uint64_t camera)
{
	rlc_configuration configuration = configuration_of("", 0, 0, 0);
	return rlc_camera_configure(camera, &configuration);
}

IN_CHILD(managers_share_one_camera_system)
{
	rlc_libcamera_info info;
	uint64_t first = open_with(PARTS "/good", &info);
	CHECK_EQ(info.state, RLC_LIBCAMERA_READY);
	CHECK(strcmp(info.runtime_version, "opened 1, closed 0") == 0);
	CHECK(strcmp(info.compiled_version, "9.9.1") == 0);

	uint64_t second = open_with("/nowhere", &info);
	CHECK(strcmp(info.runtime_version, "opened 1, closed 0") == 0);
	CHECK_EQ(rlc_manager_close(first), 0);
	uint64_t third = open_with(PARTS "/good", &info);
	CHECK(strcmp(info.runtime_version, "opened 1, closed 0") == 0);
	CHECK_EQ(rlc_manager_close(second), 0);
	CHECK_EQ(rlc_manager_close(third), 0);
	uint64_t fourth = open_with(PARTS "/good", &info);
	CHECK(strcmp(info.runtime_version, "opened 2, closed 1") == 0);
	CHECK_EQ(rlc_manager_close(fourth), 0);
}

IN_CHILD(cameras_of_libcamera_come_first)
{
	rlc_libcamera_info info;
	uint64_t manager = open_with(PARTS "/good", &info), camera = 0;
	rlc_camera_info infos[3];
	uint32_t count = 0;

	for (int i = 0; i < 3; i++)
		infos[i] = (rlc_camera_info){ .size = sizeof(infos[i]) };
	CHECK_EQ(rlc_manager_cameras(manager, infos, 2, &count), 0);
	CHECK_EQ(count, 4);
	CHECK(strcmp(infos[0].id, "fake") == 0);
	CHECK(strcmp(infos[1].id, "simulated:bars") == 0);
	CHECK(infos[2].id[0] == '\0');
	CHECK_EQ(rlc_manager_cameras(manager, infos, 0, &count), 0);
	CHECK_EQ(count, 4);
	CHECK_EQ(rlc_camera_open(manager, "other", &camera), -ENODEV);
	CHECK_CONTAINS(last_error(), "no fake camera \"other\"");
	CHECK_EQ(rlc_manager_close(manager), 0);
}

IN_CHILD(a_camera_system_that_does_not_start)
{
	rlc_libcamera_info info;
	uint64_t manager = open_with(PARTS "/failing", &info), camera = 0;
	uint32_t count = 0;

	CHECK_EQ(info.state, RLC_LIBCAMERA_FAILED);
	CHECK_CONTAINS(info.message, "the fake camera system does not start");
	CHECK_EQ(rlc_manager_cameras(manager, NULL, 0, &count), 0);
	CHECK_EQ(count, 3);
	CHECK_EQ(rlc_camera_open(manager, "fake", &camera), -ENODEV);
	CHECK_CONTAINS(last_error(), "does not start");
	CHECK_EQ(rlc_manager_close(manager), 0);
}

IN_CHILD(a_part_of_another_build)
{
	rlc_libcamera_info info;
	uint64_t manager = open_with(PARTS "/foreign", &info);

	CHECK_EQ(info.state, RLC_LIBCAMERA_FAILED);
	CHECK_CONTAINS(info.message, "another version of this library");
	CHECK_EQ(rlc_manager_close(manager), 0);
}

/* The folder with the fake libcamera is named to the search for people only: the dynamic loader has read its path already. */
IN_CHILD(a_part_for_another_libcamera)
{
	rlc_libcamera_info info;

	setenv("LD_LIBRARY_PATH", PARTS, 1);
	uint64_t manager = open_with(PARTS "/homeless", &info);
	CHECK_EQ(info.state, RLC_LIBCAMERA_OTHER_VERSION);
	CHECK(strcmp(info.compiled_version, "9.9") == 0);
	CHECK(strcmp(info.runtime_version, "9.9") == 0);
	CHECK_CONTAINS(info.message, "built for libcamera 9.9");
	CHECK_CONTAINS(info.message, "make -C shim-c");
	CHECK_CONTAINS(info.message, "libcamera-dev");
	CHECK_EQ(rlc_manager_close(manager), 0);
}

IN_CHILD(no_part_and_no_folder)
{
	rlc_libcamera_info info;
	uint64_t manager = open_with(PARTS "/nowhere", &info);

	CHECK_EQ(info.state, RLC_LIBCAMERA_NO_PART);
	CHECK_CONTAINS(info.message, PARTS "/nowhere");
	CHECK_EQ(rlc_manager_close(manager), 0);
	manager = open_with(PARTS "/go[o]d", &info); /* no pattern */
	CHECK_EQ(info.state, RLC_LIBCAMERA_NO_PART);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

/* Copies the first LENGTH bytes of a good part to FOLDER. */
static bool copy_part(const char *folder, size_t length)
{
	char path[512];
	static char content[1 << 20];
	int from = open(PARTS "/good" PART, O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "%s" PART, folder);
	int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool ok = from >= 0 && to >= 0 && read(from, content, length) == (ssize_t)length &&
		  write(to, content, length) == (ssize_t)length;
	close(from);
	close(to);
	return ok;
}

static void check_damaged(const char *folder)
{
	rlc_libcamera_info info;
	uint64_t manager = open_with(folder, &info);
	CHECK_EQ(info.state, RLC_LIBCAMERA_FAILED);
	CHECK_CONTAINS(info.message, PART);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

IN_CHILD(a_damaged_part)
{
	char folder[] = "/tmp/rlc-parts-XXXXXX", path[512];
	struct stat status;

	REQUIRE(mkdtemp(folder) != NULL && stat(PARTS "/good" PART, &status) == 0);
	snprintf(path, sizeof(path), "%s" PART, folder);
	for (size_t length = 0; length < (size_t)status.st_size; length += 997) {
		CHECK(copy_part(folder, length));
		check_damaged(folder);
	}
	FILE *text = fopen(path, "w");
	fputs("#!/bin/sh\n", text);
	fclose(text);
	check_damaged(folder);
	unlink(path);
	CHECK_EQ(symlink("/nowhere", path), 0);
	rlc_libcamera_info info;
	CHECK_EQ(rlc_manager_close(open_with(folder, &info)), 0);
	CHECK_EQ(info.state, RLC_LIBCAMERA_FAILED);
	unlink(path);
	rmdir(folder);
}

IN_CHILD(the_folder_of_the_library_itself)
{
	rlc_libcamera_info info;
	uint64_t manager = open_with("", &info);
	CHECK(info.state != RLC_LIBCAMERA_LEFT_OUT);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

/* ---- A backend that fails -------------------------------------------------------------------------------------------- */

IN_CHILD(a_refused_request_can_be_queued_again)
{
	uint64_t camera = open_camera("fake:queue");

	CHECK_EQ(rlc_camera_acquire(camera), 0);
	CHECK_EQ(configure(camera), 0);
	CHECK_EQ(rlc_camera_start(camera), 0);
	CHECK_EQ(rlc_camera_queue(camera, 0), -EIO);
	CHECK_CONTAINS(last_error(), "the fake queue fails");
	CHECK_EQ(rlc_camera_queue(camera, 0), -EIO);
	CHECK_EQ(rlc_camera_close(camera), 0);
}

IN_CHILD(a_disconnected_camera_takes_no_request)
{
	uint64_t camera = open_camera("fake:disconnect");

	CHECK_EQ(rlc_camera_acquire(camera), 0);
	CHECK_EQ(configure(camera), 0);
	CHECK_EQ(rlc_camera_start(camera), 0);
	CHECK_EQ(rlc_camera_queue(camera, 0), 0);
	CHECK_EQ(rlc_camera_queue(camera, 0), -ENODEV);
	CHECK_EQ(rlc_camera_queue(camera, 1), -ENODEV);
	CHECK_CONTAINS(last_error(), "disconnected");
	CHECK_EQ(rlc_camera_stop(camera), 0);
	/* A camera that is gone stays gone for this configuration, whatever the backend makes of a start. */
	CHECK_EQ(rlc_camera_start(camera), 0);
	CHECK_EQ(rlc_camera_queue(camera, 0), -ENODEV);
	CHECK_EQ(rlc_camera_stop(camera), 0);
	CHECK_EQ(rlc_camera_close(camera), 0);
}

IN_CHILD(failures_leave_the_state_before)
{
	uint64_t camera = open_camera("fake:acquire");
	CHECK_EQ(rlc_camera_acquire(camera), -EBUSY);
	CHECK_CONTAINS(last_error(), "the fake acquire fails");
	CHECK_EQ(rlc_camera_acquire(camera), -EBUSY);
	CHECK_CONTAINS(last_error(), "the fake acquire fails");
	CHECK_EQ(configure(camera), -EACCES);

	camera = open_camera("fake:configure");
	CHECK_EQ(rlc_camera_acquire(camera), 0);
	CHECK_EQ(configure(camera), -ENOMEM);
	CHECK_EQ(rlc_camera_start(camera), -EACCES);
	CHECK_EQ(configure(camera), -ENOMEM);
	CHECK_EQ(rlc_camera_close(camera), 0);

	camera = open_camera("fake:slots");
	CHECK_EQ(rlc_camera_acquire(camera), 0);
	CHECK_EQ(configure(camera), -EINVAL);
	CHECK_CONTAINS(last_error(), "65 requests");
	CHECK_EQ(rlc_camera_close(camera), 0);

	camera = open_camera("fake:start");
	CHECK_EQ(rlc_camera_acquire(camera), 0);
	CHECK_EQ(configure(camera), 0);
	CHECK_EQ(rlc_camera_start(camera), -EIO);
	CHECK_EQ(rlc_camera_queue(camera, 0), -EACCES);
	CHECK_EQ(rlc_camera_stop(camera), 0);
	CHECK_EQ(rlc_camera_close(camera), 0);
}

IN_CHILD(a_stop_or_release_that_fails_is_told_and_done_with)
{
	uint64_t camera = open_camera("fake:stop");
	CHECK_EQ(rlc_camera_acquire(camera), 0);
	CHECK_EQ(configure(camera), 0);
	CHECK_EQ(rlc_camera_start(camera), 0);
	CHECK_EQ(rlc_camera_stop(camera), -EIO);
	CHECK_EQ(rlc_camera_stop(camera), 0);
	CHECK_EQ(rlc_camera_start(camera), 0);
	CHECK_EQ(rlc_camera_close(camera), 0);

	camera = open_camera("fake:release");
	CHECK_EQ(rlc_camera_acquire(camera), 0);
	CHECK_EQ(rlc_camera_release(camera), -EIO);
	CHECK_EQ(rlc_camera_release(camera), 0);
	CHECK_EQ(rlc_camera_acquire(camera), 0);
	CHECK_EQ(rlc_camera_close(camera), 0);
}

int main(void)
{
	RUN(managers_share_one_camera_system);
	RUN(cameras_of_libcamera_come_first);
	RUN(a_camera_system_that_does_not_start);
	RUN(a_part_of_another_build);
	RUN(a_part_for_another_libcamera);
	RUN(no_part_and_no_folder);
	RUN(a_damaged_part);
	RUN(the_folder_of_the_library_itself);
	RUN(a_refused_request_can_be_queued_again);
	RUN(a_disconnected_camera_takes_no_request);
	RUN(failures_leave_the_state_before);
	RUN(a_stop_or_release_that_fails_is_told_and_done_with);
	return check_summary();
}
