// SPDX-License-Identifier: Apache-2.0
// One story with nothing played: a team publishes a prompt as an API; a person of another team finds it in the portal,
// is refused, asks, is approved, calls it by POST, by GET and as a stream, sees what was used, and reads that the
// version is deprecated and retired.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibilityFaults, Gateway, openWindow, startBrowser } from "./support.mjs";

const password = "a sentence that nobody guesses 7";

const prompt = {
  id: "sentiment", team: "language",
  versions: [{
    version: 1, comment: "first", model: "demo/echo",
    messages: [{ role: "user", content: "Mood of: {{text}}" }],
    variables: [{ name: "text", schema: { type: "string", maxLength: 2000 }, example: "What a day!", description: "What to judge." }],
  }],
  labels: [{ name: "production", version: 1 }],
};
const api = {
  id: "mood", title: "Mood of a text", description: "Says whether a text is glad.", team: "language", tags: ["text"],
  plans: ["team"], versions: [{ version: "1", definition: { prompt: "sentiment@production", notes: "Short texts only." } }],
};

let gateway;
let browser;
let window_;
let page;

before(async () => {
  gateway = await Gateway.start("version: 1\nteams:\n  - {id: language}\n  - {id: sales}\n  - {id: secret}\n");
  const make = (path, body) => gateway.ask("POST", path, body);
  await make("/plans", { id: "team", title: "Team", description: "For every day.", price: { call: "0.001" } });
  await make("/prompts", prompt);
  await make("/apis", api);
  await make("/apis", { ...api, id: "inside", title: "Only inside", access: "team", team: "secret", plans: [] });
  for (const id of ["mood", "inside"]) await make(`/apis/${id}/versions/1/publish`, {});
  await make("/apps", { id: "vault", team: "secret" });
  await make("/users", { id: "ada", name: "Ada", email: "ada@example.org", grants: [{ role: "member", team: "sales" }] });
  await gateway.ask("PUT", "/users/ada/password", { password });
  browser = await startBrowser();
  window_ = await openWindow(browser, gateway);
  page = window_.page;
});
after(async () => {
  await browser?.close();
  await gateway?.stop();
});

const open = async (name) => {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
};

async function send(path = "POST /apis/mood/1", fill = async () => {}) {
  const form = page.getByRole("form", { name: `Try ${path}` });
  await fill(form);
  await form.getByRole("button", { name: "Send" }).click();
  const answer = form.getByLabel("Answer", { exact: true });
  await answer.getByText(/in all [\d,]+ ms/).waitFor();
  await answer.getByText("Still coming…").waitFor({ state: "detached" });
  return answer;
}

// Opens an operation of the documentation and its form for trying it.
async function openTrial(name) {
  const heading = page.getByRole("heading", { level: 3, name, exact: true });
  await heading.waitFor();
  const operation = page.locator(".operations > li").filter({ has: heading });
  if (!(await operation.locator("details").first().evaluate((one) => one.open))) await heading.click();
  const button = operation.getByRole("button", { name: "Try it" });
  const form = operation.getByRole("form", { name: `Try ${name}` });
  await button.or(form).first().waitFor(); // what is opened is drawn a moment later
  if (await button.count()) await button.click();
  await form.waitFor();
}

async function openMood() {
  await open("Catalogue");
  await page.getByRole("link", { name: "Mood of a text" }).click();
  await openTrial("POST /apis/mood/1");
}

const decide = async (action, body = {}) => {
  const [subscription] = (await gateway.ask("GET", "/subscriptions")).items;
  return gateway.ask("POST", `/subscriptions/${subscription.id}/${action}`, body);
};

