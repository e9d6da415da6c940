#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long the console takes from its start to a usable window, its embedded gateway included, and what it holds in
memory then. On an X server of its own, with fresh folders: the median of several starts, beside that of the same program
that only tells its version, which is what the machine charges for loading it."""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time
import urllib.request

STARTS = 7


def start_display():
    read, write = os.pipe()
    display = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
                               pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        return display, f":{told.readline().strip()}"


def environment(folder, display):
    parts = {}
    for part in ("config", "data", "state", "cache", "runtime"):
        path = pathlib.Path(folder) / part
        path.mkdir(mode=0o700, exist_ok=True)
        parts[f"XDG_{part.upper()}_{'DIR' if part == 'runtime' else 'HOME'}"] = str(path)
    return {**os.environ, **parts, "HOME": folder, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}


def window_shows(pid, environment):
    found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(pid)], env=environment,
                           capture_output=True, text=True)
    return bool(found.stdout.strip())


def gateway_answers(folder):
    for file in pathlib.Path(folder, "data").rglob("gateway.json"):
        try:
            address = json.loads(file.read_text())["admin"]
            with urllib.request.urlopen(address + "/readyz", timeout=1) as answer:
                return answer.status == 200
        except (OSError, ValueError, KeyError):
            return False
    return False


def resident_mb(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1)) / 1024


def one_start(program, display):
    with tempfile.TemporaryDirectory() as folder:
        env = environment(folder, display)
        begin = time.monotonic()
        console = subprocess.Popen([program, "--profile", "bench"], env=env, stderr=subprocess.DEVNULL)
        try:
            while not (gateway_answers(folder) and window_shows(console.pid, env)):
                if console.poll() is not None or time.monotonic() - begin > 30:
                    raise SystemExit("the console did not come up")
                time.sleep(0.01)
            took = time.monotonic() - begin
            time.sleep(3)
            return took, resident_mb(console.pid)
        finally:
            console.terminate()
            console.wait(40)


def bare_start(program, display):
    with tempfile.TemporaryDirectory() as folder:
        begin = time.monotonic()
        subprocess.run([program, "--version"], env=environment(folder, display), check=True, capture_output=True)
        return time.monotonic() - begin


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gatehouse", required=True)
    program = str(pathlib.Path(parser.parse_args().gatehouse).resolve())
    display, number = start_display()
    try:
        bare = statistics.median(bare_start(program, number) for _ in range(STARTS))
        starts = [one_start(program, number) for _ in range(STARTS)]
    finally:
        display.terminate()
        display.wait(20)
    took = statistics.median(start[0] for start in starts)
    print(f"console: window and gateway usable after {took * 1000:.0f} ms (worst {max(s[0] for s in starts) * 1000:.0f}; "
          f"bare start of the program {bare * 1000:.0f} ms: {took / bare:.1f} times that); must 1000 ms")
    print(f"console: {statistics.median(start[1] for start in starts):.1f} MB resident 3 s later; must 150 MB")


main()
