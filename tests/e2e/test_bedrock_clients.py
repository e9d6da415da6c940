# SPDX-License-Identifier: Apache-2.0
"""boto3's Bedrock runtime client against the daemon: the demo provider, and recorded answers of three dialects.

botocore sends bearer keys over TLS alone, so the gateway has a certificate here."""
import atexit
import base64
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import tempfile
import unittest

import anthropic
import boto3
import botocore.config
import botocore.exceptions

from support import KEY, SHARED, Gateway, Replay, run_module

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
TOOLS = {"tools": [{"toolSpec": {"name": "get_weather", "description": "Weather of a city", "inputSchema": {"json": {
    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}}]}
ASK = [{"role": "user", "content": [{"text": "Grüße, Welt"}]}]


FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-tls-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2",
                "-keyout", FOLDER / "key.pem", "-out", FOLDER / "cert.pem"], check=True, capture_output=True)
TLS = f'server: {{tls: {{cert: "{FOLDER}/cert.pem", key: "{FOLDER}/key.pem"}}}}'


def client(base, key=KEY):
    os.environ["AWS_BEARER_TOKEN_BEDROCK"] = key
    return boto3.client("bedrock-runtime", endpoint_url=base + "/bedrock", region_name="eu-west-1",
                        verify=str(FOLDER / "cert.pem"), config=botocore.config.Config(retries={"max_attempts": 0}))


def collected(events):
    """Text, thoughts, signature, tool inputs, stop reason and usage of a ConverseStream."""
    seen = {"text": "", "thoughts": "", "signature": "", "tools": {}, "stop": None, "usage": None}
    for event in events:
        if "contentBlockStart" in event:
            start = event["contentBlockStart"]
            seen["tools"][start["contentBlockIndex"]] = [start["start"]["toolUse"]["name"], ""]
        elif "contentBlockDelta" in event:
            index, delta = event["contentBlockDelta"]["contentBlockIndex"], event["contentBlockDelta"]["delta"]
            seen["text"] += delta.get("text", "")
            seen["thoughts"] += delta.get("reasoningContent", {}).get("text", "")
            seen["signature"] += delta.get("reasoningContent", {}).get("signature", "")
            if "toolUse" in delta:
                seen["tools"][index][1] += delta["toolUse"]["input"]
        elif "messageStop" in event:
            seen["stop"] = event["messageStop"]["stopReason"]
        elif "metadata" in event:
            seen["usage"] = event["metadata"]["usage"]
    return seen


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway(f"""version: 1
{TLS}
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""")
        cls.client = client(cls.gateway.base)

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def test_converse(self):
        answer = self.client.converse(modelId="demo/echo", messages=ASK, inferenceConfig={"maxTokens": 50})
        self.assertIn("Grüße, Welt", answer["output"]["message"]["content"][0]["text"])
        self.assertEqual(answer["stopReason"], "end_turn")
        self.assertGreater(answer["usage"]["totalTokens"], 0)

    def test_converse_stream(self):
        answer = self.client.converse_stream(modelId="demo/echo", messages=ASK)
        seen = collected(answer["stream"])
        self.assertIn("Grüße, Welt", seen["text"])
        self.assertEqual(seen["stop"], "end_turn")
        self.assertGreater(seen["usage"]["outputTokens"], 0)

    def test_a_picture(self):
        answer = self.client.converse(modelId="demo/echo", messages=[{"role": "user", "content": [
            {"text": "What is it?"}, {"image": {"format": "png", "source": {"bytes": PIXEL}}}]}])
        self.assertTrue(answer["output"]["message"]["content"])

    def test_invoke(self):
        body = json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 50,
                           "messages": [{"role": "user", "content": "one two three"}]})
        answer = self.client.invoke_model(modelId="demo/echo", body=body)
        self.assertIn("one two three", json.loads(answer["body"].read())["content"][0]["text"])
        events = [json.loads(event["chunk"]["bytes"]) for event in
                  self.client.invoke_model_with_response_stream(modelId="demo/echo", body=body)["body"]]
        self.assertEqual(events[0]["type"], "message_start")
        self.assertEqual(events[-1]["type"], "message_stop")

    def test_count_tokens(self):
        answer = self.client.count_tokens(modelId="demo/echo", input={"converse": {"messages": ASK}})
        self.assertGreater(answer["inputTokens"], 0)

    def test_a_wrong_key(self):
        with self.assertRaises(botocore.exceptions.ClientError) as raised:
            client(self.gateway.base, "gh-not-a-key-0123456789abcdef").converse(modelId="demo/echo", messages=ASK)
        self.assertEqual(raised.exception.response["Error"]["Code"], "UnrecognizedClientException")
        self.assertIn("key", raised.exception.response["Error"]["Message"])

    def test_an_unknown_model(self):
        with self.assertRaises(self.client.exceptions.ResourceNotFoundException):
            self.client.converse(modelId="nobody/nothing", messages=ASK)

    def test_a_signed_request(self):
        del os.environ["AWS_BEARER_TOKEN_BEDROCK"]
        try:
            signed = boto3.client("bedrock-runtime", endpoint_url=self.gateway.base + "/bedrock",
                                  region_name="eu-west-1", verify=str(FOLDER / "cert.pem"), aws_access_key_id="AKIDEXAMPLE",
                                  aws_secret_access_key="example")
            with self.assertRaises(botocore.exceptions.ClientError) as raised:
                signed.converse(modelId="demo/echo", messages=ASK)
            self.assertIn("Signature", raised.exception.response["Error"]["Message"])
        finally:
            os.environ["AWS_BEARER_TOKEN_BEDROCK"] = KEY

    # The form in which Anthropic's own library (and Claude Code) speaks to Bedrock.
    def test_anthropics_bedrock_client(self):
        bedrock = anthropic.AnthropicBedrock(
            api_key=KEY, aws_region="eu-west-1", max_retries=0, base_url=self.gateway.base + "/bedrock",
            http_client=anthropic.DefaultHttpxClient(verify=ssl.create_default_context(cafile=FOLDER / "cert.pem")))
        answer = bedrock.messages.create(model="demo/echo", max_tokens=50,
                                         messages=[{"role": "user", "content": "four five six"}])
        self.assertIn("four five six", answer.content[0].text)
        with bedrock.messages.stream(model="demo/echo", max_tokens=50,
                                     messages=[{"role": "user", "content": "four five six"}]) as stream:
            self.assertIn("four five six", "".join(stream.text_stream))


