# SPDX-License-Identifier: Apache-2.0
"""The matrix: every client dialect over every provider dialect, feature by feature. Each recorded answer is asked for
by the official client of each dialect, through a daemon whose providers are the replay upstream with its validators on;
what the client understood is held against what the recording says, and what arrived upstream against what was asked."""
import collections
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))

import recorded_answers  # noqa: E402
from not_there import NOT_THERE  # noqa: E402
from official_clients import CALL, CLIENTS, Case, Failed  # noqa: E402
from support import KEY, SHARED, Gateway, Replay  # noqa: E402

FEATURES = ["plain", "stream", "tools", "parallel_tools", "tool_results", "image", "structured_output", "reasoning",
            "usage", "finish", "error", "long"]
# provider dialect of the recordings -> (dialect of the configuration, recorded provider, base path, authentication)
PROVIDERS = {
    "openai-chat": ("openai", "openai", "/v1", ""),
    "openai-responses": ("openai_responses", "openai", "/v1", ""),
    "anthropic-messages": ("anthropic", "anthropic", "", ""),
    "gemini-generate": ("gemini", "gemini", "/v1beta", ""),
    "bedrock-converse": ("bedrock", "bedrock", "", ", auth: bearer"),
    "cohere-v2-chat": ("cohere", "cohere", "", ""),
    "ollama-chat": ("ollama", "ollama", "", ", auth: none"),
}
# What runs in the provider, or is no chat of text, cannot be asked for in another dialect: it is not of this matrix.
APART = {"server_tool", "code_execution", "web_search", "builtin_tool", "grounding", "error_in_200", "request_cut",
         "server_state", "guardrail", "audio_input", "error_json_array", "citations"}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
SCHEMA = {"type": "object", "properties": {"zz_country": {"type": "string"}}, "required": ["zz_country"],
          "additionalProperties": False}
LONG = 1000  # characters
EACH = 2     # exchanges of a kind, from one provider dialect
KINDS = {"tool_result", "vision", "structured_output", "cached_tokens", "finish_length", "reasoning_text", "non_ascii",
         "json_mode", "stop_sequence", "document", "inline_think_tag", "parallel_results_history"}


# Recordings that the vendor's own client cannot parse (members that are null, numbers for words), or that are of tools
# with free text, or that were cut.
ODD = ["amazon-bedrock-json", "custom-tool-call", "citations-v1-v1"]


class Cell:
    def __init__(self):
        self.passed, self.faults = 0, []


