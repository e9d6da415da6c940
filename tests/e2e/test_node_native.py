# SPDX-License-Identifier: Apache-2.0
"""Starts what Cohere's and Ollama's Node clients need and runs node/native.mjs."""
import json
import os
import pathlib
import subprocess
import sys

from support import KEY, SHARED, Gateway, Replay

DIALECTS = {"cohere": "cohere-v2-chat", "ollama": "ollama-chat", "openai": "openai-chat",
            "anthropic": "anthropic-messages"}


def recorded():
    """A recording with a tool call of each service, whole and streamed, as far as there is one."""
    found = {name: {} for name in DIALECTS}
    for entry in json.loads((SHARED / "recorded/INDEX.json").read_text())["exchanges"]:
        if entry["dialect"] == "cohere-rerank":
            found["rerank"] = entry["id"]
        good = entry["status"] == 200 and "tool_call" in entry["features"]
        if good and entry["dialect"] == DIALECTS.get(entry["provider"]):
            found[entry["provider"]].setdefault("streamed" if entry["streaming"] else "whole", entry["id"])
    return found


def main():
    replay = Replay() if (SHARED / "recorded").exists() else None
    providers = "" if replay is None else f"""providers:
  - {{id: cohere, dialect: cohere, base_url: "{replay.base('cohere')}", keys: ["plain:up"]}}
  - {{id: ollama, dialect: ollama, base_url: "{replay.base('ollama')}", auth: none}}
  - {{id: openai, dialect: openai, base_url: "{replay.base('openai')}/v1", keys: ["plain:up"]}}
  - {{id: anthropic, dialect: anthropic, base_url: "{replay.base('anthropic')}", keys: ["plain:up"]}}
"""
    gateway = Gateway(f"""version: 1
{providers}teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""")
    try:
        environment = dict(os.environ, GATEHOUSE_BASE=gateway.base, GATEHOUSE_KEY=KEY)
        if replay:
            environment["GATEHOUSE_REPLAY"] = f"http://127.0.0.1:{replay.port}"
            environment["GATEHOUSE_RECORDED"] = json.dumps(recorded())
        script = pathlib.Path(__file__).parent / "node/native.mjs"
        return subprocess.run(["node", "--test", "--test-reporter=spec", str(script)], env=environment,
                              timeout=200).returncode
    finally:
        gateway.close()
        if replay:
            replay.stop()


if __name__ == "__main__":
    sys.exit(main())
