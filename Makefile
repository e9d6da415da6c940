# SPDX-License-Identifier: Apache-2.0
# The commands of a checkout; each installs what is missing first. Everything else is CMake (CMakePresets.json).

PRESET ?= release
JOBS ?= $(shell nproc)

.PHONY: run test bench package lint build bootstrap soak

bootstrap:
	@packaging/bootstrap-debian.sh

build: bootstrap
	cmake --preset $(PRESET)
	cmake --build --preset $(PRESET) --parallel $(JOBS)

run: build
	@packaging/run.sh

test: build
	ctest --preset $(PRESET) --parallel $(JOBS)

bench: build
	@tests/bench/run.sh

soak: build
	@tests/bench/soak.sh

package: build
	cd build/$(PRESET) && cpack --config CPackConfig.cmake

lint: bootstrap
	@packaging/lint.sh
