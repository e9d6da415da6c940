# SPDX-License-Identifier: Apache-2.0
"""Recorded traffic through the daemon: same dialect on both sides passes byte for byte, usage is read, cuts are told."""
import json
import unittest

from support import KEY, SHARED, Gateway, Replay, run_module, skip_all

PATHS = {
    "openai-chat": "/v1/chat/completions",
    "openai-completions": "/v1/completions",
    "openai-embeddings": "/v1/embeddings",
    "openai-moderations": "/v1/moderations",
    "anthropic-messages": "/v1/messages",
    "anthropic-count-tokens": "/v1/messages/count_tokens",
}
# What the provider's base URL ends in, behind which the client's dialect adds its path.
ENDS = {"openai-chat": "/chat/completions", "openai-completions": "/completions", "openai-embeddings": "/embeddings",
        "openai-moderations": "/moderations", "anthropic-messages": "/v1/messages",
        "anthropic-count-tokens": "/v1/messages/count_tokens"}


def exchanges():
    index = SHARED / "recorded/INDEX.json"
    if not index.exists():
        skip_all(f"no recorded traffic at {index}")
    for entry in json.loads(index.read_text())["exchanges"]:
        if entry["dialect"] not in PATHS or "deployments" in entry["route"]:
            continue
        exchange = json.loads((SHARED / "recorded" / entry["file"]).read_text())
        if isinstance(exchange["request_body"], dict) and exchange["response_encoding"] == "utf-8":
            yield exchange


def provider_of(exchange):
    """(id, base path) under the replay upstream."""
    path = exchange["route"].split("?")[0]
    base = path[: -len(ENDS[exchange["dialect"]])]
    return exchange["provider"], base


