# SPDX-License-Identifier: Apache-2.0
"""The official Python clients against the daemon: the demo provider, and the replay upstream where it is there."""
import json
import unittest

import anthropic
import openai

from support import KEY, REPLAY_ENVIRONMENT, SHARED, Gateway, Replay, replay_config, run_module

PIXEL = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
TOOL = {"type": "function", "function": {"name": "get_weather", "description": "Weather of a city", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}
ANTHROPIC_TOOL = {"name": "get_weather", "description": "Weather of a city", "input_schema": {
    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway(f"""version: 1
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""")
        cls.openai = openai.OpenAI(base_url=cls.gateway.base + "/v1", api_key=KEY, max_retries=0)
        cls.anthropic = anthropic.Anthropic(base_url=cls.gateway.base + "/anthropic", api_key=KEY, max_retries=0)

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def test_chat(self):
        answer = self.openai.chat.completions.with_raw_response.create(
            model="demo/echo", messages=[{"role": "user", "content": "Grüße, Welt"}])
        self.assertIn("Grüße, Welt", answer.parse().choices[0].message.content)
        record = self.gateway.call_record(answer.headers["x-request-id"])
        self.assertEqual((record["outcome"], record["provider"], record["status"]), ("ok", "demo", 200))
        self.assertTrue(record["pretend"])

    def test_chat_stream_with_usage(self):
        chunks = list(self.openai.chat.completions.create(
            model="demo/echo", messages=[{"role": "user", "content": "one two three"}], stream=True,
            stream_options={"include_usage": True}))
        text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
        self.assertIn("one two three", text)
        self.assertGreater(chunks[-1].usage.total_tokens, 0)

    def test_chat_stream_without_usage_gets_none(self):
        chunks = list(self.openai.chat.completions.create(
            model="demo/echo", messages=[{"role": "user", "content": "one two three"}], stream=True))
        self.assertTrue(all(c.usage is None for c in chunks))
        self.assertEqual(chunks[-1].choices[0].finish_reason, "stop")

    def test_embeddings(self):
        answer = self.openai.embeddings.create(model="demo/echo", input=["a", "b"])
        self.assertEqual(len(answer.data), 2)
        self.assertEqual(len(answer.data[0].embedding), len(answer.data[1].embedding))

    def test_models(self):
        names = [m.id for m in self.openai.models.list()]
        self.assertIn("demo/echo", names)
        self.assertIn("demo/echo", [m.id for m in self.anthropic.models.list()])
        self.assertEqual(self.openai.models.retrieve("demo/echo").id, "demo/echo")

    def test_messages(self):
        answer = self.anthropic.messages.create(model="demo/echo", max_tokens=100,
                                                messages=[{"role": "user", "content": "Bonjour à tous"}])
        self.assertIn("Bonjour à tous", answer.content[0].text)
        self.assertEqual(answer.stop_reason, "end_turn")
        self.assertGreater(answer.usage.input_tokens, 0)

    def test_messages_stream(self):
        with self.anthropic.messages.stream(model="demo/echo", max_tokens=100,
                                            messages=[{"role": "user", "content": "four five six"}]) as stream:
            text = "".join(stream.text_stream)
        self.assertIn("four five six", text)
        self.assertGreater(stream.get_final_message().usage.output_tokens, 0)

    def test_count_tokens(self):
        count = self.anthropic.messages.count_tokens(model="demo/echo",
                                                     messages=[{"role": "user", "content": "one two"}])
        self.assertGreater(count.input_tokens, 0)

    def test_rate_limited_model(self):
        with self.assertRaises(openai.RateLimitError) as caught:
            self.openai.chat.completions.create(model="demo/429", messages=[{"role": "user", "content": "x"}])
        self.assertIn("retry-after", caught.exception.response.headers)
        with self.assertRaises(anthropic.RateLimitError):
            self.anthropic.messages.create(model="demo/429", max_tokens=9, messages=[{"role": "user", "content": "x"}])

    def test_errors_in_the_callers_form(self):
        stranger = openai.OpenAI(base_url=self.gateway.base + "/v1", api_key="gh_wrong", max_retries=0)
        with self.assertRaises(openai.AuthenticationError) as caught:
            stranger.models.list()
        self.assertEqual(caught.exception.code, "invalid_key")
        with self.assertRaises(openai.NotFoundError) as caught:
            self.openai.chat.completions.create(model="nothing", messages=[{"role": "user", "content": "x"}])
        self.assertEqual(caught.exception.code, "model_not_found")
        with self.assertRaises(anthropic.NotFoundError) as caught:
            self.anthropic.messages.create(model="nothing", max_tokens=9, messages=[{"role": "user", "content": "x"}])
        self.assertEqual(caught.exception.response.headers["x-gatehouse-error"], "model_not_found")


@unittest.skipUnless((SHARED / "recorded").exists(), "no recorded traffic")
class Recorded(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.replay = Replay()
        cls.gateway = Gateway(replay_config(cls.replay), REPLAY_ENVIRONMENT)
        cls.openai = openai.OpenAI(base_url=cls.gateway.base + "/v1", api_key=KEY, max_retries=0)
        cls.anthropic = anthropic.Anthropic(base_url=cls.gateway.base + "/anthropic", api_key=KEY, max_retries=0)

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.replay.stop()

    def test_openai_tools_plain_and_streamed(self):
        for model in ("openai/gpt-4o-mini", "anthropic/claude-haiku-4-5"):
            with self.subTest(model):
                asked = dict(model=model, tools=[TOOL], max_completion_tokens=200,
                             messages=[{"role": "user", "content": "What is the weather in Paris?"}])
                self.assertTrue(self.openai.chat.completions.create(**asked).choices)
                chunks = list(self.openai.chat.completions.create(stream=True, **asked))
                self.assertTrue(any(c.choices and c.choices[0].finish_reason for c in chunks))

    def test_openai_images(self):
        for model in ("openai/gpt-4o-mini", "anthropic/claude-haiku-4-5"):
            with self.subTest(model):
                answer = self.openai.chat.completions.create(model=model, max_completion_tokens=200, messages=[
                    {"role": "user", "content": [{"type": "text", "text": "What is this?"}, {
                        "type": "image_url", "image_url": {"url": "data:image/png;base64," + PIXEL}}]}])
                self.assertTrue(answer.choices)

    def test_anthropic_tools_and_images_plain_and_streamed(self):
        for model in ("anthropic/claude-haiku-4-5", "openai/gpt-4o-mini"):
            with self.subTest(model):
                asked = dict(model=model, max_tokens=200, tools=[ANTHROPIC_TOOL], messages=[
                    {"role": "user", "content": [
                        {"type": "text", "text": "What is the weather there?"},
                        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PIXEL}}]}])
                self.assertTrue(self.anthropic.messages.create(**asked).stop_reason)
                with self.anthropic.messages.stream(**asked) as stream:
                    stream.until_done()
                self.assertTrue(stream.get_final_message().stop_reason)

    def test_tool_results_go_back(self):
        history = [
            {"role": "user", "content": "Weather in Paris and Rome?"},
            {"role": "assistant", "content": None, "tool_calls": [
                {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": '{"city":"Paris"}'}},
                {"id": "call_2", "type": "function", "function": {"name": "get_weather", "arguments": '{"city":"Rome"}'}}]},
            {"role": "tool", "tool_call_id": "call_1", "content": "rain"},
            {"role": "tool", "tool_call_id": "call_2", "content": "sun"}]
        for model in ("openai/gpt-4o-mini", "anthropic/claude-haiku-4-5"):
            with self.subTest(model):
                answer = self.openai.chat.completions.create(model=model, tools=[TOOL], messages=history,
                                                             max_completion_tokens=200)
                self.assertTrue(answer.choices)

    def test_losses_are_named(self):
        answer = self.openai.chat.completions.with_raw_response.create(
            model="anthropic/claude-haiku-4-5", seed=7, max_completion_tokens=50,
            messages=[{"role": "user", "content": "Hello"}])
        self.assertIn("seed", answer.headers["x-gatehouse-losses"])
        record = self.gateway.call_record(answer.headers["x-request-id"])
        self.assertIn("seed", json.dumps(record["explain"]))

    def test_a_stream_cut_by_the_provider_is_an_error(self):
        self.replay.ask("POST", "/__next", {"provider": "openai", "abort_after_events": 2, "abort": "reset", "times": 2})
        with self.assertRaises((openai.APIError, openai.APIConnectionError, Exception)) as caught:
            for _ in self.openai.chat.completions.create(model="openai/gpt-4o-mini", stream=True,
                                                         messages=[{"role": "user", "content": "Hello"}]):
                pass
        self.assertNotIsInstance(caught.exception, AssertionError)
        self.replay.ask("POST", "/__reset")

    def test_the_providers_own_error_passes_unchanged(self):
        self.replay.ask("POST", "/__next", {"provider": "openai", "status": 401, "times": 1})
        with self.assertRaises(openai.AuthenticationError) as caught:
            self.openai.chat.completions.create(model="openai/gpt-4o-mini",
                                                messages=[{"role": "user", "content": "Hello"}])
        self.assertEqual(caught.exception.response.headers["x-gatehouse-error"], "provider_auth")
        self.replay.ask("POST", "/__reset")


if __name__ == "__main__":
    run_module()
