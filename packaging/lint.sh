#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# make lint: clang-format (check only), SPDX lines, includes against the rooms, clang-tidy.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t sources < <(git ls-files 'app/*.cpp' 'app/*.h' 'core/*.cpp' 'core/*.h' 'tests/*.cpp' 'tests/*.h' 'ui/*.cpp' 'ui/*.h')
clang-format --dry-run --Werror "${sources[@]}"
python3 tests/house/check_house.py

# Clang cannot read GCC's precompiled headers.
cmake --preset debug -B build/lint -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON >/dev/null
# Sources that the build makes (moc, the embedded catalogue) must be there to be included.
cmake --build build/lint --parallel "$(nproc)" --target gatehouse_catalog >/dev/null
mapfile -t units < <(git ls-files 'app/*.cpp' 'core/*.cpp' 'ui/*.cpp')
printf '%s\n' "${units[@]}" | xargs -P "$(nproc)" -n 4 clang-tidy -p build/lint --quiet \
  --extra-arg=-Wno-unknown-warning-option
