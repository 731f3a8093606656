/* SPDX-License-Identifier: Apache-2.0 */
/* A libcamera of a version that nobody has. */
int fake_libcamera(void);

int fake_libcamera(void)
{
	return 0;
}