class Recorded(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not (SHARED / "recorded").exists():
            raise unittest.SkipTest("no recorded traffic")
        cls.replay = Replay()
        cls.gateway = Gateway(f"""version: 1
{TLS}
providers:
  - {{id: bedrock, dialect: bedrock, base_url: "{cls.replay.base('bedrock')}", keys: ["env:E2E_KEY"], auth: bearer}}
  - {{id: openai, dialect: openai, base_url: "{cls.replay.base('openai')}/v1", keys: ["env:E2E_KEY"]}}
  - {{id: anthropic, dialect: anthropic, base_url: "{cls.replay.base('anthropic')}", keys: ["env:E2E_KEY"]}}
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""", {"E2E_KEY": "sk-e2e-upstream-key"})
        cls.client = client(cls.gateway.base)

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.replay.stop()

    def plan(self, identifier, **plan):
        self.replay.ask("POST", "/__reset")
        self.replay.ask("POST", "/__next", {"id": identifier, **plan})

    def test_tools_of_three_providers(self):
        recorded = {
            "bedrock/us.anthropic.claude-x-v1:0": "bedrock.converse.s.converse-stream-with-content-tool-call.469f49",
            "openai/gpt-x": "openai.chat.s.open-ai-function-calls-tools-streaming-parallel.68088e",
            "anthropic/claude-x": "anthropic.messages.s.chat-function-calling-anthropic-claude-haiku-4-5-can.bef5a5"}
        for model, identifier in recorded.items():
            with self.subTest(model):
                self.plan(identifier, split="nasty")
                seen = collected(self.client.converse_stream(modelId=model, messages=ASK, toolConfig=TOOLS)["stream"])
                self.assertEqual(seen["stop"], "tool_use")
                self.assertTrue(seen["tools"])
                for _, text in seen["tools"].values():
                    self.assertIsInstance(json.loads(text or "{}"), dict)

    def test_thoughts_and_their_signature(self):
        recorded = {
            "bedrock/us.anthropic.claude-x": "bedrock.converse.s.bedrock-model-thinking-part-stream.c43176",
            "anthropic/claude-x": "anthropic.messages.s.anthropic-model-thinking-part-stream.88b492"}
        for model, identifier in recorded.items():
            with self.subTest(model):
                self.plan(identifier, skip_validation=True)
                seen = collected(self.client.converse_stream(
                    modelId=model, messages=ASK, inferenceConfig={"maxTokens": 3000},
                    additionalModelRequestFields={"thinking": {"type": "enabled", "budget_tokens": 1024}})["stream"])
                self.assertTrue(seen["thoughts"] and seen["signature"])
                # Sent back, the signature goes to its vendor as that wrote it, and to nobody else.
                history = ASK + [{"role": "assistant", "content": [
                    {"reasoningContent": {"reasoningText": {"text": seen["thoughts"], "signature": seen["signature"]}}},
                    {"text": seen["text"]}]}, {"role": "user", "content": [{"text": "And?"}]}]
                for target in (model, "openai/gpt-x"):
                    self.replay.ask("POST", "/__reset")
                    self.client.converse(modelId=target, messages=history, inferenceConfig={"maxTokens": 9})
                    body = json.dumps(self.replay.received()["received"][-1]["body"])
                    plain = seen["signature"].rsplit(".", 1)[-1]
                    self.assertEqual(plain in body, target == model)
                    self.assertNotIn("gatehouse.", body)

    def test_cache_points(self):
        self.plan("bedrock.converse.n.bedrock-cache-write-and-read.cd3a12")
        answer = self.client.converse(modelId="bedrock/us.anthropic.claude-x", messages=[
            {"role": "user", "content": [{"text": "Long."}, {"cachePoint": {"type": "default"}}, {"text": "Why?"}]}])
        self.assertEqual(answer["usage"]["cacheWriteInputTokens"], 1322)
        self.replay.ask("POST", "/__reset")
        self.client.converse(modelId="anthropic/claude-x", inferenceConfig={"maxTokens": 9}, messages=[
            {"role": "user", "content": [{"text": "Long."}, {"cachePoint": {"type": "default"}}, {"text": "Why?"}]}])
        blocks = self.replay.received()["received"][-1]["body"]["messages"][0]["content"]
        self.assertEqual(blocks[0], {"type": "text", "text": "Long.", "cache_control": {"type": "ephemeral"}})

    def test_an_exception_within_a_stream(self):
        for model, identifier in {
                "bedrock/us.anthropic.claude-x": "bedrock.converse.s.composed-midstream-exception.2342dd",
                "anthropic/claude-x": "anthropic.messages.s.composed-midstream-overloaded.ca3790"}.items():
            with self.subTest(model):
                self.plan(identifier, times=2)
                with self.assertRaises(botocore.exceptions.EventStreamError):
                    collected(self.client.converse_stream(modelId=model, messages=ASK)["stream"])

    def test_a_structured_answer(self):
        schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
                  "additionalProperties": False}
        self.replay.ask("POST", "/__reset")
        self.client.converse(modelId="openai/gpt-4o", messages=ASK, outputConfig={"textFormat": {
            "type": "json_schema", "structure": {"jsonSchema": {"name": "City", "schema": json.dumps(schema)}}}})
        sent = self.replay.received()["received"][-1]["body"]["response_format"]["json_schema"]
        self.assertEqual((sent["name"], sent["schema"]), ("City", schema))


if __name__ == "__main__":
    run_module()
