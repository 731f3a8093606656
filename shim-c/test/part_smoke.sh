#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compiles the libcamera part and its smoke test, and runs it:
#   part_smoke.sh BUILD_DIR [CAMERA-ID [FRAMES]]
# With PART=FILE it takes that part instead of compiling one. The compiler is CXX, with CXXFLAGS such as -fsanitize=address; the test
# is run by RUN, an emulator, where CXX is a cross compiler.
set -euo pipefail
build=${1:?usage: part_smoke.sh BUILD_DIR [CAMERA-ID [FRAMES]]}
shift
shim=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$build"
part=${PART:-$build/part.so}
read -ra run <<<"${RUN:-}"
read -ra extra <<<"${CXXFLAGS:-}"
read -ra cflags <<<"$(pkg-config --cflags libcamera)"
read -ra libs <<<"$(pkg-config --libs libcamera)"
compile=("${CXX:-g++}" -std=c++17 -O2 -g -Wall -Wextra -Werror -I"$shim/include" -I"$shim/src" ${extra[@]+"${extra[@]}"})
if [[ -z ${PART:-} ]]; then
	objects=() compilers=()
	for source in "$shim"/src/libcamera_*.cpp; do
		object="$build/$(basename "$source" .cpp).o"
		"${compile[@]}" -fPIC -fvisibility=hidden "${cflags[@]}" -c "$source" -o "$object" &
		objects+=("$object")
		compilers+=($!)
	done
	for compiler in "${compilers[@]}"; do wait "$compiler"; done
	"${compile[@]}" -shared "${objects[@]}" -Wl,--version-script="$shim/src/part.map" "${libs[@]}" -o "$part"
fi
"${compile[@]}" "${cflags[@]}" "$shim/test/part_smoke.cpp" -o "$build/part_smoke" "${libs[@]}" -ldl -pthread
exec ${run[@]+"${run[@]}"} "$build/part_smoke" "$part" "$@"
