// SPDX-License-Identifier: Apache-2.0
// The official Node clients with images, sound, files and batches; the provider behind is tests/e2e/provider.py.
import assert from "node:assert/strict";
import test from "node:test";
import { createRequire } from "node:module";

const require = createRequire(process.env.GATEHOUSE_E2E_CLIENTS + "/node/");
const OpenAI = require("openai").default;
const Anthropic = require("@anthropic-ai/sdk").default;

const base = process.env.GATEHOUSE_BASE;
const key = process.env.GATEHOUSE_KEY;
const openai = new OpenAI({ baseURL: base + "/v1", apiKey: key, maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: base + "/anthropic", apiKey: key, maxRetries: 0 });
const sound = Buffer.alloc(3 << 20, "sound\r\n--");

test("images, made and edited", async () => {
  const made = await openai.images.generate({ model: "picture", prompt: "a door" });
  assert.ok(made.data[0].b64_json.startsWith("iVBOR"));
  const image = await OpenAI.toFile(Buffer.from("png"), "a.png", { type: "image/png" });
  const edited = await openai.images.edit({ image, model: "picture", prompt: "open" });
  assert.equal(edited.usage.output_tokens, 272);
});

test("speech, as bytes", async () => {
  const answer = await openai.audio.speech.create({ model: "voice", voice: "alloy", input: "hello" });
  assert.equal((await answer.arrayBuffer()).byteLength, 76800);
});

test("transcription: the file stands before the model, and is large", async () => {
  const file = await OpenAI.toFile(sound, "a.wav", { type: "audio/wav" });
  const answer = await openai.audio.transcriptions.create({ file, model: "sound" });
  assert.equal(answer.text, "Grüße");
  let text = "";
  for await (const event of await openai.audio.transcriptions.create({ file, model: "sound", stream: true })) {
    text += event.delta ?? "";
  }
  assert.equal(text, "Grüße");
});

test("files and batches", async () => {
  const file = await OpenAI.toFile(Buffer.from("{}\n"), "a.jsonl");
  const made = await openai.files.create({ file, purpose: "batch" });
  assert.equal(await (await openai.files.content(made.id)).text().then((t) => t.split("\n").length), 3);
  const batch = await openai.batches.create({
    input_file_id: made.id, endpoint: "/v1/chat/completions", completion_window: "24h",
  });
  assert.equal((await openai.batches.cancel(batch.id)).status, "cancelling");
  assert.ok((await openai.files.delete(made.id)).deleted);
});

test("batches of messages", async () => {
  const requests = [{ custom_id: "a", params: { model: "m", max_tokens: 1, messages: [{ role: "user", content: "x" }] } }];
  const batch = await anthropic.messages.batches.create({ requests });
  assert.equal((await anthropic.messages.batches.retrieve(batch.id)).processing_status, "in_progress");
  await anthropic.messages.batches.cancel(batch.id);
});

test("a refusal reaches the client as its own error", async () => {
  const stranger = new OpenAI({ baseURL: base + "/v1", apiKey: "no", maxRetries: 0 });
  await assert.rejects(stranger.files.list(), OpenAI.AuthenticationError);
});
