// SPDX-License-Identifier: Apache-2.0
// The official Node clients over providers whose bodies a mapping makes.
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
const messages = [{ role: "user", content: "Hi" }];

for (const model of ["triton/llm", "tensors/llm", "maker/my/endpoint", "azureml/blue", "custom/any", "frame/scorer"]) {
  test(`chat with ${model}`, async () => {
    const answer = await openai.chat.completions.create({ model, messages });
    assert.equal(answer.choices[0].message.content, "Hello");
    const message = await anthropic.messages.create({ model, messages, max_tokens: 9 });
    assert.equal(message.content[0].text, "Hello");
  });
  test(`stream of ${model}`, async () => {
    let text = "";
    let finish = null;
    for await (const chunk of await openai.chat.completions.create({ model, messages, stream: true })) {
      text += chunk.choices[0]?.delta?.content ?? "";
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    assert.deepEqual([text, finish], ["Hello", "stop"]);
    const message = await anthropic.messages.stream({ model, messages, max_tokens: 9 }).finalMessage();
    assert.deepEqual([message.content[0].text, message.stop_reason], ["Hello", "end_turn"]);
  });
}

test("an error keeps the server's words", async () => {
  const asked = openai.chat.completions.create({ model: "custom/any", messages: [{ role: "user", content: "fail" }] });
  await assert.rejects(asked, (error) => error.status === 400 && /no such thing/.test(error.message));
});
