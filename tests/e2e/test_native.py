# SPDX-License-Identifier: Apache-2.0
"""Cohere's and Ollama's own APIs, embeddings and rerank: recorded traffic of the same dialect passes byte for byte,
translations are accepted by the services' judges and keep what was said, the demo provider answers in every form."""
import base64
import json
import struct
import unittest

from support import KEY, SHARED, Gateway, Replay, run_module, skip_all

PATHS = {
    "cohere-v2-chat": "/cohere/v2/chat", "cohere-embed": "/cohere/v2/embed", "cohere-rerank": "/cohere/v2/rerank",
    "ollama-chat": "/ollama/api/chat", "ollama-generate": "/ollama/api/generate",
}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
FUNCTION = {"type": "function", "function": {"name": "weather", "description": "d", "parameters": PARAMETERS}}


def exchanges(*dialects):
    index = SHARED / "recorded/INDEX.json"
    if not index.exists():
        skip_all(f"no recorded traffic at {index}")
    for entry in json.loads(index.read_text())["exchanges"]:
        if entry["dialect"] in dialects:
            yield json.loads((SHARED / "recorded" / entry["file"]).read_text())


def lines(body):
    return [json.loads(line) for line in body.decode().splitlines() if line]


def events(body):
    return [json.loads(line[6:]) for line in body.decode().splitlines()
            if line.startswith("data: ") and line != "data: [DONE]"]


def config(replay):
    return f"""version: 1
providers:
  - {{id: cohere, preset: cohere, base_url: "{replay.base('cohere')}", keys: ["plain:up"]}}
  - {{id: ollama, preset: ollama, base_url: "{replay.base('ollama')}", auth: none}}
  - {{id: openai, dialect: openai, base_url: "{replay.base('openai')}/v1", keys: ["plain:up"]}}
  - {{id: anthropic, dialect: anthropic, base_url: "{replay.base('anthropic')}", keys: ["plain:up"]}}
  - {{id: gemini, dialect: gemini, base_url: "{replay.base('gemini')}/v1beta", keys: ["plain:up"]}}
  - {{id: mistral, dialect: openai, base_url: "{replay.base('mistral')}/v1", keys: ["plain:up"]}}
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
"""


