#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes resources/catalogue/providers.json from a file of facts about public model APIs.

usage: make_presets.py FACTS.json [OUTPUT]

FACTS has the form "gatehouse.provider-presets/1": a list of providers, each with id, name, category, base_url, dialect,
auth, env, docs, note, source, confidence and, at will, alt_endpoints. Ours is the same without what the product does not
read, one provider a line, sorted by id, so that a refresh shows as a readable difference."""
import json
import pathlib
import sys

KEPT = ("id", "name", "category", "base_url", "dialect", "auth", "env", "docs", "note", "source", "confidence")

# Of the dialect openai, or of its form: services that have /responses beside /chat/completions, as their own
# documentation or recorded traffic shows.
RESPONSES = frozenset((
    "azure", "azure-cognitive-services", "bedrock-mantle", "byteplus", "deepseek", "fireworks-ai", "gatehouse-peer",
    "groq", "huggingface", "litellm-proxy", "llama-cpp", "lmstudio", "nim-local", "ollama-cloud", "openai", "openrouter",
    "ovms", "sglang", "vercel", "vllm", "volcengine", "xai"))


# Where the product speaks to a service in another way than the facts name first: a form that fits it better, or an
# address with the version in front of the paths.
USE = {
    "nim-local": ("nim", "http://localhost:8000/v1"),
    "nim-retrieval": ("nim", "http://localhost:8000/v1"),
    "kserve": ("kserve_v2", "http://{service}.{namespace}.{domain}/v2"),
    "torchserve": ("kserve_v2", "http://localhost:8080/v2"),
    "reka": ("openai", "https://api.reka.ai/v1"),
}


def preset(facts):
    made = {key: facts[key] for key in KEPT}
    if facts["id"] in RESPONSES:
        made["responses"] = True
    if facts["id"] in USE:
        made["use"] = dict(zip(("dialect", "base_url"), USE[facts["id"]]))
    # "openai|nim_ranking": the first is the preset's dialect, the others are spoken at the same address.
    dialect, *others = facts["dialect"].split("|")
    made["dialect"] = dialect
    alternatives = [{"dialect": other, "base_url": facts["base_url"]} for other in others]
    for endpoint in facts.get("alt_endpoints", []):
        alternatives += [{"dialect": word, "base_url": endpoint["base_url"]} for word in endpoint["dialect"].split("|")]
    if alternatives:
        made["alternatives"] = alternatives
    return made


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    output = pathlib.Path(sys.argv[2] if len(sys.argv) == 3 else
                          pathlib.Path(__file__).resolve().parents[2] / "resources/catalogue/providers.json")
    facts = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    presets = sorted((preset(entry) for entry in facts["providers"]), key=lambda entry: entry["id"])
    if len({entry["id"] for entry in presets}) != len(presets):
        sys.exit("an id is given twice")
    lines = [json.dumps(entry, ensure_ascii=True, separators=(",", ":")) for entry in presets]
    text = ('{"schema":"gatehouse.presets/1","compiled":' + json.dumps(facts["compiled"]) +
            ',"confidence":' + json.dumps(facts["confidence_scale"]) + ',"presets":[\n' + ",\n".join(lines) + "\n]}\n")
    json.loads(text)
    output.write_text(text, encoding="ascii")
    print(f"{output}: {len(presets)} presets, {len(text)} bytes")


if __name__ == "__main__":
    main()
