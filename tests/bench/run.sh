#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# make bench: every figure as a ratio to a baseline measured in the same run.
set -euo pipefail
cd "$(dirname "$0")/../.."
python3 tests/bench/large_prompt.py --gatehoused "build/${PRESET:-release}/app/gatehoused"
python3 tests/bench/gateway_bench.py --gatehoused "build/${PRESET:-release}/app/gatehoused" \
  --open-loop "build/${PRESET:-release}/bench/open_loop" --streams "build/${PRESET:-release}/bench/streams" "$@"
python3 tests/bench/cache_bench.py --gatehoused "build/${PRESET:-release}/app/gatehoused"
"build/${PRESET:-release}/bench/bench_cache"
"build/${PRESET:-release}/bench/bench_scan"
"build/${PRESET:-release}/bench/bench_codec"
"build/${PRESET:-release}/bench/bench_recorder"
"build/${PRESET:-release}/bench/bench_admission"
"build/${PRESET:-release}/bench/bench_apis"
"build/${PRESET:-release}/bench/bench_log" --gatehoused "build/${PRESET:-release}/app/gatehoused" \
  --filler "build/${PRESET:-release}/bench/bench_recorder" --load "build/${PRESET:-release}/bench/open_loop"
"build/${PRESET:-release}/bench/bench_charts" --gatehoused "build/${PRESET:-release}/app/gatehoused"
python3 tests/bench/overload_bench.py --gatehoused "build/${PRESET:-release}/app/gatehoused" \
  --overload "build/${PRESET:-release}/bench/overload"
python3 tests/bench/failover_bench.py --gatehoused "build/${PRESET:-release}/app/gatehoused"
python3 tests/bench/console_bench.py --gatehouse "build/${PRESET:-release}/app/gatehouse"
