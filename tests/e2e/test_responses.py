# SPDX-License-Identifier: Apache-2.0
"""OpenAI's Responses API: passed on byte for byte, translated both ways, with the official client, and over WebSocket."""
import json
import unittest

import openai
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from published import until
from support import KEY, SHARED, Gateway, Replay, run_module, skip_all

OTHER_KEY = "e2e-second-key-0123456789abcdef0123456789"
TOOL = {"type": "function", "name": "get_weather", "description": "Weather of a city", "strict": False, "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}
BASES = {"openai": "/v1", "xai": "/v1", "azure": "/openai/v1", "deepseek": ""}


def recorded(*dialects):
    index = SHARED / "recorded/INDEX.json"
    if not index.exists():
        skip_all(f"no recorded traffic at {index}")
    for entry in json.loads(index.read_text())["exchanges"]:
        if entry["dialect"] in dialects:
            exchange = json.loads((SHARED / "recorded" / entry["file"]).read_text())
            if exchange["response_encoding"] == "utf-8":
                yield exchange


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.replay = Replay()
        lines = [f'  - {{id: {name}, dialect: openai, responses: true, base_url: "{cls.replay.base(name)}{base}", '
                 'keys: ["env:E2E_KEY"]}' for name, base in BASES.items()]
        lines.append(f'  - {{id: only, dialect: openai_responses, base_url: "{cls.replay.base("openai")}/v1", '
                     'keys: ["env:E2E_KEY"]}')
        lines.append(f'  - {{id: chat, dialect: openai, base_url: "{cls.replay.base("openai")}/v1", '
                     'keys: ["env:E2E_KEY"]}')
        lines.append(f'  - {{id: anthropic, dialect: anthropic, base_url: "{cls.replay.base("anthropic")}", '
                     'keys: ["env:E2E_KEY"]}')
        cls.gateway = Gateway("version: 1\nproviders:\n" + "\n".join(lines) + f"""
routes:
  - model: two
    targets: [{{provider: chat, model: gpt-4o}}, {{provider: openai, model: gpt-4o}}]
teams:
  - id: e2e
    apps:
      - {{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}
      - {{id: others, keys: ["plain:{OTHER_KEY}"], models: ["*"]}}
""", {"E2E_KEY": "sk-e2e-upstream-key"})
        cls.client = openai.OpenAI(base_url=cls.gateway.base + "/v1", api_key=KEY, max_retries=0)

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.gateway.close()
        cls.replay.stop()

    def setUp(self):
        self.replay.ask("POST", "/__reset")

    def arrived(self):
        received = self.replay.received()
        return received["received"] if isinstance(received, dict) else received

    def plan(self, identifier, **more):
        self.replay.ask("POST", "/__next", {"id": identifier, **more})


def first(dialect, *features, streaming=False, provider=None):
    for exchange in recorded(dialect):
        if (exchange["streaming"] == streaming and exchange["response_status"] == 200
                and (provider is None or exchange["provider"] == provider)
                and all(f in exchange["features"] for f in features) and isinstance(exchange["request_body"], dict)):
            return exchange
    raise AssertionError(f"no recording of {dialect} shows {features}")


class PassedOn(Base):
    def test_byte_for_byte(self):
        seen = 0
        for exchange in recorded("openai-responses"):
            if exchange["provider"] not in BASES or not isinstance(exchange["request_body"], dict):
                continue
            if "previous_response_id" in exchange["request_body"]:
                continue  # of a response that this gateway has not seen
            for split in ("event", "nasty") if exchange["streaming"] else ("whole",):
                with self.subTest(exchange["id"], split=split):
                    self.replay.ask("POST", "/__reset")
                    self.plan(exchange["id"], skip_validation=True, split=split, times=2)
                    asked = exchange["request_body"].get("model") or "m"
                    body = dict(exchange["request_body"], model=f"{exchange['provider']}/{asked}")
                    answer = self.gateway.request("POST", "/v1/responses", body)
                    self.assertEqual(answer.status, exchange["response_status"], answer.body[:300])
                    self.assertEqual(answer.body.decode(), exchange["response_body"])
                    self.assertEqual(self.arrived()[-1]["body"], dict(body, model=asked))
                    seen += 1
        self.assertGreater(seen, 60)

    def test_foreign_thoughts_stay_here(self):
        exchange = first("openai-responses", provider="openai")
        self.plan(exchange["id"], skip_validation=True)
        items = [{"role": "user", "content": "Hello"},
                 {"type": "reasoning", "id": "rs_1", "summary": [],
                  "encrypted_content": "gatehouse.anthropic.s..c2lnbmVk"},
                 {"role": "assistant", "content": "Hello."}, {"role": "user", "content": "Again"}]
        answer = self.gateway.request("POST", "/v1/responses", {"model": "openai/gpt-5", "input": items})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.headers["x-gatehouse-losses"], "input[1]")
        self.assertEqual(self.arrived()[-1]["body"]["input"], [items[0], items[2], items[3]])

    def test_state_stays_with_its_provider_and_application(self):
        exchange = first("openai-responses", provider="openai")
        self.plan(exchange["id"], skip_validation=True, times=3)
        made = self.gateway.request("POST", "/v1/responses", {"model": "openai/gpt-4o", "input": "One"})
        self.assertEqual(made.status, 200, made.body)
        follow = {"model": "two", "input": "Two", "previous_response_id": made.json()["id"]}
        # The route's first target is reached by translation; the state lies at its second.
        answer = self.gateway.request("POST", "/v1/responses", follow)
        self.assertEqual((answer.status, answer.headers.get("x-gatehouse-provider")), (200, "openai"), answer.body)
        self.assertEqual(self.arrived()[-1]["body"]["previous_response_id"], made.json()["id"])
        for body, key in ((follow, OTHER_KEY), (dict(follow, previous_response_id="resp_nobody"), KEY),
                          (dict(follow, model="chat/gpt-4o"), KEY), (dict(follow, model="demo/echo"), KEY)):
            refused = self.gateway.request("POST", "/v1/responses", body, key=key)
            self.assertEqual(refused.status, 400, refused.body)
            self.assertEqual(refused.json()["error"]["code"], "previous_response_not_found")
            self.assertEqual(refused.json()["error"]["param"], "previous_response_id")

    def test_what_cannot_be_translated_is_named(self):
        for field, code in (({"background": True}, "background_unsupported"),
                            ({"prompt": {"id": "pmpt_1"}}, "prompt_unsupported"),
                            ({"input": [{"type": "item_reference", "id": "msg_1"}]}, "item_reference_unsupported")):
            answer = self.gateway.request("POST", "/v1/responses", {"model": "demo/echo", "input": "x", **field})
            self.assertEqual((answer.status, answer.json()["error"]["code"]), (400, code))