class Matrix:
    def __init__(self, providers=None, clients=None, change=None):
        self.change = change  # (feature, function): what is planted before answers are compared
        self.cells = collections.defaultdict(Cell)  # (client, provider, feature)
        self.providers = providers or list(PROVIDERS)
        self.replay = Replay()
        lines = []
        for recorded in self.providers:
            dialect, name, path, auth = PROVIDERS[recorded]
            keys = "" if "none" in auth else ', keys: ["env:E2E_KEY"]'
            lines.append(f'  - {{id: {recorded}, dialect: {dialect}, base_url: "{self.replay.base(name)}{path}"{keys}{auth}}}')
        self.gateway = Gateway("version: 1\nserver: {limits: {shed_after: 10s}}\nproviders:\n" + "\n".join(lines) + f"""
teams:
  - {{id: e2e, apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]}}
""", {"E2E_KEY": "sk-matrix-upstream-key"})
        self.clients = [client(self.gateway.base, KEY) for client in clients or CLIENTS]
        self.exchanges = {recorded: self.chosen(recorded) for recorded in self.providers}

    def close(self):
        self.gateway.close()
        self.replay.stop()

    def chosen(self, recorded):
        """Enough exchanges of a dialect to show each feature, at most EACH of a kind."""
        index = json.loads((SHARED / "recorded/INDEX.json").read_text())["exchanges"]
        entries = [e for e in index if e["dialect"] == recorded and not APART & set(e["features"])]
        kinds, picked = collections.Counter(), []
        for entry in sorted(entries, key=lambda e: (e["provider"] != PROVIDERS[recorded][1], e["id"])):
            exchange = json.loads((SHARED / "recorded" / entry["file"]).read_text())
            if exchange["response_body"].startswith("["):
                continue  # Gemini's stream without alt=sse, which the gateway never asks for
            if any(part in entry["id"] for part in ODD) or exchange["provider"] == "vertex":
                continue
            features, whole = set(entry["features"]), "s" if entry["streaming"] else "n"
            wanted = {(feature, whole) for feature in KINDS & features}
            if exchange["response_status"] != 200:
                wanted = {("error", exchange["response_status"])}
            else:
                try:
                    said = recorded_answers.read(exchange)
                except recorded_answers.Unread:
                    continue
                wanted |= {("text", whole)} if not said.calls else {("calls", min(len(said.calls), 2), whole)}
                wanted |= {("long",)} if len(said.text) > LONG else set()
                wanted |= {("end", said.end)} | ({("signed", whole)} if said.signatures else set())
            if any(kinds[kind] < EACH for kind in wanted):
                kinds.update(wanted)
                picked.append(exchange)
        return picked

    def note(self, client, recorded, feature, fault, exchange):
        cell = self.cells[client.name, recorded, feature]
        if fault:
            cell.faults.append(f"{exchange['id']}: {fault}")
        else:
            cell.passed += 1

    def run(self):
        for recorded in self.providers:
            for exchange in self.exchanges[recorded]:
                for client in self.clients:
                    self.try_one(client, recorded, exchange)
            self.fill(recorded)
        return self.cells

    def run_some(self):
        """One plain answer and one with a call, whole."""
        for recorded in self.providers:
            whole = [e for e in self.exchanges[recorded] if not e["streaming"] and e["response_status"] == 200
                     and not set(e["features"]) & {"tool_result", "vision", "structured_output"}]
            said = [(e, recorded_answers.read(e)) for e in whole]
            kind = "tools" if self.change and self.change[0] == "tools" else "plain"
            chosen = next(e for e, answer in said if bool(answer.calls) == (kind == "tools") and len(answer.calls) < 2
                          and len(answer.text) < LONG and not answer.signatures)
            for client in self.clients:
                self.try_one(client, recorded, chosen)
        return self.cells

    def fill(self, recorded):
        """What no recording of this dialect asks for is asked of one that answers plainly."""
        plain = next(e for e in self.exchanges[recorded] if e["response_status"] == 200
                     and not recorded_answers.read(e).calls and not e["streaming"])
        for client in self.clients:
            for feature, wish in (("image", "vision"), ("structured_output", "structured_output"),
                                  ("tool_results", "tool_result")):
                if not self.cells[client.name, recorded, feature].passed:
                    self.try_one(client, recorded, {**plain, "features": [wish], "id": plain["id"]})
            if not self.cells[client.name, recorded, "error"].passed:
                self.replay.ask("POST", "/__next", {"status": 404})
                self.try_error(client, recorded, {**plain, "response_status": 404})

    def case_for(self, exchange, said):
        features = set(exchange["features"])
        case = Case(f"{exchange['dialect']}/replay/{exchange['id']}", stream=exchange["streaming"])
        names = sorted({name for name, _ in said.calls}) if said else []
        case.history = "tool_result" in features
        if case.history:
            names.append(CALL[0])
        case.tools = [{"name": name, "description": f"Does {name}.",
                       "parameters": {"type": "object", "properties": {"place": {"type": "string"}}}}
                      for name in names]
        case.image = PIXEL if "vision" in features else False
        case.schema = SCHEMA if "structured_output" in features else False
        case.think = bool({"reasoning", "thinking_signature", "thought_signature"} & features) and not case.history
        return case

    def try_one(self, client, recorded, exchange):
        if exchange["response_status"] != 200:
            return self.try_error(client, recorded, exchange)
        said = recorded_answers.read(exchange)
        if "inline_think_tag" in exchange["features"] and client.name != "openai":
            said.text = said.text.split("</think>")[-1]  # a thought is one in the dialects that have a place for it
        case = self.case_for(exchange, said)
        main = "tools" if said.calls else "stream" if case.stream else "plain"
        try:
            self.replay.ask("POST", "/__reset")
            seen = client.ask(case)
        except Exception as error:  # whatever the library throws is a fault of this cell
            return self.note(client, recorded, main, f"{type(error).__name__}: {str(error)[:300]}", exchange)
        if self.change:
            self.change[1](said)
        body = self.upstream_body()
        same_text = None if seen.text.strip() == said.text.strip() else f"text {seen.text[:80]!r} for {said.text[:80]!r}"
        if said.calls:
            same_calls = None if seen.calls == said.calls else f"calls {seen.calls} for {said.calls}"
            self.note(client, recorded, "parallel_tools" if len(said.calls) > 1 else "tools", same_calls, exchange)
            if case.stream:
                self.note(client, recorded, "stream", same_calls, exchange)
        else:
            self.note(client, recorded, main, same_text, exchange)
            if len(said.text) > LONG:
                self.note(client, recorded, "long", same_text, exchange)
        wordless = said.end == recorded_answers.FILTER and client.name in ("cohere", "ollama")  # they have none for it
        if said.end != recorded_answers.OTHER and not wordless:
            self.note(client, recorded, "finish", None if seen.end == said.end else f"{seen.end} for {said.end}", exchange)
        if said.prompt is not None:
            if said.cached > said.prompt:
                said.cached = seen.cached = said.prompt  # Azure's Grok tells more than there are
            wanted, got = (said.prompt, said.output), (seen.prompt, seen.output)
            if getattr(client, "tells_cached", True):
                wanted, got = wanted + (said.cached,), got + (seen.cached or 0,)
            self.note(client, recorded, "usage", None if got == wanted else f"{got} for {wanted}", exchange)
        if case.history:
            self.note(client, recorded, "tool_results", None if CALL[2] in body and CALL[0] in body else "not sent", exchange)
        if case.image:
            self.note(client, recorded, "image", None if PIXEL[:80] in body else "not sent", exchange)
        if case.schema:
            self.note(client, recorded, "structured_output", None if "zz_country" in body else "not sent", exchange)
        if said.signatures and (client.name, recorded, "reasoning") not in NOT_THERE:
            self.try_signature(client, recorded, exchange, said, seen, case)

    def upstream_body(self):
        received = self.replay.received()["received"]
        return json.dumps(received[-1]["body"]) if received else ""

    def try_signature(self, client, recorded, exchange, said, seen, case):
        case.answer = seen.answer
        try:
            self.replay.ask("POST", "/__reset")
            client.ask(case)
        except Exception as error:
            fault = f"next turn: {type(error).__name__}: {str(error)[:300]}"
            return self.note(client, recorded, "reasoning", fault, exchange)
        body = self.upstream_body()
        # Base64 has two alphabets; Google's client writes the one for addresses.
        body = body.replace("-", "+").replace("_", "/")
        plain = [json.dumps(signature)[1:-1].replace("-", "+").replace("_", "/") for signature in said.signatures]
        lost = [signature for signature in plain if signature not in body]
        self.note(client, recorded, "reasoning", f"{len(lost)} of {len(said.signatures)} lost" if lost else None, exchange)

    def try_error(self, client, recorded, exchange):
        case = Case(f"{exchange['dialect']}/replay/{exchange['id']}", stream=exchange["streaming"])
        try:
            client.ask(case)
            fault = "no error was raised"
        except Failed as error:
            same = error.status // 100 == exchange["response_status"] // 100 or error.status in (502, 529)
            fault = None if same and error.text else f"{error.status} for {exchange['response_status']}"
        except Exception as error:
            fault = f"{type(error).__name__}: {str(error)[:200]}"
        self.note(client, recorded, "error", fault, exchange)


if __name__ == "__main__":
    matrix = Matrix(sys.argv[1].split(",") if len(sys.argv) > 1 else None)
    try:
        cells = matrix.run()
    finally:
        matrix.close()
    for recorded in matrix.providers:
        print(recorded)
        for client in matrix.clients:
            row = [cells[client.name, recorded, feature] for feature in FEATURES]
            print(f"  {client.name:17}", *[f"{feature}:{cell.passed}" + (f"/-{len(cell.faults)}" if cell.faults else "")
                                           for feature, cell in zip(FEATURES, row)])
    faults = [(key, fault) for key, cell in cells.items() for fault in cell.faults]
    for key, fault in faults[:int(sys.argv[2]) if len(sys.argv) > 2 else 60]:
        print(*key, fault)
