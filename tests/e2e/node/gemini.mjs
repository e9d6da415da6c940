// SPDX-License-Identifier: Apache-2.0
// Google's official Node client, for AI Studio and for Vertex.
import assert from "node:assert/strict";
import test from "node:test";
import { createRequire } from "node:module";

// The clients lie in the build folder, not beside this file.
const require = createRequire(process.env.GATEHOUSE_E2E_CLIENTS + "/node/");
const { GoogleGenAI } = require("@google/genai");

const base = process.env.GATEHOUSE_BASE;
const apiKey = process.env.GATEHOUSE_KEY;
const studio = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: base + "/gemini" } });
const express = new GoogleGenAI({ vertexai: true, apiKey, httpOptions: { baseUrl: base + "/vertex" } });
const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

for (const [name, client, model] of [
  ["AI Studio", studio, "demo/echo"],
  ["Vertex", express, "publishers/google/models/demo%2Fecho"],
]) {
  test(name + ": plain and streamed", async () => {
    const asked = { model, contents: "Guten Tag, Köln" };
    const answer = await client.models.generateContent(asked);
    assert.match(answer.text, /Guten Tag, Köln/);
    assert.equal(answer.candidates[0].finishReason, "STOP");
    let text = "";
    let last = null;
    for await (const chunk of await client.models.generateContentStream(asked)) {
      text += chunk.text ?? "";
      last = chunk;
    }
    assert.equal(text, answer.text);
    assert.equal(last.candidates[0].finishReason, "STOP");
    assert.ok(last.usageMetadata.totalTokenCount > 0);
  });
}

test("an image and a schema are taken", async () => {
  const answer = await studio.models.generateContent({
    model: "demo/echo",
    contents: [{ role: "user", parts: [{ inlineData: { mimeType: "image/png", data: pixel } }, { text: "Which?" }] }],
    config: { responseMimeType: "application/json", responseJsonSchema: { type: "object", properties: {} } },
  });
  assert.ok(answer.candidates.length > 0);
});

test("counting tokens", async () => {
  const counted = await studio.models.countTokens({ model: "demo/echo", contents: "How many?" });
  assert.ok(counted.totalTokens > 0);
});

test("wrong key", async () => {
  const stranger = new GoogleGenAI({ apiKey: "no", httpOptions: { baseUrl: base + "/gemini" } });
  await assert.rejects(stranger.models.generateContent({ model: "demo/echo", contents: "Hi" }), { status: 401 });
});
