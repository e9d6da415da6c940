#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# make fuzz: every fuzzer for SECONDS_EACH (default 600), two at a time. A finding is kept beside the build and ends it.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds="${SECONDS_EACH:-600}"
build=build/fuzz
CC=clang-14 CXX=clang++-14 cmake -G Ninja -S tests/fuzz -B "$build" > /dev/null
ninja -C "$build"
"$build/make_seeds" "$build/seeds"
one() {
  name="$1"
  mkdir -p "$build/corpus/$name" "$build/seeds/$name"
  "$build/$name" -max_total_time="$seconds" -max_len=16384 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$build/finding-$name-" "$build/corpus/$name" "$build/seeds/$name" > "$build/$name.log" 2>&1 \
    && echo "$name: nothing found, $(grep -o 'stat::number_of_executed_units: .*' "$build/$name.log" | grep -o '[0-9]*') runs" \
    || { echo "$name: FOUND, see $build/$name.log"; exit 1; }
}
export -f one
export build seconds
printf '%s\n' ${FUZZERS:-fuzz_stream fuzz_answer fuzz_request fuzz_tap fuzz_sse fuzz_event_stream fuzz_kserve fuzz_template fuzz_json_schema} \
  | xargs -P 2 -I{} bash -c 'one {}'
