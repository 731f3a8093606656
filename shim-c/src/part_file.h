/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RLC_PART_FILE_H
#define RLC_PART_FILE_H

#include "error.h"

/*
 * Whether PATH is an ELF file for this machine that is long enough for what its headers promise. The dynamic loader maps what the headers promise without a look at the
 * file's length, so a truncated file would be a bus error in dlopen(). 0, or -ENOEXEC or another errno with a sentence.
 */
int rlc_part_file_check(const char *path, rlc_error *error);

#endif /* RLC_PART_FILE_H */
