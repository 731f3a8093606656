/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A webcam of the USB video class, as a program: the device end of QEMU's "usb-redir". The kernel of the virtual machine cannot tell
 * it from hardware, and being plugged in and out are real events of USB.
 *
 *   uvc-camera USB-SOCKET COMMAND-SOCKET INDEX
 *
 * Both are sockets of QEMU's. The second carries lines, which camctl writes in the guest:
 *
 *   plug | unplug
 *   freeze | resume   no pictures, and pictures again, while it stays plugged in
 *   fail              a USB error: the transfers under way fail, then the stream goes on
 *
 * Ends with the virtual machine.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "usb.h"
#include "video.h"

/* QEMU may still be starting: tries for half a minute. */
static int connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(address.sun_path)) {
		fprintf(stderr, "uvc-camera: a socket's path is at most %zu characters long, unlike %s\n",
			sizeof(address.sun_path) - 1, path);
		exit(2);
	}
	strcpy(address.sun_path, path);
	for (int i = 0; i < 300; i++) {
		int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0) {
			fcntl(fd, F_SETFL, O_NONBLOCK);
			return fd;
		}
		if (fd >= 0)
			close(fd);
		usleep(100000);
	}
	fprintf(stderr, "uvc-camera: cannot connect to %s\n", path);
	exit(1);
}

static void obey(const char *command)
{
	if (strcmp(command, "plug") == 0)
		usb_plug(true);
	else if (strcmp(command, "unplug") == 0)
		usb_plug(false);
	else if (strcmp(command, "freeze") == 0)
		video_freeze(true);
	else if (strcmp(command, "resume") == 0)
		video_freeze(false);
	else if (strcmp(command, "fail") == 0)
		usb_fail();
	else
		fprintf(stderr, "uvc-camera: unknown command: %s\n", command);
}

/* False when the virtual machine is gone. */
static bool read_commands(int fd)
{
	static char line[64];
	static size_t used;
	char bytes[256];

	const ssize_t count = read(fd, bytes, sizeof(bytes));
	if (count <= 0)
		return count < 0 && (errno == EAGAIN || errno == EINTR);
	for (ssize_t i = 0; i < count; i++) {
		if (bytes[i] == '\n') {
			line[used] = '\0';
			used = 0;
			obey(line);
		} else if (used < sizeof(line) - 1) {
			line[used++] = bytes[i];
		}
	}
	return true;
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: uvc-camera USB-SOCKET COMMAND-SOCKET INDEX\n");
		return 2;
	}
	struct pollfd sockets[] = { { .fd = connect_to(argv[1]) }, { .fd = connect_to(argv[2]), .events = POLLIN } };
	usb_open(sockets[0].fd, (unsigned int)atoi(argv[3]));

	for (int64_t wait; usb_write(&wait);) {
		const struct timespec time = { wait / 1000000000, wait % 1000000000 };
		sockets[0].events = usb_has_more_to_write() ? POLLIN | POLLOUT : POLLIN;
		if (ppoll(sockets, 2, wait < 0 ? NULL : &time, NULL) < 0 && errno != EINTR)
			return 1;
		if ((sockets[0].revents & (POLLIN | POLLHUP)) != 0 && !usb_read())
			break;
		if (sockets[1].revents != 0 && !read_commands(sockets[1].fd))
			break;
	}
	return 0;
}
