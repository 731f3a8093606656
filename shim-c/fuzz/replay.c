/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target on the files of the folders that are named, without libFuzzer. */
#include <dirent.h>

#include "fuzz.h"

static void replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	static uint8_t buffer[1 << 16];

	MUST(file != NULL);
	size_t size = fread(buffer, 1, sizeof(buffer), file);
	fclose(file);
	/* As long as the input is, so that a look beyond it is noticed. */
	uint8_t *input = malloc(size);
	MUST(input != NULL || size == 0);
	if (size != 0)
		memcpy(input, buffer, size);
	LLVMFuzzerTestOneInput(input, size);
	free(input);
}

int main(int count, char **folders)
{
	int passed = 0;

	for (int i = 1; i < count; i++) {
		DIR *folder = opendir(folders[i]);
		MUST(folder != NULL);
		for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
			char path[4096];
			if (entry->d_name[0] == '.')
				continue;
			snprintf(path, sizeof(path), "%s/%s", folders[i], entry->d_name);
			replay(path);
			passed++;
		}
		closedir(folder);
	}
	printf("%d passed, 0 failed\n", passed);
	return passed > 0 ? 0 : 1;
}
