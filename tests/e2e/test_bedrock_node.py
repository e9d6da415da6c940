# SPDX-License-Identifier: Apache-2.0
"""Starts what AWS's Node client needs and runs node/bedrock.mjs."""
import os
import pathlib
import subprocess
import sys

from support import KEY, SHARED, Gateway, Replay


def main():
    replay = Replay() if (SHARED / "recorded").exists() else None
    providers = f"""providers:
  - {{id: bedrock, dialect: bedrock, base_url: "{replay.base('bedrock')}", keys: ["env:E2E_KEY"], auth: bearer}}
  - {{id: openai, dialect: openai, base_url: "{replay.base('openai')}/v1", keys: ["env:E2E_KEY"]}}
  - {{id: anthropic, dialect: anthropic, base_url: "{replay.base('anthropic')}", keys: ["env:E2E_KEY"]}}
""" if replay else ""
    gateway = Gateway(f"""version: 1
{providers}teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""", {"E2E_KEY": "sk-e2e-upstream-key"})
    try:
        environment = dict(os.environ, GATEHOUSE_BASE=gateway.base, AWS_BEARER_TOKEN_BEDROCK=KEY)
        if replay:
            environment["GATEHOUSE_REPLAY"] = f"http://127.0.0.1:{replay.port}"
        script = pathlib.Path(__file__).parent / "node/bedrock.mjs"
        return subprocess.run(["node", "--test", "--test-reporter=spec", str(script)], env=environment,
                              timeout=200).returncode
    finally:
        gateway.close()
        if replay:
            replay.stop()


if __name__ == "__main__":
    sys.exit(main())
