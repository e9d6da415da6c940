// SPDX-License-Identifier: Apache-2.0
// One story from the first word to the last, by clicks in the console, by clicks in the portal, and on the wire: a prompt
// is written, tried on three models and published; a person of another team asks for it, is refused, approved in the
// console, and calls it in every way; a new version goes against the old one; the API is deprecated and retired.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { Console } from "./console.mjs";
import { Gateway, openWindow, startBrowser } from "./support.mjs";

const password = "a sentence that nobody guesses 7";
const positive = { text: "what a good day" };

// A model that tells moods, in OpenAI's dialect; as JSON where a form of the answer is asked for.
async function serveMoods() {
  const asked = [];
  const server = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const body = JSON.parse(Buffer.concat(pieces).toString());
    asked.push(body);
    const mood = JSON.stringify(body.messages.at(-1).content).includes("good") ? "positive" : "negative";
    const text = body.response_format ? JSON.stringify({ mood, score: 0.9 }) : mood;
    const usage = { prompt_tokens: 20, completion_tokens: 4, total_tokens: 24 };
    if (!body.stream) {
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ id: "c1", object: "chat.completion", created: 1, model: body.model, usage,
        choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: text } }] }));
      return;
    }
    response.setHeader("Content-Type", "text/event-stream");
    const chunk = (choices, more = {}) =>
      response.write(`data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", created: 1, model: body.model, choices, ...more })}\n\n`);
    for (const content of [text.slice(0, 4), text.slice(4)]) chunk([{ index: 0, delta: { content } }]);
    chunk([{ index: 0, delta: {}, finish_reason: "stop" }]);
    chunk([], { usage });
    response.end("data: [DONE]\n\n");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { asked, server, url: `http://127.0.0.1:${server.address().port}` };
}

async function serveHooks() {
  const received = [];
  const server = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    received.push({ headers: request.headers, body: Buffer.concat(pieces).toString() });
    response.statusCode = 204;
    response.end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { received, server, url: `http://127.0.0.1:${server.address().port}/hook` };
}

let moods;
let hooks;
let gateway;
let console_;
let browser;
let portal;
let key;

before(async () => {
  moods = await serveMoods();
  hooks = await serveHooks();
  gateway = await Gateway.start(`
version: 1
server: {limits: {shed_after: 10s}}
providers:
  - {id: moods, dialect: openai, base_url: "${moods.url}/v1", auth: none, prices: [{model: "*", input: "1", output: "2"}]}
routes:
  - {model: small, targets: [{provider: moods, model: small}]}
  - {model: medium, targets: [{provider: moods, model: medium}]}
  - {model: large, targets: [{provider: moods, model: large}]}
notices: {webhook_networks: ["127.0.0.0/8"]}
plans:
  - {id: team, title: Team, price: {call: "0.001"}}
teams:
  - {id: language}
  - {id: sales, apps: [{id: mailer}]}
users:
  - {id: ada, name: Ada, email: ada@example.org, grants: [{role: member, team: sales}]}
`);
  await gateway.ask("PUT", "/users/ada/password", { password });
  key = (await gateway.ask("POST", "/keys", { app: "mailer", name: "story" })).key;
  console_ = Console.start(gateway);
  browser = await startBrowser();
  portal = await openWindow(browser, gateway);
});
after(async () => {
  await console_?.stop();
  await browser?.close();
  await gateway?.stop();
  moods?.server.close();
  hooks?.server.close();
});

