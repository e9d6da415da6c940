# SPDX-License-Identifier: Apache-2.0
# The commands of a checkout; each installs what is missing first. Everything else is CMake (CMakePresets.json).

PRESET ?= release
JOBS ?= $(shell nproc)

.PHONY: run test bench package lint build bootstrap soak fuzz pictures

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

fuzz:
	@tests/fuzz/run.sh

package: build
	cd build/$(PRESET) && cpack --config CPackConfig.cmake

lint: bootstrap
	@packaging/lint.sh

# Pictures of every view under build/pictures, at both scales of the screen.
pictures: build
	@for scale in 1 2; do QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=$$scale \
	  GATEHOUSED=build/$(PRESET)/app/gatehoused build/$(PRESET)/tests/ui/pictures build/pictures || exit 1; done
