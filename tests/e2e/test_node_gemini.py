# SPDX-License-Identifier: Apache-2.0
"""Starts a gateway with its demo provider and runs node/gemini.mjs, Google's official Node client, against it."""
import os
import pathlib
import subprocess
import sys

from support import KEY, Gateway


def main():
    gateway = Gateway(f"""version: 1
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""")
    try:
        environment = dict(os.environ, GATEHOUSE_BASE=gateway.base, GATEHOUSE_KEY=KEY)
        script = pathlib.Path(__file__).parent / "node/gemini.mjs"
        return subprocess.run(["node", "--test", "--test-reporter=spec", str(script)], env=environment,
                              timeout=200).returncode
    finally:
        gateway.close()


if __name__ == "__main__":
    sys.exit(main())
