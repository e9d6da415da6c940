#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks the admin API everything that schemathesis can think of, with all its checks.

Left out: the operation streamEvents, whose answer never ends (C++ tests cover it). Nothing else is switched off.

Makes a virtual environment in the folder --environment and installs schemathesis into it where it is missing. Exit
codes: 0 nothing found, 1 something found, 77 schemathesis cannot be had here (ctest shows that as skipped).
"""
import argparse
import os
import pathlib
import subprocess
import sys

VERSION = "4.32.5"
SKIPPED = 77


def environment(folder: pathlib.Path) -> pathlib.Path | None:
    """The schemathesis program, installed where needed; None when it cannot be."""
    program = folder / "bin" / "schemathesis"
    if program.exists():
        return program
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", f"schemathesis=={VERSION}"], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"SKIPPED: schemathesis cannot be installed here: {error}")
        return None
    return program


def ask(program: pathlib.Path, port: str, token: str, arguments: argparse.Namespace) -> int:
    base = f"http://127.0.0.1:{port}"
    command = [
        program, "run", f"{base}/admin/v1/openapi.json", "--url", base,
        "--header", f"Authorization: Bearer {token}",
        "--exclude-operation-id", "streamEvents",
        "--checks", "all",
        "--max-examples", str(arguments.examples),
        "--seed", str(arguments.seed),
        "--request-timeout", "20",
        "--no-color",
    ]
    folder = pathlib.Path(arguments.environment)
    return subprocess.run(command + arguments.more, cwd=folder, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True, help="the program admin_test_server")
    parser.add_argument("--environment", required=True, help="folder of the virtual environment")
    parser.add_argument("--examples", type=int, default=int(os.environ.get("GATEHOUSE_SCHEMATHESIS_EXAMPLES", "25")))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("more", nargs="*", help="further arguments for schemathesis, behind --")
    arguments = parser.parse_args()

    program = environment(pathlib.Path(arguments.environment).resolve())
    if program is None:
        return SKIPPED
    server = subprocess.Popen([arguments.server], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    try:
        word, port, token = server.stdout.readline().split()
        assert word == "ready"
        found = ask(program, port, token, arguments)
        if server.poll() is not None:
            print("the server ended by itself")
            return 1
        return 1 if found else 0
    finally:
        server.stdin.close()
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()


if __name__ == "__main__":
    sys.exit(main())
