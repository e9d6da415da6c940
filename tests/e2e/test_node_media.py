# SPDX-License-Identifier: Apache-2.0
"""Starts a provider and the daemon, and runs node/media.mjs."""
import os
import pathlib
import subprocess
import sys

from provider import Provider
from support import KEY, Gateway

CONFIG = """version: 1
providers:
  - {{id: openai, dialect: openai, base_url: "{openai}", keys: ["env:E2E_OPENAI_KEY"]}}
  - {{id: claude, dialect: anthropic, base_url: "{anthropic}", keys: ["env:E2E_ANTHROPIC_KEY"]}}
routes:
  - {{model: sound, targets: [{{provider: openai, model: gpt-4o-transcribe}}]}}
  - {{model: picture, targets: [{{provider: openai, model: gpt-image-1}}]}}
  - {{model: voice, targets: [{{provider: openai, model: gpt-4o-mini-tts}}]}}
teams:
  - {{id: e2e, apps: [{{id: tests, keys: ["plain:{key}"], passthrough: ["*"]}}]}}
"""


def main():
    provider = Provider()
    gateway = Gateway(CONFIG.format(openai=provider.openai, anthropic=provider.anthropic, key=KEY),
                      {"E2E_OPENAI_KEY": "sk-e2e-upstream", "E2E_ANTHROPIC_KEY": "sk-ant-e2e-upstream"})
    try:
        environment = dict(os.environ, GATEHOUSE_BASE=gateway.base, GATEHOUSE_KEY=KEY)
        script = pathlib.Path(__file__).parent / "node/media.mjs"
        return subprocess.run(["node", "--test", "--test-reporter=spec", str(script)], env=environment,
                              timeout=200).returncode
    finally:
        gateway.close()
        provider.stop()


if __name__ == "__main__":
    sys.exit(main())
