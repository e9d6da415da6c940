# SPDX-License-Identifier: Apache-2.0
"""Bedrock: recorded traffic passes byte for byte, other dialects reach it and it reaches them. Standard library only."""
import base64
import binascii
import json
import struct
import unittest
import urllib.parse

from support import KEY, SHARED, Gateway, Replay, run_module

OPERATIONS = {("bedrock-converse", False): "converse", ("bedrock-converse", True): "converse-stream",
              ("bedrock-invoke", False): "invoke", ("bedrock-invoke", True): "invoke-with-response-stream",
              ("bedrock-count-tokens", False): "count-tokens"}
EVENTS = "application/vnd.amazon.eventstream"
HELLO = {"messages": [{"role": "user", "content": [{"text": "Grüße, Welt"}]}], "inferenceConfig": {"maxTokens": 50}}
HELLO_INVOKE = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 50,
                "messages": [{"role": "user", "content": "Grüße, Welt"}]}


def frames(data):
    """(headers, payload) of each frame; both checksums must be right."""
    found = []
    while data:
        total, size, check = struct.unpack(">III", data[:12])
        assert binascii.crc32(data[:8]) == check, "prelude"
        assert binascii.crc32(data[:total - 4]) == struct.unpack(">I", data[total - 4:total])[0], "message"
        headers, raw = {}, data[12:12 + size]
        while raw:
            name = raw[1:1 + raw[0]].decode()
            raw = raw[1 + raw[0]:]
            length = struct.unpack(">H", raw[1:3])[0]
            headers[name] = raw[3:3 + length].decode()
            raw = raw[3 + length:]
        found.append((headers, json.loads(data[12 + size:total - 4])))
        data = data[total:]
    return found


def kinds(data):
    return [headers.get(":event-type") or headers.get(":exception-type") for headers, _ in frames(data)]


def chunks(data):
    return [json.loads(base64.b64decode(payload["bytes"])) for headers, payload in frames(data)
            if headers.get(":event-type") == "chunk"]


def path_of(model, operation):
    return f"/bedrock/model/{urllib.parse.quote(model, safe='')}/{operation}"


def text_of(answer):
    return "".join(block.get("text", "") for block in answer["output"]["message"]["content"])


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

    def ask(self, operation, body, model="demo/echo", **more):
        return self.gateway.request("POST", path_of(model, operation), body, **more)

    def test_converse(self):
        answer = self.ask("converse", HELLO)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertIn("Grüße, Welt", text_of(answer.json()))
        self.assertEqual(answer.json()["stopReason"], "end_turn")
        usage = answer.json()["usage"]
        self.assertEqual(usage["totalTokens"], usage["inputTokens"] + usage["outputTokens"])

    def test_converse_stream(self):
        answer = self.ask("converse-stream", HELLO)
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, EVENTS))
        told = kinds(answer.body)
        self.assertEqual((told[0], told[-2:]), ("messageStart", ["messageStop", "metadata"]))
        self.assertNotIn("contentBlockStart", told)
        text = "".join(p["delta"]["text"] for h, p in frames(answer.body) if h[":event-type"] == "contentBlockDelta")
        self.assertIn("Grüße, Welt", text)

    def test_invoke(self):
        answer = self.ask("invoke", HELLO_INVOKE)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertIn("Grüße, Welt", answer.json()["content"][0]["text"])
        self.assertNotIn("x-gatehouse-losses", answer.headers)

    def test_invoke_stream(self):
        answer = self.ask("invoke-with-response-stream", HELLO_INVOKE)
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, EVENTS))
        events = chunks(answer.body)
        self.assertEqual((events[0]["type"], events[-1]["type"]), ("message_start", "message_stop"))
        self.assertIn("Grüße, Welt", "".join(e["delta"]["text"] for e in events if e["type"] == "content_block_delta"))

    def test_count_tokens(self):
        answer = self.ask("count-tokens", {"input": {"converse": {"messages": HELLO["messages"]}}})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertGreater(answer.json()["inputTokens"], 0)

    def test_errors_have_the_services_form(self):
        wrong = self.ask("converse", HELLO, key="gh-not-a-key-0123456789abcdef")
        self.assertEqual((wrong.status, wrong.headers["x-amzn-errortype"]), (403, "UnrecognizedClientException"))
        self.assertEqual(list(wrong.json()), ["message"])
        self.assertEqual(wrong.headers["x-gatehouse-error"], "invalid_key")
        missing = self.ask("converse", HELLO, model="nobody/nothing")
        self.assertEqual((missing.status, missing.headers["x-amzn-errortype"]), (404, "ResourceNotFoundException"))
        odd = self.ask("converse", {"messages": [{"role": "user", "content": "not blocks"}]})
        self.assertEqual((odd.status, odd.headers["x-amzn-errortype"]), (400, "ValidationException"))
        self.assertIn("messages[0].content", odd.json()["message"])
        method = self.gateway.request("GET", path_of("demo/echo", "converse"))
        self.assertEqual(method.status, 405)

    def test_signed_requests_are_refused_with_the_reason(self):
        answer = self.ask("converse", HELLO, key=None, headers={
            "Authorization": "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request, "
                             "SignedHeaders=host;x-amz-date, Signature=00"})
        self.assertEqual(answer.status, 403)
        self.assertEqual(answer.headers["x-gatehouse-error"], "signature_unsupported")
        self.assertIn("AWS_BEARER_TOKEN_BEDROCK", answer.json()["message"])

    def test_other_vendors_bodies_are_not_translated(self):
        answer = self.ask("invoke", {"inputText": "Hi"})
        self.assertEqual(answer.status, 400)
        self.assertIn("anthropic_version", answer.json()["message"])


