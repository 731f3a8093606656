/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a loaded libcamera is one that the part was compiled for. */
#ifndef RLC_LIBCAMERA_VERSION_H
#define RLC_LIBCAMERA_VERSION_H

#include <cstdio>
#include <string>

namespace rlc
{

struct Version {
	unsigned int major, minor, patch;
};

/*
 * The ABI of libcamera is that of its soname: major.minor, and before 0.1 the full version. Distributions append to the
 * version, as in "0.7.1+rpt20260205". One that is no number tells nothing; the loader has compared the sonames.
 */
inline bool sameAbi(const Version &compiled, const std::string &runtime)
{
	Version version = {};
	const int fields = std::sscanf(runtime.c_str(), "%u.%u.%u", &version.major, &version.minor, &version.patch);
	if (fields < 2)
		return true;
	if (version.major != compiled.major || version.minor != compiled.minor)
		return false;
	return version.major > 0 || version.minor > 0 || fields < 3 || version.patch == compiled.patch;
}

} /* namespace rlc */

#endif /* RLC_LIBCAMERA_VERSION_H */
