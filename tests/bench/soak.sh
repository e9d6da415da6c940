#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# make soak: the long forms of tests that ctest runs short.
set -euo pipefail
cd "$(dirname "$0")/../.."
export GATEHOUSED="build/${PRESET:-release}/app/gatehoused"
GATEHOUSE_KILLS=50 python3 tests/e2e/test_kill9.py
for seed in 1 2 3 4 5; do
  GATEHOUSE_FUZZ=200000 GATEHOUSE_FUZZ_SEED=$seed python3 tests/e2e/test_security_runners.py
done