class Recorded(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.replay = Replay()
        index = json.loads((SHARED / "recorded/INDEX.json").read_text())
        cls.exchanges = [json.loads((SHARED / "recorded" / entry["file"]).read_text())
                         for entry in index["exchanges"] if entry["dialect"].startswith("bedrock-")]
        cls.gateway = Gateway(f"""version: 1
providers:
  - {{id: bedrock, dialect: bedrock, base_url: "{cls.replay.base('bedrock')}", keys: ["env:E2E_KEY"], auth: bearer}}
  - {{id: openai, dialect: openai, base_url: "{cls.replay.base('openai')}/v1", keys: ["env:E2E_KEY"]}}
  - {{id: anthropic, dialect: anthropic, base_url: "{cls.replay.base('anthropic')}", keys: ["env:E2E_KEY"]}}
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""", {"E2E_KEY": "sk-e2e-upstream-key"})

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.replay.stop()

    def plan(self, **plan):
        self.replay.ask("POST", "/__reset")
        self.replay.ask("POST", "/__next", {"times": 2, **plan})

    def arrived(self):
        received = self.replay.received()
        return (received["received"] if isinstance(received, dict) else received)[-1]

    def send(self, exchange, **plan):
        self.plan(id=exchange["id"], skip_validation=True, **plan)
        model = urllib.parse.unquote(exchange["endpoint"]["path"].split("/model/", 1)[1].rsplit("/", 1)[0])
        operation = OPERATIONS[(exchange["dialect"], exchange["endpoint"]["path"].endswith("stream"))]
        body = exchange["request_body"] or HELLO
        return body, self.gateway.request("POST", path_of("bedrock/" + model, operation), body)

    @staticmethod
    def recorded_answer(exchange):
        body = exchange["response_body"]
        return base64.b64decode(body) if exchange["response_encoding"] == "base64" else body.encode()

    def test_all_exchanges_pass_byte_for_byte(self):
        for exchange in self.exchanges:
            for split in ("event", "nasty", "one") if exchange["response_encoding"] == "base64" else ("whole",):
                with self.subTest(exchange["id"], split=split):
                    body, answer = self.send(exchange, split=split)
                    self.assertEqual(answer.status, exchange["response_status"], answer.body)
                    self.assertEqual(answer.body, self.recorded_answer(exchange))
                    sent = self.arrived()
                    self.assertEqual(sent["body"], body)
                    self.assertNotIn(KEY, json.dumps(sent))
                    name = exchange["response_headers"].get("x-amzn-errortype")
                    if name:
                        self.assertEqual(answer.headers["x-amzn-errortype"], name)

    def test_model_ids_are_encoded_once(self):
        self.plan(id="bedrock.converse.n.converse-with-content.7fe0dc", skip_validation=True)
        model = "arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.anthropic.claude-x-v1:0"
        answer = self.gateway.request("POST", path_of("bedrock/" + model, "converse"), HELLO)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertIn("/model/" + urllib.parse.quote(model, safe="") + "/converse", json.dumps(self.arrived()))

    def test_usage_is_recorded(self):
        checked = 0
        for exchange in self.exchanges:
            if exchange["dialect"] != "bedrock-converse" or exchange["response_status"] != 200:
                continue
            data = self.recorded_answer(exchange)
            if exchange["response_encoding"] == "base64":
                usage = [p["usage"] for h, p in frames(data) if h.get(":event-type") == "metadata"]
                usage = usage[0] if usage else None
            else:
                usage = json.loads(data).get("usage")
            if not usage:
                continue
            with self.subTest(exchange["id"]):
                _, answer = self.send(exchange)
                tokens = self.gateway.call_record(answer.headers["x-request-id"])["tokens"]
                self.assertEqual(tokens["input"], usage["inputTokens"])
                self.assertEqual(tokens["output"], usage["outputTokens"])
                self.assertEqual(tokens["cached_input"], usage.get("cacheReadInputTokens", 0))
                checked += 1
        self.assertGreater(checked, 30)

    def test_a_cut_stream_ends_with_an_exception(self):
        checked = 0
        for exchange in self.exchanges:
            if exchange["response_encoding"] != "base64" or exchange["response_status"] != 200:
                continue
            if len(frames(self.recorded_answer(exchange))) < 8:
                continue
            with self.subTest(exchange["id"]):
                _, answer = self.send(exchange, abort_after_events=4, abort="close")
                self.assertEqual(answer.status, 200)
                self.assertTrue(answer.cut)
                told = frames(answer.body)
                self.assertEqual(told[-1][0][":message-type"], "exception")
                self.assertEqual(told[-1][0][":exception-type"], "modelStreamErrorException")
                self.assertNotIn("messageStop", kinds(answer.body))
                checked += 1
        self.assertGreater(checked, 8)

    # --- other clients to Bedrock

    def chat(self, exchange, **body):
        self.plan(id=exchange)
        return self.gateway.request("POST", "/v1/chat/completions", {
            "model": "bedrock/us.anthropic.claude-x", "messages": [{"role": "user", "content": "Hi"}], **body})

    def test_openai_to_converse(self):
        answer = self.chat("bedrock.converse.n.converse-with-content.7fe0dc", seed=7, max_tokens=10)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.headers["x-gatehouse-losses"], "seed")
        self.assertTrue(answer.json()["choices"][0]["message"]["content"])
        self.assertTrue(answer.json()["id"])
        self.assertEqual(self.arrived()["body"]["inferenceConfig"], {"maxTokens": 10})

    def test_openai_to_converse_stream(self):
        answer = self.chat("bedrock.converse.s.converse-stream-with-content-tool-call.469f49", stream=True,
                           stream_options={"include_usage": True}, tools=[{"type": "function", "function": {
                               "name": "get_current_weather", "parameters": {"type": "object"}}}])
        self.assertEqual(answer.status, 200, answer.body)
        events = [json.loads(line[6:]) for line in answer.body.decode().split("\n\n")
                  if line.startswith("data: {")]
        self.assertTrue(answer.body.decode().endswith("data: [DONE]\n\n"))
        calls = {}
        for event in events:
            for choice in event["choices"]:
                for call in choice["delta"].get("tool_calls", []):
                    calls.setdefault(call["index"], "")
                    calls[call["index"]] += call["function"].get("arguments", "")
        self.assertEqual([sorted(json.loads(text)) for text in calls.values()], [["location"], ["location"]])
        self.assertEqual([c["finish_reason"] for e in events for c in e["choices"] if c.get("finish_reason")],
                         ["tool_calls"])
        self.assertEqual(events[-1]["usage"]["total_tokens"], 617)

    def test_an_exception_in_a_stream_reaches_other_clients(self):
        answer = self.chat("bedrock.converse.s.composed-midstream-exception.2342dd", stream=True)
        text = answer.body.decode()
        self.assertIn("Marb", text)
        self.assertIn('"error"', text)
        self.assertNotIn("[DONE]", text)

    def test_throttling_is_told_as_such(self):
        answer = self.chat("bedrock.converse.n.composed-throttled-429.cf34d6")
        self.assertEqual((answer.status, answer.headers["x-gatehouse-error"]), (429, "provider_rate_limit"))

    def test_anthropic_to_converse(self):
        self.plan(id="bedrock.converse.n.bedrock-cache-write-and-read.cd3a12")
        answer = self.gateway.request("POST", "/v1/messages", {
            "model": "bedrock/us.anthropic.claude-x", "max_tokens": 20,
            "system": [{"type": "text", "text": "Be short.", "cache_control": {"type": "ephemeral"}}],
            "messages": [{"role": "user", "content": "What is 10 + 11?"}]}, {"anthropic-version": "2023-06-01"})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.json()["content"][0]["text"], "21")
        self.assertEqual(answer.json()["usage"]["cache_creation_input_tokens"], 1322)
        self.assertEqual(self.arrived()["body"]["system"],
                         [{"text": "Be short."}, {"cachePoint": {"type": "default"}}])

    # --- Bedrock's clients to others

    def test_converse_to_others(self):
        recorded = {"openai": "openai.chat.s.open-ai-function-calls-tools-streaming-parallel.68088e",
                    "anthropic": "anthropic.messages.s.chat-function-calling-anthropic-claude-haiku-4-5-can.bef5a5"}
        tools = {"tools": [{"toolSpec": {"name": "get_weather", "inputSchema": {"json": {"type": "object"}}}}]}
        for provider, exchange in recorded.items():
            with self.subTest(provider):
                self.plan(id=exchange)
                answer = self.gateway.request("POST", path_of(provider + "/model-x", "converse-stream"),
                                              {**HELLO, "toolConfig": tools})
                self.assertEqual((answer.status, answer.headers["content-type"]), (200, EVENTS), answer.body)
                told = frames(answer.body)
                self.assertIn("contentBlockStart", kinds(answer.body))
                stop = [p for h, p in told if h[":event-type"] == "messageStop"]
                self.assertEqual(stop[0]["stopReason"], "tool_use")
                inputs = {}
                for headers, payload in told:
                    if headers[":event-type"] == "contentBlockDelta" and "toolUse" in payload["delta"]:
                        index = payload["contentBlockIndex"]
                        inputs[index] = inputs.get(index, "") + payload["delta"]["toolUse"]["input"]
                self.assertTrue(inputs and all(isinstance(json.loads(text), dict) for text in inputs.values()))

    def test_invoke_to_anthropic_loses_nothing(self):
        identifier = "anthropic.messages.s.chat-web-search-with-anthropic-claude-haiku-4-5-stre.6653d5"
        exchange = json.loads((SHARED / f"recorded/exchanges/anthropic/{identifier}.json").read_text())
        self.plan(id=identifier, skip_validation=True)
        body = {**HELLO_INVOKE, "anthropic_beta": ["context-1m-2025-08-07", "other-1"], "unheard_of": {"a": 1.50}}
        answer = self.gateway.request("POST", path_of("anthropic/claude-x", "invoke-with-response-stream"), body)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertNotIn("x-gatehouse-losses", answer.headers)
        told = [json.loads(line[6:]) for event in exchange["response_body"].split("\n\n")
                for line in event.split("\n") if line.startswith("data: ")]
        self.assertEqual(chunks(answer.body), [event for event in told if event["type"] != "ping"])
        sent = self.arrived()
        self.assertEqual(sent["body"], {"model": "claude-x", "max_tokens": 50, "messages": HELLO_INVOKE["messages"],
                                        "unheard_of": {"a": 1.50}, "stream": True})
        self.assertIn("context-1m-2025-08-07,other-1", json.dumps(sent))


if __name__ == "__main__":
    run_module()
