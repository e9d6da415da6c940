// SPDX-License-Identifier: Apache-2.0
// Cohere's and Ollama's official Node clients.
import assert from "node:assert/strict";
import test from "node:test";
import { createRequire } from "node:module";

// The clients lie in the build folder, not beside this file.
const require = createRequire(process.env.GATEHOUSE_E2E_CLIENTS + "/node/");
const { CohereClientV2 } = require("cohere-ai");
const { Ollama } = require("ollama");

const base = process.env.GATEHOUSE_BASE;
const key = process.env.GATEHOUSE_KEY;
const replay = process.env.GATEHOUSE_REPLAY;
const cohere = new CohereClientV2({ token: key, environment: base + "/cohere" });
const ollama = new Ollama({ host: base + "/ollama", headers: { Authorization: "Bearer " + key } });
const messages = [{ role: "user", content: "Guten Tag, Köln" }];
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const tools = [{ type: "function", function: { name: "get_weather", description: "d", parameters } }];

async function plan(id) {
  await fetch(replay + "/__reset", { method: "POST", body: "{}" });
  await fetch(replay + "/__next", { method: "POST", body: JSON.stringify({ id, times: 2 }) });
}

async function collect(stream) {
  const seen = [];
  for await (const event of stream) seen.push(event);
  return seen;
}

test("cohere, plain and streamed", async () => {
  const answer = await cohere.chat({ model: "demo/echo", messages });
  assert.match(answer.message.content[0].text, /Guten Tag, Köln/);
  assert.equal(answer.finishReason, "COMPLETE");
  const seen = await collect(await cohere.chatStream({ model: "demo/echo", messages }));
  const text = seen.filter((e) => e.type === "content-delta").map((e) => e.delta.message.content.text).join("");
  assert.match(text, /Guten Tag, Köln/);
  assert.equal(seen.at(-1).type, "message-end");
  assert.ok(seen.at(-1).delta.usage.tokens.outputTokens > 0);
});

test("cohere, embeddings", async () => {
  const answer = await cohere.embed({
    model: "demo/echo", texts: ["a", "b"], inputType: "search_query", embeddingTypes: ["float"],
  });
  assert.equal(answer.embeddings.float.length, 2);
});

test("ollama, plain and streamed", async () => {
  const answer = await ollama.chat({ model: "demo/echo", messages });
  assert.match(answer.message.content, /Guten Tag, Köln/);
  const parts = await collect(await ollama.chat({ model: "demo/echo", messages, stream: true }));
  assert.match(parts.map((p) => p.message.content).join(""), /Guten Tag, Köln/);
  assert.ok(parts.at(-1).done);
  const generated = await collect(await ollama.generate({ model: "demo/echo", prompt: "one two", stream: true }));
  assert.match(generated.map((p) => p.response).join(""), /one two/);
  assert.ok((await ollama.list()).models.some((m) => m.name === "demo/echo"));
  assert.equal((await ollama.embed({ model: "demo/echo", input: ["a", "b"] })).embeddings.length, 2);
});

const recorded = JSON.parse(process.env.GATEHOUSE_RECORDED ?? "{}");

for (const provider of ["cohere", "ollama", "openai", "anthropic"]) {
  test(`tools of ${provider}`, { skip: !replay }, async () => {
    const model = `${provider}/m`;
    await plan(recorded[provider].whole);
    const told = await cohere.chat({ model, messages, tools });
    assert.equal(told.finishReason, "TOOL_CALL");
    JSON.parse(told.message.toolCalls[0].function.arguments);
    await plan(recorded[provider].whole);
    const answer = await ollama.chat({ model, messages, tools });
    assert.equal(typeof answer.message.tool_calls[0].function.arguments, "object");
    if (!recorded[provider].streamed) return;
    await plan(recorded[provider].streamed);
    const events = await collect(await cohere.chatStream({ model, messages, tools }));
    assert.ok(events.some((e) => e.type === "tool-call-start"));
    assert.equal(events.at(-1).delta.finishReason, "TOOL_CALL");
    await plan(recorded[provider].streamed);
    const parts = await collect(await ollama.chat({ model, messages, tools, stream: true }));
    assert.ok(parts.some((p) => p.message.tool_calls?.length));
  });
}

test("cohere, rerank", { skip: !replay }, async () => {
  await plan(recorded.rerank);
  const answer = await cohere.rerank({ model: "cohere/rerank-v3.5", query: "q", documents: ["a", "b"], topN: 1 });
  assert.equal(answer.results[0].index, 1);
});

test("errors", async () => {
  await assert.rejects(cohere.chat({ model: "nowhere/x", messages }, { maxRetries: 0 }), { statusCode: 404 });
  await assert.rejects(ollama.chat({ model: "nowhere/x", messages }), { status_code: 404 });
});