class Translated(Base):
    def test_demo_whole(self):
        answer = self.client.responses.create(model="demo/echo", input="Grüße, Welt", instructions="Be brief.")
        self.assertIn("Grüße, Welt", answer.output_text)
        self.assertEqual((answer.status, answer.object, answer.instructions), ("completed", "response", "Be brief."))
        self.assertGreater(answer.usage.total_tokens, 0)

    def test_demo_stream(self):
        with self.client.responses.stream(model="demo/echo", input="one two three") as stream:
            events = list(stream)
            final = stream.get_final_response()
        self.assertIn("one two three", final.output_text)
        self.assertEqual(events[0].type, "response.created")
        self.assertEqual([e.sequence_number for e in events], list(range(len(events))))

    def test_to_anthropic(self):
        exchange = first("anthropic-messages", "tool_call")
        self.plan(exchange["id"])
        answer = self.client.responses.create(model="anthropic/claude-sonnet-4-5", input="Weather in Paris?",
                                              tools=[TOOL], max_output_tokens=2000)
        calls = [item for item in answer.output if item.type == "function_call"]
        self.assertTrue(calls)
        json.loads(calls[0].arguments)
        sent = self.arrived()[-1]["body"]
        self.assertEqual(sent["tools"][0]["input_schema"], TOOL["parameters"])

    def test_thinking_comes_back_to_its_vendor(self):
        exchange = first("anthropic-messages", "thinking_signature")
        self.plan(exchange["id"])
        made = self.gateway.request("POST", "/v1/responses", {
            "model": "anthropic/claude-sonnet-4-5", "input": "Think.", "reasoning": {"effort": "high"},
            "max_output_tokens": 40000})
        self.assertEqual(made.status, 200, made.body)
        output = made.json()["output"]
        wanted = [b for b in json.loads(exchange["response_body"])["content"] if b["type"] == "thinking"]
        self.assertTrue(any(i["type"] == "reasoning" for i in output))
        self.plan(exchange["id"], skip_validation=True)
        items = [{"role": "user", "content": "Think."}, *output,
                 *({"type": "function_call_output", "call_id": i["call_id"], "output": "done"}
                   for i in output if i["type"] == "function_call"), {"role": "user", "content": "Go on."}]
        again = self.gateway.request("POST", "/v1/responses", {
            "model": "anthropic/claude-sonnet-4-5", "input": items, "reasoning": {"effort": "high"},
            "max_output_tokens": 40000})
        self.assertEqual(again.status, 200, again.body)
        turns = [b for m in self.arrived()[-1]["body"]["messages"] if m["role"] == "assistant" for b in m["content"]]
        self.assertEqual([b for b in turns if b["type"] == "thinking"],
                         [{k: b[k] for k in ("type", "thinking", "signature")} for b in wanted])

    def test_custom_tools_come_as_such(self):
        tool = {"type": "custom", "name": "apply_patch", "description": "Patches files"}
        answer = self.gateway.request("POST", "/v1/responses", {
            "model": "chat/gpt-4o", "input": [
                {"role": "user", "content": "Patch"},
                {"type": "custom_tool_call", "call_id": "c1", "name": "apply_patch", "input": "*** Begin"},
                {"type": "custom_tool_call_output", "call_id": "c1", "output": "ok"}], "tools": [tool]})
        self.assertEqual(answer.status, 200, answer.body)
        sent = self.arrived()[-1]["body"]
        self.assertEqual(sent["tools"][0]["function"]["name"], "apply_patch")
        self.assertEqual(json.loads(sent["messages"][1]["tool_calls"][0]["function"]["arguments"]),
                         {"input": "*** Begin"})

    def test_streams_of_others(self):
        for model, dialect in (("anthropic/claude-sonnet-4-5", "anthropic-messages"), ("chat/gpt-4o", "openai-chat")):
            exchange = first(dialect, "tool_call", streaming=True, provider="openai" if "chat" in model else None)
            self.plan(exchange["id"], split="nasty")
            with self.subTest(model), self.client.responses.stream(
                    model=model, input="Weather in Paris?", tools=[TOOL]) as stream:
                for _ in stream:
                    pass
                final = stream.get_final_response()
                self.assertEqual(final.status, "completed")
                self.assertTrue(any(item.type == "function_call" for item in final.output))

    def test_structured_output(self):
        sent = self.gateway.request("POST", "/v1/responses", {
            "model": "chat/gpt-4o", "input": "Capital of France?", "text": {"format": {
                "type": "json_schema", "name": "capital", "strict": True, "schema": {
                    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
                    "additionalProperties": False}}}})
        self.assertEqual(sent.status, 200, sent.body)
        wanted = self.arrived()[-1]["body"]["response_format"]
        self.assertEqual((wanted["type"], wanted["json_schema"]["name"]), ("json_schema", "capital"))

    def test_chats_at_a_service_of_responses_alone(self):
        for exchange in (first("openai-responses", "tool_call", provider="openai"),
                         first("openai-responses", "tool_call", streaming=True, provider="openai")):
            self.plan(exchange["id"])
            streamed = exchange["streaming"]
            with self.subTest(exchange["id"]):
                tool = {"type": "function", "function": {k: TOOL[k] for k in ("name", "description", "parameters")}}
                answer = self.client.chat.completions.create(
                    model="only/gpt-4o", messages=[{"role": "user", "content": "Weather?"}], tools=[tool],
                    stream=streamed)
                if streamed:
                    chunks = list(answer)
                    self.assertEqual([c.choices[0].finish_reason for c in chunks if c.choices][-1], "tool_calls")
                else:
                    self.assertTrue(answer.choices[0].message.tool_calls)
                sent = self.arrived()[-1]["body"]
                self.assertIs(sent["store"], False)
                self.assertEqual(sent["tools"][0]["name"], "get_weather")


