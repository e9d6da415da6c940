// SPDX-License-Identifier: Apache-2.0
// AWS's Node client of the Bedrock runtime, over HTTP/1.1.
import assert from "node:assert/strict";
import test from "node:test";
import { createRequire } from "node:module";

// The clients lie in the build folder, not beside this file.
const require = createRequire(process.env.GATEHOUSE_E2E_CLIENTS + "/node/");
const {
  BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand, InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} = require("@aws-sdk/client-bedrock-runtime");
const { NodeHttpHandler } = require("@smithy/node-http-handler");

const client = new BedrockRuntimeClient({
  region: "eu-west-1", endpoint: process.env.GATEHOUSE_BASE + "/bedrock", maxAttempts: 1,
  requestHandler: new NodeHttpHandler(),
});
const replay = process.env.GATEHOUSE_REPLAY;
const messages = [{ role: "user", content: [{ text: "Guten Tag, Köln" }] }];
const toolConfig = { tools: [{ toolSpec: { name: "get_weather", inputSchema: { json: { type: "object" } } } }] };

async function plan(id, more = {}) {
  await fetch(replay + "/__reset", { method: "POST", body: "{}" });
  await fetch(replay + "/__next", { method: "POST", body: JSON.stringify({ id, ...more }) });
}

async function collect(stream) {
  const seen = { text: "", thoughts: "", signature: "", tools: [], stop: null, usage: null };
  for await (const event of stream) {
    const delta = event.contentBlockDelta?.delta;
    if (event.contentBlockStart?.start?.toolUse) seen.tools.push("");
    if (delta?.text) seen.text += delta.text;
    if (delta?.reasoningContent?.text) seen.thoughts += delta.reasoningContent.text;
    if (delta?.reasoningContent?.signature) seen.signature += delta.reasoningContent.signature;
    if (delta?.toolUse) seen.tools[seen.tools.length - 1] += delta.toolUse.input;
    seen.stop = event.messageStop?.stopReason ?? seen.stop;
    seen.usage = event.metadata?.usage ?? seen.usage;
  }
  return seen;
}

test("converse, plain and streamed", async () => {
  const answer = await client.send(new ConverseCommand({ modelId: "demo/echo", messages }));
  assert.match(answer.output.message.content[0].text, /Guten Tag, Köln/);
  assert.equal(answer.stopReason, "end_turn");
  const { stream } = await client.send(new ConverseStreamCommand({ modelId: "demo/echo", messages }));
  const seen = await collect(stream);
  assert.match(seen.text, /Guten Tag, Köln/);
  assert.ok(seen.usage.totalTokens > 0);
});

test("invoke, plain and streamed", async () => {
  const body = JSON.stringify({
    anthropic_version: "bedrock-2023-05-31", max_tokens: 50, messages: [{ role: "user", content: "one two" }],
  });
  const request = { modelId: "demo/echo", body, contentType: "application/json" };
  const answer = await client.send(new InvokeModelCommand(request));
  assert.match(JSON.parse(new TextDecoder().decode(answer.body)).content[0].text, /one two/);
  const streamed = await client.send(new InvokeModelWithResponseStreamCommand(request));
  const types = [];
  for await (const event of streamed.body) types.push(JSON.parse(new TextDecoder().decode(event.chunk.bytes)).type);
  assert.equal(types[0], "message_start");
  assert.equal(types.at(-1), "message_stop");
});

test("errors have their names", async () => {
  await assert.rejects(client.send(new ConverseCommand({ modelId: "nobody/nothing", messages })),
                       { name: "ResourceNotFoundException" });
});

test("pictures, tools and cache points reach a provider of another dialect", { skip: !replay }, async () => {
  await plan("anthropic.messages.s.chat-function-calling-anthropic-claude-haiku-4-5-can.bef5a5",
             { skip_validation: true });
  const { stream } = await client.send(new ConverseStreamCommand({
    modelId: "anthropic/claude-x", toolConfig, inferenceConfig: { maxTokens: 100 },
    messages: [{ role: "user", content: [
      { image: { format: "png", source: { bytes: new Uint8Array([137, 80, 78, 71]) } } },
      { cachePoint: { type: "default" } }, { text: "What?" }] }],
  }));
  const seen = await collect(stream);
  assert.equal(seen.stop, "tool_use");
  for (const tool of seen.tools) assert.equal(typeof JSON.parse(tool), "object");
  const { received } = await (await fetch(replay + "/__received")).json();
  assert.deepEqual(received.at(-1).body.messages[0].content[0], {
    type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw==" },
    cache_control: { type: "ephemeral" },
  });
});

test("thoughts pass, cut anyhow", { skip: !replay }, async () => {
  await plan("bedrock.converse.s.bedrock-model-thinking-part-stream.c43176", { split: "one" });
  const { stream } = await client.send(new ConverseStreamCommand({
    modelId: "bedrock/us.anthropic.claude-x-v1:0", messages,
  }));
  const seen = await collect(stream);
  assert.ok(seen.thoughts && seen.signature && seen.text);
});

test("an exception in a stream is one for the client", { skip: !replay }, async () => {
  await plan("bedrock.converse.s.composed-midstream-exception.2342dd");
  const { stream } = await client.send(new ConverseStreamCommand({
    modelId: "bedrock/us.anthropic.claude-x-v1:0", messages,
  }));
  await assert.rejects(collect(stream), { name: "ModelStreamErrorException" });
});
