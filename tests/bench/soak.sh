#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# make soak: the long forms of tests that ctest runs short, then hours of mixed traffic (soak.py says what it takes from
# the environment). GATEHOUSE_SOAK_ONLY=traffic runs only that part, GATEHOUSE_SOAK_ONLY=console the
# console's, GATEHOUSE_SOAK_ONLY=tests what is neither.
set -euo pipefail
cd "$(dirname "$0")/../.."
build="build/${PRESET:-release}"
export GATEHOUSED="${GATEHOUSED:-$build/app/gatehoused}"
only="${GATEHOUSE_SOAK_ONLY:-}"

if [ -z "$only" ] || [ "$only" = tests ]; then
  GATEHOUSE_KILLS=50 python3 tests/e2e/test_kill9.py
  GATEHOUSE_CHANGES=100 python3 tests/e2e/test_reload.py
  GATEHOUSE_LOCKED_SECONDS=30 python3 tests/e2e/test_disk.py
  GATEHOUSE_POWER_LOSSES=5000 "$build/tests/core/store/tst_power_loss"
  for seed in 1 2 3 4 5; do
    GATEHOUSE_FUZZ=200000 GATEHOUSE_FUZZ_SEED=$seed python3 tests/e2e/test_security_runners.py
  done
fi
if [ -z "$only" ] || [ "$only" = traffic ]; then
  python3 tests/bench/soak.py
fi
if [ -z "$only" ] || [ "$only" = console ]; then
  QT_QPA_PLATFORM=offscreen "$build/tests/ui/soak_console" "${GATEHOUSE_SOAK_CONSOLE_SECONDS:-3600}"
fi
