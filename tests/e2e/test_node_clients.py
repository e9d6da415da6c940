# SPDX-License-Identifier: Apache-2.0
"""Starts what the Node clients need and runs node/clients.mjs."""
import os
import pathlib
import subprocess
import sys

from support import KEY, REPLAY_ENVIRONMENT, SHARED, Gateway, Replay, replay_config


def main():
    replay = Replay() if (SHARED / "recorded").exists() else None
    config = replay_config(replay) if replay else f"""version: 1
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
"""
    gateway = Gateway(config, REPLAY_ENVIRONMENT)
    try:
        environment = dict(os.environ, GATEHOUSE_BASE=gateway.base, GATEHOUSE_KEY=KEY)
        if replay:
            environment["GATEHOUSE_REPLAY"] = "1"
        script = pathlib.Path(__file__).parent / "node/clients.mjs"
        return subprocess.run(["node", "--test", "--test-reporter=spec", str(script)], env=environment,
                              timeout=200).returncode
    finally:
        gateway.close()
        if replay:
            replay.stop()


if __name__ == "__main__":
    sys.exit(main())