test("the whole way from the first sign-in to the last version", { timeout: 240_000 }, async (story) => {
  await story.test("signs in with a password", async () => {
    await page.goto(`${gateway.url}/portal`);
    await page.getByLabel("E-mail address").fill("ada@example.org");
    await page.getByLabel("Password").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Catalogue" }).waitFor();
  });

  await story.test("sees what is published for all, and nothing of another team", async () => {
    const list = page.getByRole("list", { name: "Catalogue" });
    await list.getByRole("link", { name: "Mood of a text" }).waitFor();
    assert.equal(await list.getByRole("listitem").count(), 1);
    await page.goto(`${gateway.url}/portal/apis/inside`);
    await page.getByRole("alert").waitFor();
    await open("Apps and keys");
    await page.getByText("You have no applications yet.").waitFor();
  });

  await story.test("makes an application and a key", async () => {
    await page.getByRole("button", { name: "New application" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("mailer");
    await dialog.getByRole("button", { name: "Make application" }).click();
    await page.getByRole("button", { name: "New key for mailer" }).click();
    await dialog.getByLabel("Name").fill("laptop");
    await dialog.getByRole("button", { name: "Make key" }).click();
    await dialog.getByText(/^gh_/).waitFor();
    await dialog.getByRole("button", { name: "I have kept it" }).click();
  });

  await story.test("reads the documentation, and is refused without a subscription", async () => {
    await openMood();
    await page.getByText("Short texts only.").waitFor();
    await page.getByText("What to judge.").first().waitFor();
    const answer = await send();
    await answer.getByText("Status 403").waitFor();
    await answer.getByText(/subscription_required/).first().waitFor();
  });

  await story.test("asks for a subscription, and waits", async () => {
    await page.getByRole("button", { name: "Subscribe" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("Sorting letters");
    await dialog.getByRole("button", { name: "Subscribe" }).click();
    await page.getByText("Waits for an approver.").waitFor();
    const answer = await send();
    await answer.getByText(/subscription_pending/).first().waitFor();
  });

  await story.test("is approved: the next call works, by POST, by GET and as a stream", async () => {
    await decide("approve");
    let answer = await send();
    await answer.getByText("Status 200").waitFor();
    assert.ok((await answer.getByRole("group", { name: "Body" }).innerText()).includes("What a day!"));
    const form = page.getByRole("form", { name: "Try POST /apis/mood/1" });
    if ((await form.getByRole("checkbox", { name: /As a stream/ }).count()) > 0) {
      answer = await send("POST /apis/mood/1", (it) => it.getByRole("checkbox", { name: /As a stream/ }).check());
      await answer.getByText(/\d+ events/).waitFor();
      assert.equal(await answer.getByRole("alert").count(), 0);
    }
    await openTrial("GET /apis/mood/1");
    answer = await send("GET /apis/mood/1", (it) => it.getByLabel(/^text/).fill("sunny"));
    await answer.getByText("Status 200").waitFor();
    assert.ok((await answer.getByRole("group", { name: "Body" }).innerText()).includes("sunny"));
    assert.deepEqual(await accessibilityFaults(page), []);
  });

  await story.test("sees the calls in usage", async () => {
    await open("Usage");
    for (let attempt = 0; attempt < 20; ++attempt) {
      if (await page.getByRole("table", { name: "Sums" }).getByText("mailer").count()) break;
      await page.waitForTimeout(250); // calls are written down a moment later
      await page.reload();
      await page.getByRole("heading", { level: 1, name: "Usage" }).waitFor();
      await page.waitForLoadState("networkidle");
    }
    await page.getByRole("table", { name: "Sums" }).getByText("mailer").waitFor();
    await page.getByRole("table", { name: "Charges" }).getByText("mood for mailer").waitFor();
  });

  await story.test("a suspended subscription says so, and what to do", async () => {
    await decide("suspend", { reason: "Too many calls." });
    await open("Subscriptions");
    await page.getByText("They said: Too many calls.").waitFor();
    await decide("resume");
  });

  await story.test("rotates and revokes the key", async () => {
    await open("Apps and keys");
    await page.getByRole("button", { name: "Rotate laptop" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Rotate" }).click();
    await dialog.getByText(/^gh_/).waitFor();
    await dialog.getByRole("button", { name: "I have kept it" }).click();
    await page.getByRole("button", { name: "Revoke laptop" }).first().click();
    await dialog.getByRole("button", { name: "Revoke" }).click();
    await page.getByText("Revoked").first().waitFor();
  });

  await story.test("reads that the version is deprecated, then retired", async () => {
    await gateway.ask("POST", "/apis/mood/versions/1/deprecate", { sunset: "2099-01-31T00:00:00Z" });
    await page.goto(`${gateway.url}/portal/apis/mood`);
    await page.getByText(/deprecated and ends on .*2099/).waitFor();
    await gateway.ask("POST", "/apis/mood/versions/1/retire", {});
    await page.reload();
    await page.getByText("This version is retired").waitFor();
  });

  await story.test("changes the password, and is out when the session is ended", async () => {
    await open("Account");
    await page.getByLabel("Current password").fill(password);
    await page.getByLabel("New password", { exact: false }).first().fill(`${password} again`);
    await page.getByLabel("New password again").fill(`${password} again`);
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Your password is changed.").waitFor();
    const [session] = (await gateway.ask("GET", "/sessions?user=ada")).items;
    await gateway.ask("DELETE", `/sessions/${session.id}`);
    await page.getByRole("link", { name: "Usage" }).click();
    await page.getByText("Your session has ended.").first().waitFor();
  });

  assert.deepEqual(window_.account.foreign, []);
  assert.deepEqual(window_.account.console, []);
});
