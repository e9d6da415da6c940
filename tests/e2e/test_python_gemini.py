# SPDX-License-Identifier: Apache-2.0
"""Google's official Python client against the daemon, for AI Studio and for Vertex: the demo provider, and the replay
upstream where it is there."""
import base64
import json
import unittest

import google.auth.credentials
from google import genai
from google.genai import errors, types

from support import KEY, REPLAY_ENVIRONMENT, SHARED, Gateway, Replay, run_module

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
WEATHER = types.Tool(function_declarations=[types.FunctionDeclaration(
    name="get_weather", description="Weather of a city",
    parameters=types.Schema(type="OBJECT", properties={"city": types.Schema(type="STRING")}, required=["city"]))])


class GatewayKey(google.auth.credentials.Credentials):
    """What stands for Google's credentials in front of a gateway: its key as the bearer token."""

    def __init__(self):
        super().__init__()
        self.token = KEY

    @property
    def expired(self):
        return False

    @property
    def valid(self):
        return True

    def refresh(self, request):
        pass


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.replay = Replay() if (SHARED / "recorded").exists() else None
        providers = ""
        if cls.replay:
            base = cls.replay.base
            providers = f"""providers:
  - {{id: studio, dialect: gemini, base_url: "{base('gemini')}/v1beta", auth: x-goog-api-key, keys: ["env:E2E_OPENAI_KEY"]}}
  - {{id: openai, dialect: openai, base_url: "{base('openai')}/v1", keys: ["env:E2E_OPENAI_KEY"]}}
  - {{id: anthropic, dialect: anthropic, base_url: "{base('anthropic')}", keys: ["env:E2E_ANTHROPIC_KEY"]}}"""
        cls.gateway = Gateway(f"""version: 1
{providers}
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""", REPLAY_ENVIRONMENT)
        cls.studio = genai.Client(api_key=KEY, http_options={"base_url": cls.gateway.base + "/gemini"})
        cls.vertex = genai.Client(vertexai=True, project="p", location="us-central1", credentials=GatewayKey(),
                                  http_options={"base_url": cls.gateway.base + "/vertex"})

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        if cls.replay:
            cls.replay.stop()

    def test_plain(self):
        for name, client, model in (("studio", self.studio, "demo/echo"),
                                    ("vertex", self.vertex, "publishers/google/models/demo%2Fecho")):
            with self.subTest(name):
                answer = client.models.generate_content(model=model, contents="Grüße, Welt")
                self.assertIn("Grüße, Welt", answer.text)
                self.assertEqual(answer.candidates[0].finish_reason, types.FinishReason.STOP)
                self.assertGreater(answer.usage_metadata.total_token_count, 0)

    def test_stream(self):
        for name, client, model in (("studio", self.studio, "demo/echo"),
                                    ("vertex", self.vertex, "publishers/google/models/demo%2Fecho")):
            with self.subTest(name):
                chunks = list(client.models.generate_content_stream(model=model, contents="one two three"))
                self.assertIn("one two three", "".join(chunk.text or "" for chunk in chunks))
                self.assertEqual(chunks[-1].candidates[0].finish_reason, types.FinishReason.STOP)

    def test_models(self):
        self.assertIn("models/demo/echo", [model.name for model in self.studio.models.list()])

    def test_counting(self):
        self.assertGreater(self.studio.models.count_tokens(model="demo/echo", contents="How many?").total_tokens, 0)

    def test_embeddings(self):
        for model in ("demo/echo", "studio/gemini-embedding-001"):
            with self.subTest(model):
                if model.startswith("studio"):
                    if not self.replay:
                        self.skipTest("no recorded traffic")
                    index = json.loads((SHARED / "recorded/INDEX.json").read_text())["exchanges"]
                    entry = next(e for e in index if e["dialect"] == "gemini-embed" and e["status"] == 200)
                    self.replay.ask("POST", "/__reset")
                    self.replay.ask("POST", "/__next", {"id": entry["id"], "skip_validation": True})
                answer = self.studio.models.embed_content(model=model, contents=["a"])
                self.assertGreater(len(answer.embeddings[0].values), 1)
        if self.replay:
            self.assertNotIn("studio/", json.dumps(self.sent()))

    def test_wrong_key(self):
        stranger = genai.Client(api_key="no", http_options={"base_url": self.gateway.base + "/gemini"})
        with self.assertRaises(errors.ClientError) as caught:
            stranger.models.generate_content(model="demo/echo", contents="Hi")
        self.assertEqual((caught.exception.code, caught.exception.status), (401, "UNAUTHENTICATED"))

    def play(self, dialect, streaming, feature):
        """The next answer of the replay upstream: a recorded one that shows the feature."""
        if not self.replay:
            self.skipTest("no recorded traffic")
        index = json.loads((SHARED / "recorded/INDEX.json").read_text())["exchanges"]
        entry = next(e for e in index if e["dialect"] == dialect and e["streaming"] == streaming and
                     e["status"] == 200 and feature in e["features"] and e["provider"] in ("openai", "anthropic", "gemini"))
        self.replay.ask("POST", "/__reset")
        self.replay.ask("POST", "/__next", {"id": entry["id"], "times": 2})
        return entry

    def sent(self):
        received = self.replay.received()
        return (received["received"] if isinstance(received, dict) else received)[-1]["body"]

    def test_tools_of_every_provider(self):
        for dialect, model in (("openai-chat", "openai/gpt-4o"), ("anthropic-messages", "anthropic/claude-haiku-4-5"),
                               ("gemini-generate", "studio/gemini-2.5-flash")):
            for streaming in (False, True):
                with self.subTest(dialect, streaming=streaming):
                    self.play(dialect, streaming, "tool_call")
                    config = types.GenerateContentConfig(
                        tools=[WEATHER], automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True))
                    if streaming:
                        chunks = self.studio.models.generate_content_stream(model=model, contents="Hi", config=config)
                        parts = [part for chunk in chunks for part in
                                 ((chunk.candidates or [None])[0].content.parts or [] if chunk.candidates else [])]
                    else:
                        answer = self.studio.models.generate_content(model=model, contents="Hi", config=config)
                        parts = answer.candidates[0].content.parts
                    calls = [part.function_call for part in parts if part.function_call]
                    self.assertTrue(calls and calls[0].name)
                    # The results go back, and the provider takes them.
                    results = [types.Part(function_response=types.FunctionResponse(
                        id=call.id, name=call.name, response={"output": "15 degrees"})) for call in calls]
                    self.play(dialect, False, "tool_call")
                    self.studio.models.generate_content(model=model, config=config, contents=[
                        types.Content(role="user", parts=[types.Part(text="Hi")]),
                        types.Content(role="model", parts=[part for part in parts if part.function_call or part.text]),
                        types.Content(role="user", parts=results)])

    def test_image_and_structured_output(self):
        for dialect, model in (("openai-chat", "openai/gpt-4o"), ("anthropic-messages", "anthropic/claude-haiku-4-5"),
                               ("gemini-generate", "studio/gemini-2.5-flash")):
            with self.subTest(dialect):
                self.play(dialect, False, "structured_output")
                schema = {"type": "object", "properties": {"color": {"type": "string"}}, "required": ["color"]}
                answer = self.studio.models.generate_content(
                    model=model, contents=[types.Part.from_bytes(data=PIXEL, mime_type="image/png"), "Which color?"],
                    config=types.GenerateContentConfig(response_mime_type="application/json",
                                                       response_json_schema=schema))
                self.assertTrue(answer.candidates)
                sent = json.dumps(self.sent())
                self.assertIn("iVBORw0KGgo", sent)
                self.assertIn('"color"', sent)


if __name__ == "__main__":
    run_module()
