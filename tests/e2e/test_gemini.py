# SPDX-License-Identifier: Apache-2.0
"""Gemini's dialect through the daemon, AI Studio's and Vertex's addresses: recorded traffic passes byte for byte, is
translated to and from other dialects, and thought signatures come back on their parts."""
import http.server
import json
import threading
import unittest

from support import KEY, SHARED, Gateway, Replay, run_module, skip_all

MODELS = "/gemini/v1beta/models/"
VERTEX = "/vertex/v1beta1/projects/p/locations/global/publishers/google/models/"
CLAUDE = "/vertex/v1/projects/p/locations/us-east5/publishers/anthropic/models/"
GEMINI_DIALECTS = ("gemini-generate", "gemini-count-tokens", "gemini-embed")


def exchanges():
    index = SHARED / "recorded/INDEX.json"
    if not index.exists():
        skip_all(f"no recorded traffic at {index}")
    for entry in json.loads(index.read_text())["exchanges"]:
        exchange = json.loads((SHARED / "recorded" / entry["file"]).read_text())
        if isinstance(exchange["request_body"], dict) and exchange["response_encoding"] == "utf-8":
            yield exchange


class Claude:
    """Claude on Vertex: answers each call with what was put down for it, and remembers the calls."""

    def __init__(self):
        self.content, self.type, self.arrived = "", "application/json", []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                outer.arrived.append({"path": self.path, "body": body, "headers": dict(self.headers.items())})
                data = outer.content.encode()
                self.send_response(200)
                self.send_header("content-type", outer.type)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}/v1/projects/p/locations/us-east5"

    def put(self, exchange):
        self.content = exchange["response_body"]
        self.type = "text/event-stream" if exchange["streaming"] else "application/json"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def turn(text):
    return {"contents": [{"role": "user", "parts": [{"text": text}]}]}


def events(answer):
    """The JSON of each event of a stream."""
    text = answer.body.decode().replace("\r\n", "\n")
    return [json.loads(line[6:]) for line in text.split("\n") if line.startswith("data: ") and line != "data: [DONE]"]