class Sockets(Base):
    def open(self, key=KEY, tags="", legacy=False):
        return connect(f"ws://127.0.0.1:{self.gateway.port}/v1/responses", legacy=legacy,
                       additional_headers={"Authorization": f"Bearer {key}", "x-gatehouse-tags": tags,
                                           "OpenAI-Beta": "responses_websockets=2026-02-06"})

    @staticmethod
    def events(socket):
        found = []
        while True:
            found.append(json.loads(socket.recv(timeout=30)))
            if found[-1]["type"] in ("response.completed", "response.failed", "response.incomplete", "error"):
                return found

    def ask(self, socket, **body):
        socket.send(json.dumps({"type": "response.create", **body}))
        return self.events(socket)

    def test_turns_hold_the_conversation(self):
        exchange = first("openai-responses", streaming=True, provider="openai")
        with self.open() as socket:
            self.plan(exchange["id"], skip_validation=True, times=2)
            one = self.ask(socket, model="openai/gpt-5", input="One", store=False)
            self.assertEqual(one[0]["type"], "response.created")
            self.assertEqual(one[-1]["type"], "response.completed")
            last = one[-1]["response"]
            two = self.ask(socket, model="openai/gpt-5", input=[{"role": "user", "content": "Two"}], store=False,
                           previous_response_id=last["id"])
            self.assertEqual(two[-1]["type"], "response.completed")
            sent = self.arrived()[-1]["body"]
            self.assertNotIn("previous_response_id", sent)
            self.assertEqual(sent["input"][0], {"role": "user", "content": "One"})
            self.assertEqual(sent["input"][-1], {"role": "user", "content": "Two"})
            self.assertEqual(len(sent["input"]), 2 + len([i for i in last["output"] if not (
                i["type"] == "reasoning" and not i.get("encrypted_content") and not i.get("content"))]))

    def test_any_provider_and_a_warm_up(self):
        with self.open() as socket:
            warm = self.ask(socket, model="demo/echo", input="alpha", generate=False)
            self.assertEqual(warm[-1]["response"]["output"], [])
            events = self.ask(socket, model="demo/echo", input="beta", previous_response_id=warm[-1]["response"]["id"])
            self.assertEqual(events[-1]["type"], "response.completed")
            self.assertEqual([e["sequence_number"] for e in events], list(range(len(events))))
            self.assertIn("beta", json.dumps(events[-1]["response"]["output"]))
            socket.send(json.dumps({"type": "response.processed", "response_id": "x"}))
            self.assertTrue(socket.ping().wait(10))

    def test_errors_are_events_and_the_socket_lives(self):
        with self.open() as socket:
            for text, code in (("{", "invalid_json"), ('{"type":"session.update"}', "unknown_event"),
                               (json.dumps({"type": "response.create", "model": "nobody", "input": "x"}),
                                "model_not_found"),
                               (json.dumps({"type": "response.create", "model": "demo/echo", "input": "x",
                                            "previous_response_id": "resp_x"}), "previous_response_not_found")):
                socket.send(text)
                event = json.loads(socket.recv(timeout=30))
                self.assertEqual((event["type"], event["error"]["code"]), ("error", code))
                self.assertGreaterEqual(event["status"], 400)
            self.assertEqual(self.ask(socket, model="demo/echo", input="x")[-1]["type"], "response.completed")

    def test_bad_handshakes(self):
        for key, status in (("wrong", 401),):
            with self.assertRaises(InvalidStatus) as refused:
                self.open(key=key).__enter__()
            self.assertEqual(refused.exception.response.status_code, status)
        plain = self.gateway.request("GET", "/v1/responses")
        self.assertEqual((plain.status, plain.json()["error"]["code"]), (400, "bad_upgrade"))
        with self.assertRaises(InvalidStatus) as refused:
            connect(f"ws://127.0.0.1:{self.gateway.port}/v1/responses", origin="https://evil.example",
                    additional_headers={"Authorization": f"Bearer {KEY}"}).__enter__()
        self.assertEqual(refused.exception.response.status_code, 403)

    def test_broken_frames_close(self):
        with self.open() as socket:
            socket.send(b"binary")
            with self.assertRaises(ConnectionClosed) as closed:
                socket.recv(timeout=30)
            self.assertEqual(closed.exception.rcvd.code, 1003)

    def rows(self, limit):
        return self.gateway.ask_admin("GET", f"/admin/v1/calls?limit={limit}").json()["items"]

    def test_a_client_that_closes_cancels_its_call(self):
        socket = self.open(legacy=True)  # closed by hand
        socket.send(json.dumps({"type": "response.create", "model": "demo/slow", "input": "one two three four five"}))
        json.loads(socket.recv(timeout=30))
        socket.close()
        until(lambda: [row["outcome"] for row in self.rows(1)] == ["cancelled"])

    def test_calls_are_recorded_one_by_one(self):
        with self.open(tags="one-by-one") as socket:
            for text in ("first", "second"):
                self.ask(socket, model="demo/echo", input=text)
            rows = until(lambda: (lambda found: found if len(found) == 2 else None)(
                [r for r in self.rows(20) if "one-by-one" in json.dumps(r)]))
            self.assertEqual([(r["outcome"], r["dialect"]) for r in rows], [("ok", "openai_responses")] * 2)
            self.assertEqual(len({r["id"] for r in rows}), 2)

    def test_a_revoked_key_closes(self):
        with self.open(key=OTHER_KEY) as socket:
            self.assertEqual(self.ask(socket, model="demo/echo", input="x")[-1]["type"], "response.completed")
            config = self.gateway.config.read_text().replace(OTHER_KEY, OTHER_KEY[::-1])
            applied = self.gateway.ask_admin("POST", "/admin/v1/config/apply", config,
                                             {"Content-Type": "application/yaml"})
            self.assertEqual(applied.status, 200, applied.body)
            socket.send(json.dumps({"type": "response.create", "model": "demo/echo", "input": "x"}))
            with self.assertRaises(ConnectionClosed) as closed:
                socket.recv(timeout=30)
            self.assertEqual(closed.exception.rcvd.code, 1008)


if __name__ == "__main__":
    run_module()
