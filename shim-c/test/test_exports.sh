#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The shim exports exactly the functions of its header. Argument: the shim.
here=$(cd "$(dirname "$0")" && pwd)
declared=$(sed -n 's/^RLC_API .*[ *]\(rlc_[a-z_]*\)(.*/\1/p' "$here/../include/reactor_libcamera.h" | sort)
exported=$("${NM:-nm}" -D --defined-only "$1" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort)
if [ -n "$declared" ] && [ "$declared" = "$exported" ]; then
	echo "ok     exactly the $(echo "$declared" | wc -l) functions of the header are exported"
	echo "1 passed, 0 failed"
else
	printf 'declared:\n%s\nexported:\n%s\n' "$declared" "$exported" >&2
	echo "0 passed, 1 failed"
	exit 1
fi