class Gemini(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.exchanges = list(exchanges())
        cls.replay = Replay()
        vertex = cls.replay.base("vertex") + "/v1beta1/projects/test-project/locations"
        cls.claude = Claude()
        cls.gateway = Gateway(f"""version: 1
providers:
  - {{id: studio, dialect: gemini, base_url: "{cls.replay.base('gemini')}/v1beta", auth: x-goog-api-key, keys: ["env:E2E_KEY"]}}
  - {{id: vertex, dialect: vertex_gemini, base_url: "{vertex}/global", auth: bearer, keys: ["env:E2E_KEY"]}}
  - {{id: express, dialect: vertex_gemini, base_url: "{cls.replay.base('vertex')}/v1/publishers/google/models", auth: bearer, keys: ["env:E2E_KEY"]}}
  - {{id: claude, dialect: vertex_anthropic, base_url: "{cls.claude.base}/publishers/anthropic/models", auth: bearer, keys: ["env:E2E_KEY"]}}
  - {{id: openai, dialect: openai, base_url: "{cls.replay.base('openai')}/v1", keys: ["env:E2E_KEY"]}}
  - {{id: anthropic, dialect: anthropic, base_url: "{cls.replay.base('anthropic')}", keys: ["env:E2E_KEY"]}}
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""", {"E2E_KEY": "sk-e2e-upstream-key"})

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.claude.stop()
        cls.replay.stop()

    def next(self, exchange, **plan):
        self.replay.ask("POST", "/__reset")
        self.replay.ask("POST", "/__next", {"id": exchange["id"], "skip_validation": True, "times": 2, **plan})

    def received(self):
        answer = self.replay.received()
        return (answer["received"] if isinstance(answer, dict) else answer)[-1]

    def of(self, *dialects, status=200, streaming=None, feature=None):
        for exchange in self.exchanges:
            if exchange["dialect"] in dialects and exchange["response_status"] == status and \
                    (streaming is None or exchange["streaming"] == streaming) and \
                    (feature is None or feature in exchange["features"]):
                yield exchange

    # --- the same dialect on both sides

    def test_recorded_traffic_passes_byte_for_byte(self):
        seen = 0
        for exchange in self.exchanges:
            if exchange["dialect"] not in GEMINI_DIALECTS:
                continue
            path, _, query = exchange["route"].partition("?")
            if exchange["streaming"]:
                query = "alt=sse"
            model, _, method = path.rsplit("/", 1)[1].rpartition(":")
            prefix, provider = (VERTEX, "vertex") if exchange["provider"] == "vertex" else (MODELS, "studio")
            if method not in ("generateContent", "streamGenerateContent", "countTokens") and prefix == VERTEX:
                continue
            for split in ("event", "nasty") if exchange["streaming"] else ("whole",):
                with self.subTest(exchange["id"], split=split):
                    self.next(exchange, split=split)
                    address = f"{prefix}{provider}%2F{model}:{method}" + f"?{query}&key={KEY}".replace("?&", "?")
                    answer = self.gateway.request("POST", address, exchange["request_body"], key=None)
                    if answer.headers.get("x-gatehouse-attempts") is None:
                        self.assertGreaterEqual(exchange["response_status"], 400, answer.body)
                        continue
                    seen += 1
                    self.assertEqual(answer.status, exchange["response_status"])
                    self.assertEqual(answer.body.decode(), exchange["response_body"])
                    arrived = self.received()
                    self.assertIn(f"/{model}:{method}", json.dumps(arrived))
                    self.assertEqual(arrived["query"].count("alt=sse"), 1 if exchange["streaming"] else 0)
                    self.assertNotIn(KEY, json.dumps(arrived))
                    self.assertEqual(arrived["body"], exchange["request_body"])
        self.assertGreater(seen, 80)

    def test_usage_of_both_kinds_of_answer_is_recorded(self):
        checked = 0
        for exchange in self.of("gemini-generate"):
            text = exchange["response_body"]
            if text.lstrip().startswith("["):
                continue
            last = json.loads([l for l in text.replace("\r", "").split("\n") if l.startswith("data: ")][-1][6:]) \
                if exchange["streaming"] else json.loads(text)
            usage = last.get("usageMetadata") or {}
            if "promptTokenCount" not in usage or exchange["provider"] != "gemini" or checked >= 25:
                continue
            with self.subTest(exchange["id"]):
                self.next(exchange)
                method = "streamGenerateContent?alt=sse" if exchange["streaming"] else "generateContent"
                answer = self.gateway.request("POST", f"{MODELS}studio/m:{method}", exchange["request_body"])
                tokens = self.gateway.call_record(answer.headers["x-request-id"])["tokens"]
                self.assertEqual(tokens["input"] + tokens["cached_input"] + tokens["output"], usage["totalTokenCount"])
                self.assertEqual(tokens["reasoning"], usage.get("thoughtsTokenCount", 0))
                checked += 1
        self.assertGreater(checked, 20)

    def test_the_array_form_passes_too(self):
        exchange = next(self.of("gemini-generate", streaming=True))
        self.next(exchange)
        answer = self.gateway.request("POST", MODELS + "studio/m:streamGenerateContent", exchange["request_body"])
        self.assertEqual(answer.status, 200)
        self.assertEqual(self.received()["query"], "")

    def test_express_mode_has_the_publisher_in_its_base(self):
        exchange = next(e for e in self.of("gemini-generate", streaming=False) if e["provider"] == "vertex")
        self.next(exchange)
        answer = self.gateway.request("POST", MODELS + "express/m:generateContent", exchange["request_body"])
        self.assertEqual(answer.status, 200)
        self.assertEqual(json.dumps(self.received()).count("publishers/google/models"), 1)

    def test_a_cut_stream_is_never_ended_as_if_whole(self):
        checked = 0
        for exchange in self.of("gemini-generate", streaming=True):
            if exchange["response_body"].replace("\r", "").count("\n\n") < 4 or checked >= 8:
                continue
            checked += 1
            with self.subTest(exchange["id"]):
                self.next(exchange, abort_after_events=2, abort="close")
                answer = self.gateway.request("POST", MODELS + "studio/m:streamGenerateContent?alt=sse",
                                              exchange["request_body"])
                if answer.status != 200:
                    self.assertIn(answer.status, (502, 503))
                    continue
                self.assertTrue(answer.cut)
                self.assertIn('"error"', answer.body.decode().split("data: ")[-1])
                record = self.gateway.call_record(answer.headers["x-request-id"])
                self.assertEqual(record["outcome"], "truncated")
        self.assertGreater(checked, 3)

    # --- a Gemini client in front of other dialects

    def test_the_demo_provider_answers_a_gemini_client(self):
        answer = self.gateway.request("POST", MODELS + "demo/echo:generateContent", turn("Good morning"))
        self.assertEqual(answer.status, 200, answer.body)
        body = answer.json()
        self.assertIn("Good morning", body["candidates"][0]["content"]["parts"][0]["text"])
        self.assertEqual(body["candidates"][0]["finishReason"], "STOP")
        self.assertGreater(body["usageMetadata"]["totalTokenCount"], 0)
        self.assertEqual(body["modelVersion"], "demo/echo")
        for prefix in (VERTEX, "/gemini/v1/models/", "/vertex/v1/publishers/google/models/"):
            self.assertEqual(self.gateway.request("POST", prefix + "demo%2Fecho:generateContent",
                                                  turn("Again")).status, 200)

    def test_both_forms_of_a_stream_say_the_same(self):
        asked = self.gateway.request("POST", MODELS + "demo/echo:streamGenerateContent?alt=sse", turn("Good morning"))
        self.assertTrue(asked.headers["content-type"].startswith("text/event-stream"))
        chunks = events(asked)
        array = self.gateway.request("POST", MODELS + "demo/echo:streamGenerateContent", turn("Good morning"))
        self.assertTrue(array.headers["content-type"].startswith("application/json"))

        def text(pieces):
            return "".join(part.get("text", "") for piece in pieces for part in piece["candidates"][0]["content"]["parts"])
        self.assertIn("Good morning", text(chunks))
        self.assertEqual(text(array.json()), text(chunks))
        for pieces in (chunks, array.json()):
            self.assertEqual(pieces[-1]["candidates"][0]["finishReason"], "STOP")
            self.assertIn("usageMetadata", pieces[-1])

    def test_errors_have_googles_form(self):
        for path, body, key, status, word, code in (
                ("x:generateContent", turn("Hi"), "wrong", 401, "UNAUTHENTICATED", "invalid_key"),
                ("demo/echo:generateContent", {}, KEY, 400, "INVALID_ARGUMENT", "invalid_request"),
                ("none/such:generateContent", turn("Hi"), KEY, 404, "NOT_FOUND", "model_not_found"),
                ("demo/429:generateContent", turn("Hi"), KEY, 429, "RESOURCE_EXHAUSTED", "provider_rate_limit")):
            with self.subTest(path):
                answer = self.gateway.request("POST", MODELS + path, body, key=key)
                self.assertEqual(answer.status, status, answer.body)
                error = answer.json()["error"]
                self.assertEqual((error["code"], error["status"]), (status, word))
                self.assertEqual(answer.headers["x-gatehouse-error"], code)
                self.assertEqual(error["details"][0]["reason"], code)

    def test_models_are_listed_in_its_form(self):
        names = [m["name"] for m in self.gateway.request("GET", "/gemini/v1beta/models").json()["models"]]
        self.assertIn("models/demo/echo", names)
        self.assertEqual(self.gateway.request("GET", MODELS + "demo/echo").json()["name"], "models/demo/echo")

    def test_a_gemini_client_reaches_openai_and_anthropic(self):
        for provider, dialect in (("openai", "openai-chat"), ("anthropic", "anthropic-messages")):
            for exchange in list(self.of(dialect))[::4]:
                if exchange["provider"] != provider or "error_in_200" in exchange["features"]:
                    continue
                with self.subTest(exchange["id"]):
                    self.next(exchange, skip_validation=False)
                    method = "streamGenerateContent?alt=sse" if exchange["streaming"] else "generateContent"
                    answer = self.gateway.request("POST", f"{MODELS}{provider}/{exchange['model']}:{method}", turn("Hi"))
                    self.assertEqual(answer.status, 200, answer.body[:500])
                    pieces = events(answer) if exchange["streaming"] else [answer.json()]
                    self.assertTrue(pieces[-1]["candidates"][0]["finishReason"])

    def test_other_clients_reach_gemini(self):
        chat = {"messages": [{"role": "user", "content": "Hi"}]}
        for exchange in list(self.of("gemini-generate"))[::2]:
            if exchange["provider"] != "gemini" or exchange["response_body"].lstrip().startswith("["):
                continue
            for path, body in (("/v1/chat/completions", chat), ("/v1/messages", {**chat, "max_tokens": 100})):
                with self.subTest(exchange["id"], path=path):
                    self.next(exchange, skip_validation=False)
                    body = {**body, "model": "studio/gemini-2.5-flash", "stream": exchange["streaming"]}
                    answer = self.gateway.request("POST", path, body)
                    self.assertEqual(answer.status, 200, answer.body[:500])
                    self.assertIn("/models/gemini-2.5-flash:", json.dumps(self.received()))

    # --- thought signatures

    def signed_call(self, streaming):
        for exchange in self.of("gemini-generate", streaming=streaming, feature="thought_signature"):
            text = exchange["response_body"]
            if '"functionCall"' in text and '"thoughtSignature"' in text and "partialArgs" not in text and \
                    not text.lstrip().startswith("["):
                return exchange
        self.fail("no recorded call has a signature")

    def signature_in(self, exchange):
        pieces = [json.loads(line[6:]) for line in exchange["response_body"].replace("\r", "").split("\n")
                  if line.startswith("data: ")] if exchange["streaming"] else [json.loads(exchange["response_body"])]
        for piece in pieces:
            for part in piece["candidates"][0]["content"].get("parts", []):
                if "functionCall" in part and "thoughtSignature" in part:
                    return part["thoughtSignature"]
        self.fail("no signature")

    def sent_signature(self):
        for content in self.received()["body"]["contents"]:
            for part in content["parts"]:
                if "functionCall" in part:
                    return part.get("thoughtSignature")
        return None

    def test_signatures_survive_an_openai_client(self):
        for streaming in (False, True):
            with self.subTest(streaming=streaming):
                exchange = self.signed_call(streaming)
                self.next(exchange)
                user = {"role": "user", "content": "Hi"}
                asked = {"model": "studio/gemini-3-pro-preview", "messages": [user], "stream": streaming}
                answer = self.gateway.request("POST", "/v1/chat/completions", asked)
                if streaming:
                    calls = {}
                    for chunk in events(answer):
                        for delta in (chunk["choices"][0]["delta"].get("tool_calls", []) if chunk["choices"] else []):
                            call = calls.setdefault(delta["index"], {"function": {"arguments": ""}})
                            call.update({k: v for k, v in delta.items() if k not in ("index", "function")})
                            call["function"]["name"] = delta["function"].get("name", call["function"].get("name"))
                            call["function"]["arguments"] += delta["function"].get("arguments", "")
                    message = {"role": "assistant", "content": None, "tool_calls": list(calls.values())}
                else:
                    message = answer.json()["choices"][0]["message"]
                results = [{"role": "tool", "tool_call_id": call["id"], "content": "42"} for call in message["tool_calls"]]
                self.next(exchange, skip_validation=False)
                again = self.gateway.request("POST", "/v1/chat/completions",
                                             {**asked, "messages": [user, message, *results]})
                self.assertEqual(again.status, 200, again.body[:500])
                self.assertEqual(self.sent_signature(), self.signature_in(exchange))
                # A client that drops what it does not know: the call is sent as one of another model's.
                bare = {**message, "tool_calls": [{"id": c["id"], "type": "function", "function": c["function"]}
                                                  for c in message["tool_calls"]]}
                self.next(exchange, skip_validation=False)
                self.gateway.request("POST", "/v1/chat/completions", {**asked, "messages": [user, bare, *results]})
                self.assertEqual(self.sent_signature(), "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=")

    def test_signatures_survive_an_anthropic_client(self):
        exchange = self.signed_call(False)
        self.next(exchange)
        user = {"role": "user", "content": "Hi"}
        asked = {"model": "studio/gemini-3-pro-preview", "max_tokens": 500, "messages": [user]}
        content = self.gateway.request("POST", "/v1/messages", asked).json()["content"]
        results = [{"type": "tool_result", "tool_use_id": b["id"], "content": "42"} for b in content
                   if b["type"] == "tool_use"]
        self.next(exchange, skip_validation=False)
        again = self.gateway.request("POST", "/v1/messages", {**asked, "messages": [
            user, {"role": "assistant", "content": content}, {"role": "user", "content": results}]})
        self.assertEqual(again.status, 200, again.body[:500])
        self.assertEqual(self.sent_signature(), self.signature_in(exchange))

    def test_thinking_of_anthropic_survives_a_gemini_client(self):
        exchange = next(e for e in self.of("anthropic-messages", streaming=False, feature="thinking_signature")
                        if '"thinking"' in e["response_body"] and e["provider"] == "anthropic")
        self.next(exchange)
        first = self.gateway.request("POST", MODELS + "anthropic/claude-sonnet-4-5:generateContent", turn("Hi")).json()
        contents = turn("Hi")["contents"] + [first["candidates"][0]["content"]] + turn("Go on")["contents"]
        self.next(exchange)
        self.gateway.request("POST", MODELS + "anthropic/claude-sonnet-4-5:generateContent", {"contents": contents})
        thought = [b for b in json.loads(exchange["response_body"])["content"] if b["type"] == "thinking"][0]
        sent = [b for m in self.received()["body"]["messages"] for b in m["content"] if b["type"] == "thinking"]
        self.assertEqual(sent, [thought])

    # --- Anthropic's envelope

    def test_claude_on_vertex(self):
        body = {"anthropic_version": "vertex-2023-10-16", "max_tokens": 50, "odd_field": {"a": [1]},
                "messages": [{"role": "user", "content": "Hi"}]}
        exchange = next(e for e in self.of("anthropic-messages", streaming=False) if e["provider"] == "anthropic")
        stream = next(e for e in self.of("anthropic-messages", streaming=True) if e["provider"] == "anthropic")
        for source, method in ((exchange, "rawPredict"), (stream, "streamRawPredict")):
            with self.subTest(method):
                self.claude.put(source)
                answer = self.gateway.request("POST", f"{CLAUDE}claude%2Fclaude-sonnet-4@20250514:{method}",
                                              {**body, "stream": source["streaming"]})
                self.assertEqual(answer.status, 200, answer.body[:500])
                self.assertEqual(answer.body.decode(), source["response_body"])
                self.assertEqual(self.claude.arrived[-1]["body"], {**body, "stream": source["streaming"]})
                self.assertTrue(self.claude.arrived[-1]["path"].endswith(f"/models/claude-sonnet-4%4020250514:{method}"))
                # Anthropic's own client, the same model there: only the envelope changes.
                self.claude.put(source)
                own = {k: v for k, v in body.items() if k != "anthropic_version"}
                own.update(model="claude/claude-sonnet-4", stream=source["streaming"])
                answer = self.gateway.request("POST", "/v1/messages", own, {"anthropic-version": "2023-06-01",
                                                                           "anthropic-beta": "some-beta-2026"})
                self.assertEqual(answer.status, 200, answer.body[:500])
                self.assertEqual(answer.body.decode(), source["response_body"])
                arrived = self.claude.arrived[-1]
                self.assertEqual(arrived["body"]["anthropic_version"], "vertex-2023-10-16")
                self.assertEqual(arrived["body"]["odd_field"], {"a": [1]})
                self.assertNotIn("model", arrived["body"])
                self.assertIn("some-beta-2026", json.dumps(arrived))
        demo = self.gateway.request("POST", CLAUDE + "demo%2Fecho:rawPredict", {**body, "odd_field": None})
        self.assertEqual(demo.status, 200, demo.body)
        self.assertEqual(demo.json()["type"], "message")

    # --- counting

    def test_tokens_are_counted_across_dialects(self):
        exchange = next(self.of("gemini-count-tokens"))
        total = json.loads(exchange["response_body"])["totalTokens"]
        messages = {"messages": [{"role": "user", "content": "How many?"}], "system": "Be short."}
        for path, body in (("/v1/messages/count_tokens", {**messages, "model": "studio/gemini-2.5-flash"}),
                           (CLAUDE + "count-tokens:rawPredict",
                            {**messages, "model": "studio/gemini-2.5-flash", "anthropic_version": "vertex-2023-10-16"})):
            with self.subTest(path):
                self.next(exchange)
                answer = self.gateway.request("POST", path, body)
                self.assertEqual(answer.status, 200, answer.body)
                self.assertEqual(answer.json(), {"input_tokens": total})
        other = next(self.of("anthropic-count-tokens"))
        count = json.loads(other["response_body"])["input_tokens"]
        for model in ("anthropic/claude-haiku-4-5", "claude/claude-haiku-4-5"):
            self.next(other)
            self.claude.put(other)
            answer = self.gateway.request("POST", f"{MODELS}{model}:countTokens", turn("How many?"))
            self.assertEqual(answer.json(), {"totalTokens": count})
        arrived = self.claude.arrived[-1]
        self.assertTrue(arrived["path"].endswith("/models/count-tokens:rawPredict"))
        self.assertEqual(arrived["body"]["model"], "claude-haiku-4-5")

    def test_a_provider_that_cannot_count_is_not_asked(self):
        self.replay.ask("POST", "/__reset")
        answer = self.gateway.request("POST", MODELS + "openai/gpt-4o:countTokens", turn("Four bytes to a token, it is said."))
        self.assertEqual(answer.status, 200, answer.body)
        self.assertGreater(answer.json()["totalTokens"], 5)
        self.assertEqual(answer.headers["x-gatehouse-losses"], "totalTokens")
        received = self.replay.received()
        self.assertEqual(received["received"] if isinstance(received, dict) else received, [])


if __name__ == "__main__":
    run_module()