class Recorded(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.exchanges = list(exchanges())
        cls.replay = Replay()
        bases = {}
        for exchange in cls.exchanges:
            name, base = provider_of(exchange)
            dialect = "anthropic" if exchange["dialect"].startswith("anthropic") else "openai"
            bases.setdefault((name, base, dialect), f"p{len(bases)}-{name}")
        cls.provider_ids = bases
        lines = [f'  - {{id: {identifier}, dialect: {dialect}, base_url: "http://127.0.0.1:{cls.replay.port}{base}", '
                 'keys: ["env:E2E_KEY"]}' for (_, base, dialect), identifier in bases.items()]
        cls.gateway = Gateway("version: 1\nproviders:\n" + "\n".join(lines) + f"""
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""", {"E2E_KEY": "sk-e2e-upstream-key"})

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.replay.stop()

    def send(self, exchange, plan):
        name, base = provider_of(exchange)
        dialect = "anthropic" if exchange["dialect"].startswith("anthropic") else "openai"
        body = dict(exchange["request_body"])
        asked = body.get("model") or exchange["model"] or "m"
        body["model"] = f"{self.provider_ids[(name, base, dialect)]}/{asked}"
        if exchange["dialect"] == "openai-chat" and "messages" not in body:
            self.fail(exchange["id"])
        headers = {}
        if dialect == "anthropic":
            headers["anthropic-version"] = "2023-06-01"
        self.replay.ask("POST", "/__reset")
        self.replay.ask("POST", "/__next", {"id": exchange["id"], "skip_validation": True, **plan})
        path = PATHS[exchange["dialect"]]
        if "?" in exchange["route"]:
            path += "?" + exchange["route"].split("?", 1)[1] + "&key=" + KEY  # which must not go on to the provider
        return body, self.gateway.request("POST", path, body, headers)

    def expected_stream(self, exchange, asked_usage):
        """The recorded bytes, less the usage chunk that only the gateway asked for."""
        text = exchange["response_body"]
        if asked_usage or exchange["dialect"] not in ("openai-chat", "openai-completions"):
            return text
        kept = []
        for event in text.split("\n\n"):
            data = event.removeprefix("data: ")
            try:
                parsed = json.loads(data)
                if parsed.get("choices") == [] and parsed.get("usage"):
                    continue
            except (ValueError, AttributeError):
                pass
            kept.append(event)
        return "\n\n".join(kept)

    def test_same_dialect_passes_byte_for_byte(self):
        seen = 0
        for exchange in self.exchanges:
            for split in ("event", "nasty") if exchange["streaming"] else ("whole",):
                with self.subTest(exchange["id"], split=split):
                    # A status that is tried again is answered the same each time.
                    body, answer = self.send(exchange, {"split": split, "times": 2})
                    if answer.headers.get("x-gatehouse-attempts") is None:
                        # Refused before any attempt: only what the provider refuses as well may be.
                        self.assertGreaterEqual(exchange["response_status"], 400, answer.body)
                        continue
                    seen += 1
                    self.assertEqual(answer.status, exchange["response_status"])
                    if exchange["streaming"] and answer.status == 200:
                        asked = (exchange["request_body"].get("stream_options") or {}).get("include_usage") is True
                        self.assertEqual(answer.body.decode(), self.expected_stream(exchange, asked))
                    else:
                        self.assertEqual(answer.body.decode(), exchange["response_body"])
                    arrived = self.replay.received()["received"] if isinstance(self.replay.received(), dict) \
                        else self.replay.received()
                    if "?" in exchange["route"]:
                        self.assertIn(exchange["route"].split("?", 1)[1], json.dumps(arrived[-1]))
                    self.assertNotIn(KEY, json.dumps(arrived[-1]))
                    sent = arrived[-1].get("body")
                    if isinstance(sent, dict):
                        wanted = dict(body, model=body["model"].split("/", 1)[1])
                        sent.pop("stream_options", None), wanted.pop("stream_options", None)
                        self.assertEqual(sent, wanted)
        self.assertGreater(seen, 100)

    def test_usage_is_recorded(self):
        checked = 0
        for exchange in self.exchanges:
            if exchange["streaming"] or exchange["response_status"] != 200:
                continue
            usage = json.loads(exchange["response_body"]).get("usage")
            if not usage or checked >= 40:
                continue
            with self.subTest(exchange["id"]):
                _, answer = self.send(exchange, {})
                tokens = self.gateway.call_record(answer.headers["x-request-id"])["tokens"]
                prompt = tokens["input"] + tokens["cached_input"] + tokens["cache_write"]
                if "prompt_tokens" in usage:
                    # Servers that count cached tokens twice are clamped (WIRE.md, Azure-hosted Grok).
                    cached = (usage.get("prompt_tokens_details") or {}).get("cached_tokens") or 0
                    if cached <= usage["prompt_tokens"]:
                        self.assertEqual(prompt, usage["prompt_tokens"])
                elif "input_tokens" in usage:
                    self.assertEqual(prompt, usage["input_tokens"] + (usage.get("cache_creation_input_tokens") or 0) +
                                     (usage.get("cache_read_input_tokens") or 0))
                    self.assertEqual(tokens["output"], usage["output_tokens"])
                checked += 1
        self.assertGreater(checked, 20)

    def test_a_cut_stream_is_never_ended_as_if_whole(self):
        checked = 0
        for exchange in self.exchanges:
            if not exchange["streaming"] or exchange["response_status"] != 200 or not exchange["finish"]:
                continue
            events = exchange["response_body"].count("\n\n")
            if events < 6 or checked >= 30:
                continue
            checked += 1
            for how in ("close", "reset"):
                with self.subTest(exchange["id"], how=how):
                    _, answer = self.send(exchange, {"abort_after_events": 2, "abort": how, "times": 2})
                    text = answer.body.decode()
                    if answer.status != 200:
                        self.assertIn(answer.status, (502, 503, 529))  # cut before anything had reached the client
                        continue
                    self.assertTrue(answer.cut, "the chunked body must not end")
                    self.assertNotIn("[DONE]", text)
                    self.assertNotIn("message_stop", text)
                    self.assertIn("error", text.split("\n\n")[-2])
                    record = self.gateway.call_record(answer.headers["x-request-id"])
                    self.assertEqual(record["outcome"], "truncated")
        self.assertGreater(checked, 10)


if __name__ == "__main__":
    run_module()
