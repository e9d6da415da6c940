#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Twice the load that the gateway can serve, and how it bears it.

The gateway runs with one I/O thread on the first core; the load and the provider share the second. First a closed loop
finds the peak, then an open loop at that rate gives the latency at saturation, then twice the rate comes for --seconds,
whatever is answered, and at last a tenth of it. Ratios are to the same run."""
import argparse
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

from gateway_bench import KEY, free_port, wait_for


class Run:
    def __init__(self, options):
        self.options = options
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-overload-"))
        self.upstream = free_port()
        self.provider = self.pinned(1, [options.overload, "serve", str(self.upstream)])
        wait_for(self.upstream)
        (self.folder / "gatehouse.yaml").write_text(f"""version: 1
providers:
  - {{id: up, dialect: openai, base_url: "http://127.0.0.1:{self.upstream}/v1", keys: ["env:BENCH_KEY"]}}
teams:
  - id: bench
    apps: [{{id: bench, keys: ["plain:{KEY}"], models: ["*"]}}]
""")
        self.gateway = self.pinned(0, [options.gatehoused, "serve", "--config", str(self.folder / "gatehouse.yaml"),
                                       "--data-dir", str(self.folder / "data"), "--listen", "127.0.0.1:0",
                                       "--admin", "127.0.0.1:0", "--threads", "1"], stdout=subprocess.PIPE, text=True,
                                   env={**os.environ, "BENCH_KEY": "sk-bench"})
        line = self.gateway.stdout.readline()
        if not line.startswith("ready"):
            sys.exit("the gateway did not start")
        self.port = int(line.split("gateway=")[1].split()[0].rsplit(":", 1)[1])

    @staticmethod
    def pinned(core, command, **more):
        cores = sorted(os.sched_getaffinity(0))
        core = cores[core % len(cores)]
        return subprocess.Popen(command, preexec_fn=lambda: os.sched_setaffinity(0, {core}), **more)

    def load(self, mode, seconds, amount):
        command = [self.options.overload, mode, str(self.port), KEY, str(seconds), str(amount), str(self.options.bytes)]
        with self.pinned(1, command, stdout=subprocess.PIPE, text=True) as process:
            return json.loads(process.stdout.read())

    def close(self):
        for process in (self.gateway, self.provider):
            process.send_signal(signal.SIGTERM)
        for process in (self.gateway, self.provider):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gatehoused", required=True)
    parser.add_argument("--overload", required=True, help="the load maker, build/…/bench/overload")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--bytes", type=int, default=1024, help="of a request body")
    parser.add_argument("--connections", type=int, default=32, help="of the closed loop that finds the peak")
    options = parser.parse_args()
    run = Run(options)
    try:
        run.load("peak", 2, options.connections)
        peak = run.load("peak", 5, options.connections)
        rate = int(peak["ok_per_s"])
        at = run.load("push", 5, rate)
        over = run.load("push", options.seconds, 2 * rate)
        after = run.load("push", 5, max(rate // 10, 1))
    finally:
        run.close()
    for name, result in (("peak", peak), ("saturation", at), ("overload", over), ("afterwards", after)):
        print(f"{name:11}", json.dumps(result))
    print(f"goodput at twice the load: {over['ok_per_s'] / rate:.2f} of the peak ({rate}/s); at saturation "
          f"{at['ok_per_s'] / rate:.2f}")
    print(f"admitted p99: {over['ok_p99_us'] / max(at['ok_p99_us'], 1):.2f} of that at saturation; refused p99 "
          f"{over['refused_p99_us'] / 1000:.1f} ms; health p99 {over['health_p99_us'] / 1000:.1f} ms, worst "
          f"{over['health_max_us'] / 1000:.1f} ms")
    print(f"refusals without Retry-After {over['without_retry_after']}, other answers {over['other']}, lost "
          f"{over['lost']}; refused afterwards {after['refused']}")


if __name__ == "__main__":
    main()
