/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file that stands where a libcamera part is looked for. What passes for a whole ELF file must be one in so far as all that its
 * header and its program headers name lies within it: the dynamic loader, which comes next, takes their word.
 */
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "part_file.h"

static void check_whole(const uint8_t *data, size_t size)
{
	ElfW(Ehdr) header;
	ElfW(Phdr) program;

	MUST(size >= sizeof(header));
	memcpy(&header, data, sizeof(header));
	MUST(memcmp(header.e_ident, ELFMAG, SELFMAG) == 0);
	for (uint32_t i = 0; i < header.e_phnum; i++) {
		MUST(header.e_phoff <= size && (i + 1) * sizeof(program) <= size - header.e_phoff);
		memcpy(&program, data + header.e_phoff + i * sizeof(program), sizeof(program));
		MUST(program.p_offset <= size && program.p_filesz <= size - program.p_offset);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	rlc_error error = { "" };
	char path[64];

	int fd = memfd_create("part", MFD_CLOEXEC);
	MUST(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	int ret = rlc_part_file_check(path, &error);
	MUST(ret <= 0 && (ret == 0) == (error.message[0] == '\0'));
	if (ret == 0)
		check_whole(data, size);
	close(fd);
	return 0;
}
