/* SPDX-License-Identifier: Apache-2.0 */
#include "part_file.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool ends_within(uint64_t offset, uint64_t length, uint64_t size)
{
	return offset <= size && length <= size - offset;
}

static bool is_whole(int fd, uint64_t size)
{
	ElfW(Ehdr) header;
	ElfW(Phdr) program;

	if (pread(fd, &header, sizeof(header), 0) != (ssize_t)sizeof(header) ||
	    memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_phentsize != sizeof(program) ||
	    !ends_within(header.e_shoff, (uint64_t)header.e_shnum * header.e_shentsize, size))
		return false;
	for (uint32_t i = 0; i < header.e_phnum; i++) {
		off_t offset = (off_t)(header.e_phoff + (uint64_t)i * sizeof(program));
		if (pread(fd, &program, sizeof(program), offset) != (ssize_t)sizeof(program) ||
		    !ends_within(program.p_offset, program.p_filesz, size))
			return false;
	}
	return true;
}

int rlc_part_file_check(const char *path, rlc_error *error)
{
	struct stat status;
	int ret = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 || fstat(fd, &status) != 0)
		ret = rlc_error_set(error, -errno, "%s: %s", path, strerror(errno));
	else if (!is_whole(fd, (uint64_t)status.st_size))
		ret = rlc_error_set(error, -ENOEXEC, "%s: damaged or cut short, no whole ELF file", path);
	if (fd >= 0)
		close(fd);
	return ret;
}
