#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compiles the libcamera part and its smoke test, and runs it:
#   part_smoke.sh BUILD_DIR [CAMERA-ID [FRAMES]]      (extra compiler flags, such as -fsanitize=address, in CXXFLAGS)
set -euo pipefail
build=${1:?usage: part_smoke.sh BUILD_DIR [CAMERA-ID [FRAMES]]}
shift
shim=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$build"
read -ra extra <<<"${CXXFLAGS:-}"
read -ra cflags <<<"$(pkg-config --cflags libcamera)"
read -ra libs <<<"$(pkg-config --libs libcamera)"
flags=(-std=c++17 -O2 -g -Wall -Wextra -Werror -I"$shim/include" -I"$shim/src" ${extra[@]+"${extra[@]}"})
objects=()
for source in "$shim"/src/libcamera_*.cpp; do
	object="$build/$(basename "$source" .cpp).o"
	g++ "${flags[@]}" -fPIC -fvisibility=hidden "${cflags[@]}" -c "$source" -o "$object"
	objects+=("$object")
done
echo '{ global: rlc_libcamera_part; local: *; };' >"$build/part.map"
g++ "${flags[@]}" -shared "${objects[@]}" -Wl,--version-script="$build/part.map" "${libs[@]}" -o "$build/part.so"
g++ "${flags[@]}" "${cflags[@]}" "$shim/test/part_smoke.cpp" -o "$build/part_smoke" "${libs[@]}" -ldl -pthread
exec "$build/part_smoke" "$build/part.so" "$@"