class Recorded(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.all = [e for e in exchanges(*PATHS) if e["request_body"]]
        cls.replay = Replay()
        cls.gateway = Gateway(config(cls.replay))

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.replay.stop()

    def plan(self, identifier, **more):
        self.replay.ask("POST", "/__reset")
        self.replay.ask("POST", "/__next", {"id": identifier, **more})

    def send(self, path, body, identifier, **more):
        self.plan(identifier, **more)
        return self.gateway.request("POST", path, body)

    def test_same_dialect_passes_byte_for_byte(self):
        self.assertGreater(len(self.all), 25)
        for exchange in self.all:
            with self.subTest(exchange["id"]):
                body = dict(exchange["request_body"])
                asked = body["model"]
                body["model"] = f"{exchange['provider']}/{asked}"
                answer = self.send(PATHS[exchange["dialect"]], body, exchange["id"], skip_validation=True, times=2)
                self.assertEqual(answer.status, exchange["response_status"])
                self.assertEqual(answer.body.decode(), exchange["response_body"])
                arrived = self.replay.received()["received"][-1]
                self.assertEqual(arrived["body"], {**body, "model": asked})
                if answer.status == 200:
                    record = self.gateway.call_record(answer.headers["x-request-id"])
                    failed = "error_in_200" in exchange["features"]
                    self.assertEqual(record["outcome"], "provider_error" if failed else "ok")
                    if exchange["dialect"].endswith("chat") and not failed:
                        self.assertGreater(record["tokens"]["output"], 0)

    def test_streams_cut_anywhere_are_told(self):
        for exchange in [e for e in self.all if e["streaming"] and "error_in_200" not in e["features"]]:
            with self.subTest(exchange["id"]):
                body = {**exchange["request_body"], "model": f"{exchange['provider']}/m"}
                whole = len(exchange["response_body"].encode())
                answer = self.send(PATHS[exchange["dialect"]], body, exchange["id"], skip_validation=True,
                                   abort_after_bytes=whole // 2, abort="close")
                text = answer.body.decode()
                self.assertNotIn("[DONE]", text)
                self.assertIn("incomplete", text)
                record = self.gateway.call_record(answer.headers["x-request-id"])
                self.assertEqual(record["outcome"], "truncated")

    def foreign(self, dialect, feature, streaming):
        for exchange in exchanges(dialect):
            if (exchange["provider"] in ("openai", "anthropic") and exchange["response_status"] == 200
                    and feature in exchange["features"] and exchange["streaming"] == streaming):
                return exchange
        self.fail(f"no {dialect} with {feature}")

    def test_cohere_client_reaches_others(self):
        body = {"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": [
            {"type": "text", "text": "Weather?"},
            {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}}]}],
            "tools": [FUNCTION], "tool_choice": "REQUIRED", "p": 0.9, "max_tokens": 64, "stop_sequences": ["END"]}
        for provider, dialect in (("openai", "openai-chat"), ("anthropic", "anthropic-messages")):
            for stream in (False, True):
                exchange = self.foreign(dialect, "tool_call", stream)
                with self.subTest(exchange["id"]):
                    answer = self.send("/cohere/v2/chat", {**body, "model": f"{provider}/m", "stream": stream},
                                       exchange["id"])
                    self.assertEqual(answer.status, 200, answer.body)
                    self.assertEqual(self.replay.received()["received"][-1].get("problems", []), [])
                    if stream:
                        seen = events(answer.body)
                        self.assertEqual([e["type"] for e in seen][0], "message-start")
                        self.assertEqual(seen[-1]["type"], "message-end")
                        self.assertIn("tool-call-start", [e["type"] for e in seen])
                        self.assertTrue(answer.body.endswith(b"data: [DONE]\n\n"))
                    else:
                        self.assertEqual(answer.json()["finish_reason"], "TOOL_CALL")
                        self.assertIsInstance(
                            json.loads(answer.json()["message"]["tool_calls"][0]["function"]["arguments"]), dict)

    def test_ollama_client_reaches_others(self):
        body = {"messages": [{"role": "user", "content": "Weather?", "images": [PIXEL]}], "tools": [FUNCTION],
                "options": {"num_predict": 64, "temperature": 0.5, "num_ctx": 4096}}
        for provider, dialect in (("openai", "openai-chat"), ("anthropic", "anthropic-messages")):
            for stream in (False, True):
                exchange = self.foreign(dialect, "tool_call", stream)
                with self.subTest(exchange["id"]):
                    asked = {**body, "model": f"{provider}/m"}
                    if not stream:
                        asked["stream"] = False  # nothing said: a stream
                    answer = self.send("/ollama/api/chat", asked, exchange["id"])
                    self.assertEqual(answer.status, 200, answer.body)
                    self.assertIn("options.num_ctx", answer.headers["x-gatehouse-losses"])
                    seen = lines(answer.body)
                    if stream:
                        self.assertEqual(answer.headers["content-type"], "application/x-ndjson")
                    calls = [c for line in seen for c in line["message"].get("tool_calls", [])]
                    self.assertIsInstance(calls[0]["function"]["arguments"], dict)
                    self.assertEqual((seen[-1]["done"], seen[-1]["done_reason"]), (True, "stop"))
                    self.assertGreater(seen[-1]["eval_count"], 0)

    def test_others_reach_cohere_and_ollama(self):
        openai = {"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "Weather?"}],
                  "tools": [FUNCTION], "tool_choice": "required", "max_tokens": 50}
        anthropic = {"messages": [{"role": "user", "content": "Weather?"}], "max_tokens": 50, "tools": [
            {"name": "weather", "description": "d", "input_schema": PARAMETERS}]}
        for exchange in self.all:
            good = exchange["response_status"] == 200 and "error_in_200" not in exchange["features"]
            if not good or exchange["dialect"] not in ("cohere-v2-chat", "ollama-chat"):
                continue
            with self.subTest(exchange["id"]):
                stream = exchange["streaming"]
                model = f"{exchange['provider']}/m"
                answer = self.send("/v1/chat/completions", {**openai, "model": model, "stream": stream},
                                   exchange["id"])
                self.assertEqual(answer.status, 200, answer.body)
                if stream:
                    self.assertTrue(answer.body.endswith(b"data: [DONE]\n\n"))
                    self.assertTrue(any(c["choices"][0]["finish_reason"] for c in events(answer.body)))
                else:
                    choice = answer.json()["choices"][0]
                    self.assertTrue(choice["message"]["content"] or choice["message"]["tool_calls"])
                    called = "tool_call" in exchange["features"]
                    self.assertEqual(choice["finish_reason"] == "tool_calls", called)
                answer = self.send("/anthropic/v1/messages", {**anthropic, "model": model, "stream": stream},
                                   exchange["id"])
                self.assertEqual(answer.status, 200, answer.body)
                if stream:
                    self.assertEqual(events(answer.body)[-1]["type"], "message_stop")
                else:
                    self.assertTrue(answer.json()["content"])

    def test_errors_speak_the_clients_dialect(self):
        answer = self.gateway.request("POST", "/cohere/v2/chat", {"model": "nowhere/x", "messages": [
            {"role": "user", "content": "a"}]})
        self.assertEqual(answer.status, 404)
        self.assertEqual(sorted(answer.json()), ["id", "message"])
        answer = self.gateway.request("POST", "/ollama/api/chat", {"model": "nowhere/x", "messages": [
            {"role": "user", "content": "a"}]})
        self.assertEqual((answer.status, sorted(answer.json())), (404, ["error"]))
        broken = next(e for e in self.all if "error_in_200" in e["features"])
        body = {"model": "ollama/m", "messages": [{"role": "user", "content": "a"}], "stream": True}
        answer = self.send("/v1/chat/completions", body, broken["id"])
        self.assertIn(b'"error"', answer.body)
        self.assertNotIn(b"[DONE]", answer.body)

    def test_embeddings_cross(self):
        texts = ["Ruby", "Python", "JavaScript"]
        cohere = next(e for e in exchanges("cohere-embed") if e["response_status"] == 200
                      and len(e["request_body"]["texts"]) == 3)
        wanted = json.loads(cohere["response_body"])["embeddings"]["float"]
        answer = self.send("/v1/embeddings", {"model": "cohere/embed-v4.0", "input": texts,
                                              "encoding_format": "base64"}, cohere["id"])
        self.assertEqual(answer.status, 200, answer.body)
        for data, vector in zip(answer.json()["data"], wanted):
            read = struct.unpack(f"<{len(vector)}f", base64.b64decode(data["embedding"]))
            self.assertEqual(read, struct.unpack(f"<{len(vector)}f", struct.pack(f"<{len(vector)}f", *vector)))
        self.assertEqual(answer.json()["usage"]["prompt_tokens"], 3)
        answer = self.send("/ollama/api/embed", {"model": "cohere/embed-v4.0", "input": texts}, cohere["id"])
        self.assertEqual(answer.json()["embeddings"], wanted)
        answer = self.send("/gemini/v1beta/models/cohere/embed-v4.0:batchEmbedContents", {"requests": [
            {"content": {"parts": [{"text": t}]}} for t in texts]}, cohere["id"])
        self.assertEqual([e["values"] for e in answer.json()["embeddings"]], wanted)
        answer = self.send("/ollama/api/embeddings", {"model": "cohere/embed-v4.0", "prompt": "a"}, cohere["id"],
                           times=3)
        self.assertEqual((answer.status, answer.headers["x-gatehouse-error"]), (502, "upstream_invalid_answer"))
        mistral = next(e for e in exchanges("openai-embeddings") if e["provider"] == "mistral")
        answer = self.send("/cohere/v2/embed", {"model": "mistral/mistral-embed", "texts": ["a"],
                                                "input_type": "search_query", "embedding_types": ["float"],
                                                "output_dimension": 256}, mistral["id"])
        self.assertEqual(answer.json()["embeddings"]["float"],
                         [json.loads(mistral["response_body"])["data"][0]["embedding"]])
        self.assertEqual(self.replay.received()["received"][-1]["body"]["output_dimension"], 256)
        self.assertEqual(answer.headers["x-gatehouse-losses"], "input_type")

    def test_rerank_crosses(self):
        exchange = next(exchanges("cohere-rerank"))
        asked = exchange["request_body"]
        answer = self.send("/v1/rerank", {**asked, "model": "cohere/rerank-v3.5", "return_documents": True,
                                          "top_n": 1}, exchange["id"])
        best = json.loads(exchange["response_body"])["results"][0]
        self.assertEqual(answer.json()["results"],
                         [{**best, "document": {"text": asked["documents"][best["index"]]}}])


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway(f"""version: 1
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""")

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def test_ollama(self):
        answer = self.gateway.request("POST", "/ollama/api/generate", {"model": "demo/echo", "prompt": "Grüße, Köln"})
        self.assertEqual(answer.headers["content-type"], "application/x-ndjson")
        seen = lines(answer.body)
        self.assertIn("Grüße, Köln", "".join(line["response"] for line in seen))
        self.assertTrue(seen[-1]["done"])
        answer = self.gateway.request("POST", "/ollama/api/generate", {"model": "demo/echo", "prompt": "one two",
                                                                       "stream": False})
        self.assertIn("one two", answer.json()["response"])
        names = [m["name"] for m in self.gateway.request("GET", "/ollama/api/tags").json()["models"]]
        self.assertIn("demo/echo", names)

    def test_cohere(self):
        body = {"model": "demo/echo", "messages": [{"role": "user", "content": "one two three"}]}
        answer = self.gateway.request("POST", "/cohere/v2/chat", body)
        self.assertIn("one two three", answer.json()["message"]["content"][0]["text"])
        answer = self.gateway.request("POST", "/cohere/v2/chat", {**body, "stream": True})
        self.assertIn("one two three", "".join(e["delta"]["message"]["content"]["text"] for e in events(answer.body)
                                               if e["type"] == "content-delta"))

    def test_embeddings(self):
        wanted = self.gateway.request("POST", "/v1/embeddings", {"model": "demo/echo", "input": ["a", "b"],
                                                                 "encoding_format": "float"}).json()
        answer = self.gateway.request("POST", "/cohere/v2/embed", {"model": "demo/echo", "texts": ["a", "b"],
                                                                   "input_type": "search_query",
                                                                   "embedding_types": ["float"]})
        self.assertEqual(answer.json()["embeddings"]["float"], [d["embedding"] for d in wanted["data"]])

    def test_bad_input_is_refused_in_the_clients_words(self):
        for path, body in (("/cohere/v2/chat", {"model": "demo/echo", "messages": "x"}),
                           ("/cohere/v2/embed", {"model": "demo/echo", "texts": "x"}),
                           ("/cohere/v2/rerank", {"model": "demo/echo", "query": "q", "documents": []}),
                           ("/ollama/api/chat", {"model": "demo/echo", "messages": [7]}),
                           ("/ollama/api/chat", {"model": "demo/echo"}),
                           ("/ollama/api/generate", {"model": "demo/echo"}),
                           ("/ollama/api/embed", {"model": "demo/echo", "input": []})):
            with self.subTest(path):
                answer = self.gateway.request("POST", path, body)
                self.assertEqual(answer.status, 400, answer.body)
                self.assertIn("message" if path.startswith("/cohere") else "error", answer.json())


if __name__ == "__main__":
    run_module()
