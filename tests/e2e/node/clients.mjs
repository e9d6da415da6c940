// SPDX-License-Identifier: Apache-2.0
// The official Node clients. Arguments: gateway base URL, key, then "replay" where the replay upstream stands behind it.
import assert from "node:assert/strict";
import test from "node:test";
import { createRequire } from "node:module";

// The clients lie in the build folder, not beside this file.
const require = createRequire(process.env.GATEHOUSE_E2E_CLIENTS + "/node/");
const OpenAI = require("openai").default;
const Anthropic = require("@anthropic-ai/sdk").default;

const base = process.env.GATEHOUSE_BASE;
const key = process.env.GATEHOUSE_KEY;
const openai = new OpenAI({ baseURL: base + "/v1", apiKey: key, maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: base + "/anthropic", apiKey: key, maxRetries: 0 });
const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

test("chat, plain and streamed", async () => {
  const messages = [{ role: "user", content: "Guten Tag, Köln" }];
  const answer = await openai.chat.completions.create({ model: "demo/echo", messages });
  assert.match(answer.choices[0].message.content, /Guten Tag, Köln/);
  let text = "";
  let usage = null;
  for await (const chunk of await openai.chat.completions.create({
    model: "demo/echo", messages, stream: true, stream_options: { include_usage: true },
  })) {
    text += chunk.choices[0]?.delta?.content ?? "";
    usage = chunk.usage ?? usage;
  }
  assert.match(text, /Guten Tag, Köln/);
  assert.ok(usage.total_tokens > 0);
});

test("embeddings in the client's default encoding", async () => {
  const answer = await openai.embeddings.create({ model: "demo/echo", input: "hello" });
  assert.ok(answer.data[0].embedding.every((x) => typeof x === "number"));
});

test("messages, plain and streamed", async () => {
  const asked = { model: "demo/echo", max_tokens: 100, messages: [{ role: "user", content: "Bom dia, São Paulo" }] };
  const answer = await anthropic.messages.create(asked);
  assert.match(answer.content[0].text, /Bom dia, São Paulo/);
  const whole = await anthropic.messages.stream(asked).finalMessage();
  assert.equal(whole.content[0].text, answer.content[0].text);
  assert.equal(whole.stop_reason, "end_turn");
});

test("leaving a stream early is no error of anybody", async () => {
  const stream = await openai.chat.completions.create({
    model: "demo/slow", messages: [{ role: "user", content: "a b c d e f g h" }], stream: true,
  });
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta?.content) break;
  }
});

test("wrong key", async () => {
  const stranger = new OpenAI({ baseURL: base + "/v1", apiKey: "no", maxRetries: 0 });
  await assert.rejects(stranger.models.list().then(), (error) => error.status === 401 && error.code === "invalid_key");
});

const replay = { skip: process.env.GATEHOUSE_REPLAY ? false : "no recorded traffic" };

for (const model of ["openai/gpt-4o-mini", "anthropic/claude-haiku-4-5"]) {
  test(`OpenAI client, tools and images, ${model}`, replay, async () => {
    const asked = {
      model, max_completion_tokens: 200,
      tools: [{ type: "function", function: { name: "get_weather", description: "Weather", parameters } }],
      messages: [{ role: "user", content: [
        { type: "text", text: "What is the weather in Paris?" },
        { type: "image_url", image_url: { url: "data:image/png;base64," + pixel } },
      ] }],
    };
    assert.ok((await openai.chat.completions.create(asked)).choices.length > 0);
    let finish = null;
    for await (const chunk of await openai.chat.completions.create({ ...asked, stream: true })) {
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    assert.ok(finish);
  });

  test(`Anthropic client, tools and images, ${model}`, replay, async () => {
    const asked = {
      model, max_tokens: 200, tools: [{ name: "get_weather", description: "Weather", input_schema: parameters }],
      messages: [{ role: "user", content: [
        { type: "text", text: "What is the weather in Paris?" },
        { type: "image", source: { type: "base64", media_type: "image/png", data: pixel } },
      ] }],
    };
    assert.ok((await anthropic.messages.create(asked)).stop_reason);
    assert.ok((await anthropic.messages.stream(asked).finalMessage()).stop_reason);
  });
}
