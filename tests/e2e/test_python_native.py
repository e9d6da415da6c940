# SPDX-License-Identifier: Apache-2.0
"""Cohere's and Ollama's official Python clients against the daemon: the demo provider, and recorded traffic of their
own services and of others where it is there."""
import json
import unittest

import cohere
import ollama
import openai

from support import KEY, SHARED, Gateway, Replay, run_module

PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
FUNCTION = {"type": "function", "function": {"name": "get_weather", "description": "d", "parameters": PARAMETERS}}
USER = [{"role": "user", "content": "Grüße, Welt"}]


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.replay = Replay() if (SHARED / "recorded").exists() else None
        providers = "" if cls.replay is None else f"""providers:
  - {{id: cohere, dialect: cohere, base_url: "{cls.replay.base('cohere')}", keys: ["plain:up"]}}
  - {{id: ollama, dialect: ollama, base_url: "{cls.replay.base('ollama')}", auth: none}}
  - {{id: openai, dialect: openai, base_url: "{cls.replay.base('openai')}/v1", keys: ["plain:up"]}}
  - {{id: anthropic, dialect: anthropic, base_url: "{cls.replay.base('anthropic')}", keys: ["plain:up"]}}
"""
        cls.gateway = Gateway(f"""version: 1
{providers}teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""")
        cls.cohere = cohere.ClientV2(api_key=KEY, base_url=cls.gateway.base + "/cohere")
        cls.ollama = ollama.Client(host=cls.gateway.base + "/ollama", headers={"Authorization": f"Bearer {KEY}"})
        cls.openai = openai.OpenAI(base_url=cls.gateway.base + "/v1", api_key=KEY, max_retries=0)

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        if cls.replay:
            cls.replay.stop()

    def plan(self, dialect, streaming, *features, provider=None):
        """Answers the next request with a recording of that kind."""
        if self.replay is None:
            self.skipTest("no recorded traffic")
        for entry in json.loads((SHARED / "recorded/INDEX.json").read_text())["exchanges"]:
            fits = entry["dialect"] == dialect and entry["streaming"] == streaming and entry["status"] == 200
            if fits and provider in (None, entry["provider"]) and all(f in entry["features"] for f in features):
                self.replay.ask("POST", "/__reset")
                self.replay.ask("POST", "/__next", {"id": entry["id"], "times": 2})
                return json.loads((SHARED / "recorded" / entry["file"]).read_text())
        self.fail(f"no {dialect} with {features}")

    def arrived(self):
        row = self.replay.received()["received"][-1]
        self.assertEqual(row["problems"], [])
        return row["body"]

    def test_cohere_plain_and_streamed(self):
        answer = self.cohere.chat(model="demo/echo", messages=USER)
        self.assertIn("Grüße, Welt", answer.message.content[0].text)
        self.assertEqual(answer.finish_reason, "COMPLETE")
        self.assertGreater(answer.usage.tokens.input_tokens, 0)
        seen = list(self.cohere.chat_stream(model="demo/echo", messages=USER))
        text = "".join(e.delta.message.content.text for e in seen if e.type == "content-delta")
        self.assertIn("Grüße, Welt", text)
        self.assertEqual(seen[-1].delta.finish_reason, "COMPLETE")
        self.assertGreater(seen[-1].delta.usage.tokens.output_tokens, 0)

    def test_cohere_tools_of_every_service(self):
        for provider, dialect in (("cohere", "cohere-v2-chat"), ("ollama", "ollama-chat"), ("openai", "openai-chat"),
                                  ("anthropic", "anthropic-messages")):
            with self.subTest(provider):
                self.plan(dialect, False, "tool_call", provider=provider)
                answer = self.cohere.chat(model=f"{provider}/m", messages=USER, tools=[FUNCTION])
                self.assertEqual(answer.finish_reason, "TOOL_CALL")
                self.assertIsInstance(json.loads(answer.message.tool_calls[0].function.arguments), dict)
                self.assertEqual(len(self.arrived()["tools"]), 1)
                if provider == "ollama":
                    continue  # no recording of it
                self.plan(dialect, True, "tool_call", provider=provider)
                seen = list(self.cohere.chat_stream(model=f"{provider}/m", messages=USER, tools=[FUNCTION]))
                starts = [e for e in seen if e.type == "tool-call-start"]
                self.assertTrue(starts[0].delta.message.tool_calls.function.name)
                self.assertEqual(seen[-1].delta.finish_reason, "TOOL_CALL")

    def test_cohere_structured_output_and_results(self):
        self.plan("openai-chat", False, "structured_output", provider="openai")
        self.cohere.chat(model="openai/gpt-4o", messages=[
            {"role": "system", "content": "s"}, *USER,
            {"role": "assistant", "tool_plan": "I will look.", "tool_calls": [
                {"id": "c1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}]},
            {"role": "tool", "tool_call_id": "c1", "content": "sunny"}],
            tools=[FUNCTION], response_format={"type": "json_object", "json_schema": PARAMETERS})
        body = self.arrived()
        self.assertEqual(body["response_format"]["json_schema"]["schema"], PARAMETERS)
        self.assertEqual([m["role"] for m in body["messages"]], ["system", "user", "assistant", "tool"])
        self.assertEqual(body["messages"][2]["content"], "I will look.")

    def test_cohere_embeddings_and_rerank(self):
        answer = self.cohere.embed(model="demo/echo", texts=["a", "b"], input_type="search_document",
                                   embedding_types=["float"])
        self.assertEqual(len(answer.embeddings.float_), 2)
        exchange = self.plan("cohere-rerank", False)
        asked = exchange["request_body"]
        answer = self.cohere.rerank(model="cohere/rerank-v3.5", query=asked["query"], documents=asked["documents"])
        self.assertEqual(answer.results[0].index, 1)

    def test_cohere_errors(self):
        with self.assertRaises(cohere.errors.NotFoundError) as caught:
            self.cohere.chat(model="nowhere/x", messages=USER)
        self.assertIn("message", caught.exception.body)

    def test_ollama_plain_and_streamed(self):
        answer = self.ollama.chat(model="demo/echo", messages=USER)
        self.assertIn("Grüße, Welt", answer.message.content)
        self.assertTrue(answer.done)
        text = "".join(p.message.content for p in self.ollama.chat(model="demo/echo", messages=USER, stream=True))
        self.assertIn("Grüße, Welt", text)
        answer = self.ollama.generate(model="demo/echo", prompt="eins zwei", system="s")
        self.assertIn("eins zwei", answer.response)
        text = "".join(p.response for p in self.ollama.generate(model="demo/echo", prompt="eins zwei", stream=True))
        self.assertIn("eins zwei", text)
        self.assertIn("demo/echo", [m.model for m in self.ollama.list().models])

    def test_ollama_tools_of_every_service(self):
        for provider, dialect in (("cohere", "cohere-v2-chat"), ("ollama", "ollama-chat"), ("openai", "openai-chat"),
                                  ("anthropic", "anthropic-messages")):
            with self.subTest(provider):
                self.plan(dialect, False, "tool_call", provider=provider)
                answer = self.ollama.chat(model=f"{provider}/m", messages=USER, tools=[FUNCTION])
                self.assertIsInstance(dict(answer.message.tool_calls[0].function.arguments), dict)
                self.assertTrue(answer.message.tool_calls[0].function.name)
                if provider == "ollama":
                    continue  # no recording of it
                self.plan(dialect, True, "tool_call", provider=provider)
                seen = list(self.ollama.chat(model=f"{provider}/m", messages=USER, tools=[FUNCTION], stream=True))
                self.assertTrue([c for p in seen for c in p.message.tool_calls or []])
                self.assertTrue(seen[-1].done)

    def test_ollama_thoughts_and_format(self):
        self.plan("cohere-v2-chat", False, "reasoning_text")
        answer = self.ollama.chat(model="cohere/command-a-reasoning-08-2025", messages=USER, think=True,
                                  format=PARAMETERS, options={"num_predict": 100, "temperature": 0.2})
        self.assertTrue(answer.message.thinking)
        body = self.arrived()
        self.assertEqual(body["thinking"], {"type": "enabled"})
        self.assertEqual((body["max_tokens"], body["temperature"]), (100, 0.2))
        self.assertEqual(body["response_format"], {"type": "json_object", "json_schema": PARAMETERS})

    def test_ollama_embeddings(self):
        self.assertEqual(len(self.ollama.embed(model="demo/echo", input=["a", "b"]).embeddings), 2)
        self.assertTrue(self.ollama.embeddings(model="demo/echo", prompt="a").embedding)

    def test_ollama_errors(self):
        with self.assertRaises(ollama.ResponseError) as caught:
            self.ollama.chat(model="nowhere/x", messages=USER)
        self.assertEqual(caught.exception.status_code, 404)

    def test_openai_reaches_both(self):
        for provider, dialect in (("cohere", "cohere-v2-chat"), ("ollama", "ollama-chat")):
            with self.subTest(provider):
                self.plan(dialect, False, "tool_call", provider=provider)
                answer = self.openai.chat.completions.create(model=f"{provider}/m", messages=USER, tools=[FUNCTION])
                self.assertEqual(answer.choices[0].finish_reason, "tool_calls")
                self.plan(dialect, True, "reasoning_text" if provider == "ollama" else "tool_call", provider=provider)
                chunks = list(self.openai.chat.completions.create(
                    model=f"{provider}/m", messages=USER, stream=True, stream_options={"include_usage": True}))
                self.assertGreater(chunks[-1].usage.completion_tokens, 0)
        exchange = self.plan("cohere-embed", False)
        answer = self.openai.embeddings.create(model="cohere/embed-v4.0", input=exchange["request_body"]["texts"])
        wanted = json.loads(exchange["response_body"])["embeddings"]["float"][0]
        self.assertEqual(len(answer.data[0].embedding), len(wanted))
        self.assertAlmostEqual(answer.data[0].embedding[0], wanted[0], places=6)


if __name__ == "__main__":
    run_module()