const call = (path, { method = "POST", body, headers = {} } = {}) =>
  fetch(`${gateway.url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, ...(body ? { "Content-Type": "application/json" } : {}), ...headers },
    body: body ? JSON.stringify(body) : undefined,
  });

async function eventually(look, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() < end, "it did not come");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test("from the first word of a prompt to its last version", { timeout: 300_000 }, async (story) => {
  await story.test("a prompt is written in the console from an example", async () => {
    await console_.view("prompts");
    await console_.command("actionNewPrompt");
    await console_.choose("field_example", "sentiment");
    await console_.type("field_id", "sentiment");
    await console_.click("dialogVerb");
    await console_.until("promptState", "Version 1");
    const prompt = await gateway.ask("GET", "/prompts/sentiment");
    assert.equal(prompt.versions.length, 1);
  });

  await story.test("it is tried on three models side by side", async () => {
    await console_.choose("promptPages", "Try");
    await console_.choose("laneModel#1", "small");
    await console_.click("tryAddModel");
    await console_.choose("laneModel#2", "medium");
    await console_.click("tryAddModel");
    await console_.choose("laneModel#3", "large");
    await console_.click("trySend");
    for (const lane of ["laneText#1", "laneText#2", "laneText#3"]) await console_.until(lane, "negative");
    assert.deepEqual([...new Set(moods.asked.map((body) => body.model))].sort(), ["large", "medium", "small"]);
  });

  await story.test("it is published, and its address stands there with a command that works", async () => {
    const prompt = await gateway.ask("GET", "/prompts/sentiment");
    const { version, author, created, ...written } = prompt.versions[0];
    await gateway.ask("POST", "/prompts/sentiment/versions", { ...written, model: "small", comment: "on our own model" });
    await gateway.ask("PUT", "/prompts/sentiment/labels/production", { version: 2 });
    await console_.view("apis", "publish_prompt:sentiment@production");
    await console_.type("publishId", "mood");
    await console_.choose("field_answer", "json");
    await console_.choose("field_team", "language");
    await console_.click("dialogVerb");
    const command = await console_.until("publishedCommand", "curl");
    assert.ok(command.includes("/apis/mood/1"), command);
    await console_.click("publishedClose");
    const api = await gateway.ask("GET", "/apis/mood");
    assert.equal(api.versions[0].state, "published");
    await gateway.ask("PATCH", "/apis/mood", { plans: ["team"], title: "Mood of a text" });
  });

  await story.test("another team's call is refused before it has asked", async () => {
    const refused = await call("/apis/mood/1", { body: positive });
    assert.equal(refused.status, 403);
    assert.equal(refused.headers.get("x-gatehouse-error"), "subscription_required");
  });

  await story.test("she finds it in the portal, and asks", async () => {
    const { page } = portal;
    await page.goto(`${gateway.url}/portal`);
    await page.getByLabel("E-mail address").fill("ada@example.org");
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Mood of a text" }).click();
    await page.getByRole("button", { name: "Subscribe" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("Sorting letters");
    await dialog.getByRole("button", { name: "Subscribe" }).click();
    await page.getByText("Waits for an approver.").waitFor();
    const pending = await call("/apis/mood/1", { body: positive });
    assert.equal(pending.headers.get("x-gatehouse-error"), "subscription_pending");
  });

  await story.test("it is approved in the console, and the next call works", async () => {
    await console_.view("approvals");
    await console_.select("approvalsTable", "mailer");
    await console_.command("actionApprove");
    const answer = await eventually(async () => {
      const tried = await call("/apis/mood/1", { body: positive });
      return tried.status === 200 ? tried : undefined;
    });
    assert.deepEqual(await answer.json(), { mood: "positive", score: 0.9 });
    const [subscription] = (await gateway.ask("GET", "/subscriptions")).items;
    assert.equal(subscription.state, "approved");
  });

  await story.test("it is called by GET, and a version beside it as a stream", async () => {
    const got = await call("/apis/mood/1?text=a+good+day", { method: "GET" });
    assert.deepEqual(await got.json(), { mood: "positive", score: 0.9 });
    const prompt = await gateway.ask("GET", "/prompts/sentiment");
    const { version, author, created, response, ...written } = prompt.versions[1];
    await gateway.ask("POST", "/prompts/sentiment/versions", { ...written, comment: "in words" });
    const api = await gateway.ask("GET", "/apis/mood");
    api.versions.push({ version: "2", definition: { prompt: "sentiment@3", answer: "text" } });
    await gateway.ask("PATCH", "/apis/mood", { versions: api.versions });
    await gateway.ask("POST", "/apis/mood/versions/2/publish", {});
    const stream = await call("/apis/mood/2?stream=true", { body: positive });
    const text = await stream.text();
    const words = [...text.matchAll(/^data: (\{"text".*)$/gm)].map(([, json]) => JSON.parse(json).text).join("");
    assert.equal(words, "positive");
    assert.ok(text.includes("event: done"), text);
  });

  await story.test("it is called later, and a webhook tells that it is done", async () => {
    await gateway.ask("POST", "/webhooks", { id: "done", team: "sales", url: hooks.url, events: ["job.finished"] });
    const hook = await gateway.ask("POST", "/webhooks/done/rotate", {}); // sends nothing before it has a secret
    const accepted = await call("/apis/mood/1", { body: positive, headers: { Prefer: "respond-async" } });
    assert.equal(accepted.status, 202);
    const place = accepted.headers.get("location");
    const job = await eventually(async () => {
      const found = await (await call(place, { method: "GET" })).json();
      return found.state === "done" ? found : undefined;
    });
    assert.deepEqual(job.answer.body, { mood: "positive", score: 0.9 });
    const told = await eventually(() => hooks.received[0]);
    const signed = `${told.headers["webhook-id"]}.${told.headers["webhook-timestamp"]}.${told.body}`;
    const secret = Buffer.from(hook.secret.replace("whsec_", ""), "base64");
    assert.equal(told.headers["webhook-signature"], `v1,${createHmac("sha256", secret).update(signed).digest("base64")}`);
    assert.ok(JSON.parse(told.body));
  });

  await story.test("the charts know its calls, and what is charged", async () => {
    const series = await eventually(async () => {
      const stats = await gateway.ask("GET", "/stats?group_by=api&metrics=calls,errors");
      const found = stats.series.find((one) => one.group.api === "mood");
      return found?.total.calls >= 5 ? found : undefined;
    });
    assert.ok(series.total.calls >= 5);
    const [charge] = (await gateway.ask("GET", "/charges")).items;
    assert.equal(charge.api, "mood");
    assert.ok(Number(charge.for_calls) > 0);
    await console_.view("apis", "mood/1");
    await console_.until("apisTable", "/apis/mood/1");
  });

  await story.test("a new version goes against the old one, and feedback says which is better", async () => {
    const api = await gateway.ask("GET", "/apis/mood");
    api.versions[1].definition.experiment = { method: "split", calls: 10, certainty: "90", arms: [{ prompt: "sentiment@3", percent: "50" }, { prompt: "sentiment@2", percent: "50" }] };
    api.versions[1].definition.answer = "text";
    await gateway.ask("PATCH", "/apis/mood", { versions: api.versions });
    await gateway.ask("POST", "/apis/mood/versions/2/publish", { note: "experiment" });
    for (let i = 0; i < 60; ++i) {
      const answer = await call("/apis/mood/2", { body: positive });
      assert.equal(answer.status, 200);
      const short = (await answer.text()) === "positive";
      await call("/v1/feedback", { body: { id: answer.headers.get("x-request-id"), score: short ? 1 : 0 } });
    }
    const result = await eventually(async () => {
      const found = await gateway.ask("GET", "/apis/mood/versions/2/experiment");
      return found.arms.every((arm) => arm.calls >= 10) ? found : undefined;
    });
    assert.equal(result.arms.length, 2);
    await console_.view("apis", "mood/2");
    await console_.choose("apiTabs", "Experiment").catch(() => undefined);
  });

  await story.test("version 1 is deprecated and retired in the console", async () => {
    await console_.view("apis", "mood/1");
    await console_.select("apisTable", "/apis/mood/1");
    await console_.command("actionDeprecate");
    await console_.click("dialogVerb");
    const old = await eventually(async () => {
      const answer = await call("/apis/mood/1", { body: positive });
      return answer.headers.has("deprecation") ? answer : undefined;
    });
    assert.equal(old.status, 200);
    await console_.select("apisTable", "/apis/mood/1");
    await console_.command("actionRetire");
    await console_.type("field_typed", "mood/1"); // it cannot be taken back
    await console_.click("dialogVerb");
    const gone = await eventually(async () => {
      const answer = await call("/apis/mood/1", { body: positive });
      return answer.status === 410 ? answer : undefined;
    });
    assert.equal(gone.headers.get("x-gatehouse-error"), "api_retired");
    assert.equal((await call("/apis/mood/2", { body: positive })).status, 200);
  });

  assert.deepEqual(portal.account.foreign, []);
  assert.deepEqual(portal.account.console, []);
});
