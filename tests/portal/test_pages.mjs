// SPDX-License-Identifier: Apache-2.0
// The portal's pages in a browser: the page, its files and its header fields come from a real gateway, answers of the
// portal's API are played (mock_api.mjs), calls that are tried go to the gateway's demo models.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chatDocument, playApi, signedIn, worldOf } from "./mock_api.mjs";
import { accessibilityFaults, Gateway, gatewayKey, openWindow, startBrowser, sticksOut } from "./support.mjs";

const places = ["/portal", "/portal/apis/mood", "/portal/apis/mood/1", "/portal/subscriptions", "/portal/apps", "/portal/usage", "/portal/account", "/portal/nowhere/at/all"];
const most = 200 * 1024;

let gateway;
let browser;
before(async () => {
  gateway = await Gateway.start();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await gateway?.stop();
});

// Runs "story" in a window; afterwards nothing must have gone elsewhere, offended the policy or thrown.
async function inWindow(options, story) {
  const { context, page, account } = await openWindow(browser, gateway, options);
  try {
    await story(page, account);
    assert.deepEqual(account.foreign, []);
    assert.deepEqual(account.console, []);
  } finally {
    await context.close();
  }
}

const settled = async (page) => {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  await page.locator(".loading").waitFor({ state: "detached" });
};

test("the first visit transfers little and paints soon", () =>
  inWindow({}, async (page) => {
    await playApi(page, worldOf());
    const client = await page.context().newCDPSession(page);
    await client.send("Network.enable");
    let transferred = 0;
    client.on("Network.loadingFinished", (event) => (transferred += event.encodedDataLength));
    await page.goto(`${gateway.url}/portal`);
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
    console.log(`first visit: ${(transferred / 1024).toFixed(1)} KB transferred, first contentful paint after ${paint?.toFixed(0)} ms`);
    assert.ok(transferred > 0 && transferred <= most, `${transferred} bytes`);
    assert.ok(paint > 0);
  }));

test("a person signs in with a password, and with a code where one is asked for", () =>
  inWindow({}, async (page) => {
    const world = worldOf({ code: "123456" });
    await playApi(page, world);
    await page.goto(`${gateway.url}/portal/subscriptions`);
    await page.getByLabel("E-mail address").fill("ada@example.org");
    await page.getByLabel("Password").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "E-mail address or password are wrong." }).waitFor();
    await page.getByLabel("Password").fill(world.password);
    await page.keyboard.press("Enter");
    const code = page.getByLabel("Code");
    await code.waitFor();
    assert.ok(await code.evaluate((input) => input === document.activeElement));
    await code.fill("123 456");
    await page.keyboard.press("Enter");
    // Back where they wanted to go.
    await page.getByRole("heading", { level: 1, name: "Subscriptions" }).waitFor();
    assert.equal(world.asked.filter(([method, path]) => method === "POST" && path === "/sessions").at(-1)[2].code, "123456");
    // No cookie, nothing that outlives the tab.
    assert.deepEqual(await page.context().cookies(), []);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Subscriptions" }).waitFor();
  }));

test("a person signs in with an OpenID Connect provider and comes back to where they were", () =>
  inWindow({}, async (page) => {
    const world = worldOf({ provider: `${gateway.url}/played_provider` });
    await playApi(page, world);
    await page.route("**/played_provider*", (route) =>
      route.fulfill({ status: 302, headers: { Location: "/portal?code=c1&state=st1" } }));
    await page.goto(`${gateway.url}/portal/apps`);
    await page.getByRole("button", { name: "Sign in with Corporate login" }).click();
    await page.getByRole("heading", { level: 1, name: "Apps and keys" }).waitFor();
    const begun = world.asked.find(([, path]) => path.endsWith("/begin"));
    assert.equal(begun[2].redirect_uri, `${gateway.url}/portal`);
    assert.ok(!page.url().includes("code="));
  }));

test("an answer of a sign-in that this window did not begin is refused", () =>
  inWindow({}, async (page) => {
    const world = worldOf();
    await playApi(page, world);
    await page.goto(`${gateway.url}/portal?code=c1&state=st1`);
    await page.getByRole("alert").filter({ hasText: "not begun in this window" }).waitFor();
    assert.ok(!world.asked.some(([, path]) => path.endsWith("/finish")));
  }));

test("who must have a second factor sets it up before anything else", () =>
  inWindow({}, async (page) => {
    const world = worldOf();
    world.user.second_factor_required = true;
    await signedIn(page, gateway, world, "/portal/apps");
    await page.getByText("Your organisation asks for a second factor.").waitFor();
    await page.getByRole("button", { name: "Set up second factor" }).waitFor();
    assert.ok(!world.asked.some(([, path]) => path.startsWith("/apps")));
  }));

test("an invited person sets a password, and the invitation stays in no history", () =>
  inWindow({}, async (page) => {
    const world = worldOf();
    await playApi(page, world);
    await page.goto(`${gateway.url}/portal/invitation#i1`);
    await page.getByLabel("New password", { exact: false }).first().fill("a much longer sentence");
    await page.getByLabel("New password again").fill("a much longer sentence");
    await page.getByRole("button", { name: "Set your password" }).click();
    await page.getByText("Your password is set.").waitFor();
    assert.ok(!page.url().includes("#"));
    assert.equal(world.asked.find(([, path]) => path === "/sign_in/invitation")[2].invitation, "i1");
  }));

test("a session that the gateway has ended leads to the sign-in", () =>
  inWindow({}, async (page) => {
    const world = worldOf();
    await signedIn(page, gateway, world);
    await settled(page);
    world.token = "another";
    await page.getByRole("link", { name: "Apps and keys" }).click();
    await page.getByText("Your session has ended.").first().waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.getItem("gatehouse.session")), null);
  }));

test("the catalogue is searched, and narrowed by tag and owner", () =>
  inWindow({}, async (page) => {
    await signedIn(page, gateway, worldOf());
    const entries = page.getByRole("list", { name: "Catalogue" }).getByRole("listitem");
    await entries.nth(2).waitFor();
    await page.getByLabel("Search").fill("glad");
    await page.getByRole("status").filter({ hasText: "One API found." }).waitFor();
    assert.equal(await entries.count(), 1);
    await page.getByLabel("Search").fill("nothing like this");
    await page.getByText("Nothing fits these filters.").waitFor();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await page.getByLabel("Tag").selectOption("rest");
    await page.getByRole("status").filter({ hasText: "One API found." }).waitFor();
    await page.getByRole("link", { name: "Weather" }).click();
    await page.getByRole("heading", { level: 1, name: "Weather" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Catalogue" }).waitFor();
  }));

test("a deprecated version says until when and what to use instead", () =>
  inWindow({}, async (page) => {
    await signedIn(page, gateway, worldOf(), "/portal/apis/mood/1");
    await page.getByText(/deprecated and ends on .*2027/).waitFor();
    await page.getByRole("link", { name: "Use version 2 instead." }).click();
    await page.getByRole("link", { name: "Version 2 Published" }).waitFor();
    assert.equal(await page.getByText("This version is deprecated").count(), 0);
  }));

test("an application is subscribed, at once or after approval, and a subscription is ended", () =>
  inWindow({}, async (page) => {
    const world = worldOf();
    await signedIn(page, gateway, world, "/portal/apis/mood");
    await page.getByRole("button", { name: "Subscribe another application" }).click();
    const dialog = page.getByRole("dialog", { name: "Subscribe to Mood of a text" });
    await dialog.getByText("This plan is approved at once").waitFor();
    await dialog.getByRole("radio", { name: /^Team/ }).check();
    await dialog.getByText("Somebody has to approve this.").waitFor();
    await dialog.getByLabel("Reason").fill("Sorting letters");
    await dialog.getByRole("button", { name: "Subscribe" }).click();
    await dialog.waitFor({ state: "detached" });
    const [, , asked] = world.asked.find(([method, path]) => method === "POST" && path === "/subscriptions");
    assert.deepEqual([asked.api, asked.app, asked.plan, asked.reason], ["mood", "notebook", "team", "Sorting letters"]);
    await page.getByRole("link", { name: "Subscriptions" }).click();
    const list = page.getByRole("list", { name: "Subscriptions" });
    await list.getByText("They said: Use the public one.").waitFor();
    assert.equal(await list.getByText("Waits for an approver.").count(), 2);
    await list.getByRole("button", { name: "Withdraw" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel subscription" }).click();
    await list.getByText("Cancelled").waitFor();
  }));

test("keys are made and shown once, rotated with an overlap, revoked", () =>
  inWindow({}, async (page) => {
    const world = worldOf();
    await signedIn(page, gateway, world, "/portal/apps");
    await page.getByRole("button", { name: "New key for mailer" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("build server");
    await dialog.getByRole("button", { name: "Make key" }).click();
    await dialog.getByText("gh_made_key").waitFor();
    await dialog.getByRole("button", { name: "I have kept it" }).click();
    assert.equal(await page.getByText("gh_made_key").count(), 0);
    const rows = page.getByRole("region", { name: "Application mailer" }).getByRole("row");
    await rows.filter({ hasText: "build server" }).waitFor();
    await page.getByRole("button", { name: "Rotate laptop" }).click();
    await dialog.getByLabel("The old key ends").selectOption("in an hour");
    await dialog.getByRole("button", { name: "Rotate" }).click();
    await dialog.getByText("gh_rotated_key").waitFor();
    await page.keyboard.press("Escape");
    assert.equal(world.asked.find(([, path]) => path.endsWith("/rotate"))[2].overlap_seconds, 3600);
    await page.getByRole("button", { name: "Revoke build server" }).click();
    await dialog.getByRole("button", { name: "Revoke" }).click();
    await rows.filter({ hasText: "Revoked" }).waitFor();
    assert.equal(await page.evaluate(() => JSON.stringify({ ...sessionStorage }).includes("gh_")), false);
  }));

test("a call is tried with a key just made, its answer and its cURL are shown", () =>
  inWindow({}, async (page) => {
    const world = worldOf({ freshKey: gatewayKey });
    await signedIn(page, gateway, world, "/portal/apps");
    await page.getByRole("button", { name: "New key for notebook" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("trial");
    await page.getByRole("dialog").getByRole("button", { name: "Make key" }).click();
    await page.getByRole("button", { name: "I have kept it" }).click();
    await page.getByRole("link", { name: "Catalogue" }).click();
    await page.getByRole("link", { name: "Chat models" }).click();
    await page.getByRole("button", { name: "Try it" }).click();
    const form = page.getByRole("form", { name: "Try POST /chat/completions" });
    assert.equal(await form.getByLabel("Key", { exact: true }).locator("option:checked").innerText(), "trial (notebook)");
    const curl = await form.getByRole("group", { name: "cURL" }).innerText();
    assert.ok(curl.includes(`${gateway.url}/v1/chat/completions`) && curl.includes("$GATEHOUSE_KEY") && !curl.includes(gatewayKey));
    await form.getByRole("button", { name: "Send" }).click();
    const answer = form.getByLabel("Answer", { exact: true });
    await answer.getByText("Status 200").waitFor();
    const body = JSON.parse(await answer.getByRole("group", { name: "Body" }).innerText());
    assert.ok(body.choices[0].message.content.includes("Good morning"));
    // A key that nobody knows: the gateway's refusal, as it came.
    await form.getByLabel("Key", { exact: true }).selectOption("Another key");
    await form.getByLabel("Gateway key").fill("gh-nobody");
    await form.getByRole("button", { name: "Send" }).click();
    await answer.getByText("Status 401").waitFor();
  }));

test("a stream is shown as it comes, with its words and whether it came to its end", () =>
  inWindow({}, async (page) => {
    const world = worldOf();
    const document = structuredClone(chatDocument);
    const media = document.paths["/chat/completions"].post.requestBody.content["application/json"];
    media.example = { model: "demo/echo", stream: true, messages: [{ role: "user", content: "one two three" }] };
    world.documents.chat = document;
    await signedIn(page, gateway, world, "/portal/apis/chat");
    await page.getByRole("button", { name: "Try it" }).click();
    const form = page.getByRole("form", { name: "Try POST /chat/completions" });
    await form.getByRole("button", { name: "Send" }).click();
    await form.getByText("Type a key, or make one").waitFor();
    await form.getByLabel("Gateway key").fill(gatewayKey);
    await form.getByRole("checkbox", { name: /As a stream/ }).check();
    await form.getByRole("button", { name: "Send" }).click();
    const answer = form.getByLabel("Answer", { exact: true });
    await answer.getByText(/\d+ events/).waitFor();
    await answer.getByText("Still coming…").waitFor({ state: "detached" });
    assert.ok((await answer.getByRole("group", { name: "Text" }).innerText()).includes("one two three"));
    assert.ok((await answer.getByRole("group", { name: "As it came" }).innerText()).includes("data: [DONE]"));
    assert.equal(await answer.getByRole("alert").count(), 0);
  }));

test("an answer that breaks off is not taken for a whole one", () =>
  inWindow({}, async (page) => {
    await signedIn(page, gateway, worldOf(), "/portal/apis/chat");
    await page.route("**/v1/chat/completions", (route) =>
      route.fulfill({ status: 200, contentType: "text/event-stream", body: 'data: {"text":"half of"}\n\ndata: {"te' }));
    await page.getByRole("button", { name: "Try it" }).click();
    const form = page.getByRole("form", { name: "Try POST /chat/completions" });
    await form.getByLabel("Gateway key").fill("any");
    await form.getByRole("button", { name: "Send" }).click();
    await form.getByText("The answer broke off before its end").waitFor();
  }));

test("usage is drawn, described in words and told as a table", () =>
  inWindow({}, async (page) => {
    await signedIn(page, gateway, worldOf(), "/portal/usage");
    const chart = page.getByRole("img", { name: /^Calls over time: [\d,]+ in all, at most/ });
    await chart.waitFor();
    assert.ok((await chart.locator("rect").count()) > 60);
    await page.getByRole("button", { name: "Show as table" }).first().click();
    await page.getByRole("table", { name: "Calls" }).getByRole("columnheader", { name: "mailer" }).waitFor();
    await page.getByLabel("Time", { exact: true }).selectOption("Last 24 hours");
    await page.getByRole("table", { name: "Calls" }).getByRole("row").nth(24).waitFor();
    await page.getByRole("table", { name: "Sums" }).getByText("unknown").waitFor();
  }));

test("the account: password, second factor with a code made here, sessions ended", () =>
  inWindow({}, async (page, account) => {
    const world = worldOf();
    await signedIn(page, gateway, world, "/portal/account");
    await page.getByLabel("Current password").fill(world.password);
    await page.getByLabel("New password", { exact: false }).first().fill("a much longer sentence");
    await page.getByLabel("New password again").fill("a much longer sentenc");
    await page.getByText("The two new passwords differ.").waitFor();
    await page.getByLabel("New password again").fill("a much longer sentence");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Your password is changed.").waitFor();
    await page.getByRole("button", { name: "Set up second factor" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("img", { name: /QR code/ }).waitFor();
    await dialog.getByText("JBSW Y3DP").waitFor();
    await dialog.getByRole("textbox", { name: "Code" }).fill("123456");
    await dialog.getByRole("button", { name: "Confirm" }).click();
    await dialog.getByText("aaaa-bbbb").waitFor();
    await dialog.getByRole("button", { name: "I have kept it" }).click();
    await page.getByRole("button", { name: "Remove second factor" }).waitFor();
    await page.getByRole("button", { name: /^End the session begun/ }).click();
    await page.getByText("192.0.2.7").waitFor({ state: "detached" });
    await page.getByRole("table", { name: "Sessions" }).getByRole("button", { name: "Sign out" }).click(); // one's own
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    // The secret of the second factor was drawn here: nobody was asked for a picture.
    assert.ok(!account.requests.some((request) => request.includes("qr")));
  }));

const hostile = [
  `<img src=x onerror="alert(1)">`,
  `"><script>alert(1)</script>`,
  `javascript:alert(1)`,
  `[link](javascript:alert(1)) ![x](https://attacker.example/x.png)`,
  `{{constructor.constructor('alert(1)')()}}`,
  `</textarea></pre></code><svg onload=alert(1)>`,
];

function hostileWorld() {
  const all = hostile.join(" ");
  const world = worldOf();
  Object.assign(world.apis[0], { title: all, description: all, tags: hostile, team: all });
  Object.assign(world.apis[0].versions[0], { successor: `"><img src=x onerror=alert(1)>` });
  for (const plan of world.apis[0].plans) Object.assign(plan, { title: all, description: all, expires_after: all });
  Object.assign(world.user, { name: all, grants: [{ role: all, team: "research" }] });
  world.apps[0].id = all;
  Object.assign(world.keys[0], { app: all, name: all, last_four: all });
  Object.assign(world.subscriptions[0], { decision_reason: all, reason: all, app: all, plan: all });
  Object.assign(world.sessions[1], { address: all });
  world.ways.oidc[0].title = all;
  const schema = { type: "object", description: all, required: [all, "__proto__"], properties: { [all]: { type: "string", description: all, default: all, pattern: all, enum: [all] } } };
  schema.properties.self = { $ref: "#/components/schemas/Hostile" };
  Object.defineProperty(schema.properties, "__proto__", { value: { type: "string", description: all }, enumerable: true });
  const content = { [`text/html${hostile[0]}`]: { schema, example: all }, "application/json": { schema: { $ref: "#/components/schemas/Hostile" } } };
  world.documents.mood = {
    openapi: "3.1.0", info: { title: all, version: all, description: all }, servers: [{ url: "javascript:alert(1)" }],
    paths: { [`/${hostile[0]}`]: { post: { operationId: all, summary: all, description: all, deprecated: true,
      parameters: [{ name: all, in: "query", description: all, schema: { type: all }, example: all }, { $ref: "https://attacker.example/x" }],
      requestBody: { description: all, content }, responses: { [`200${hostile[1]}`]: { description: all, content } } } } },
    components: { schemas: { Hostile: schema } },
  };
  return world;
}

test("hostile texts stay texts on every page", async () => {
  for (const path of places)
    await inWindow({}, async (page) => {
      await signedIn(page, gateway, hostileWorld(), path);
      await settled(page);
      for (const button of ["Try it", "New key", "Set up second factor", "Subscribe another application", "Withdraw"]) {
        const found = page.getByRole("button", { name: button });
        if ((await found.count()) > 0 && (await found.first().isEnabled()) && (await page.getByRole("dialog").count()) === 0) await found.first().click();
      }
      for (let round = 0; round < 3; ++round)
        await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      const planted = await page.evaluate(() =>
        [...document.querySelectorAll("#portal img, #portal script, #portal iframe, #portal svg[onload], a[href^='javascript']")].map((one) => one.outerHTML));
      assert.deepEqual(planted, [], path);
    });
});

test("the sign-in shows hostile names of providers as texts, and goes to web addresses only", () =>
  inWindow({}, async (page) => {
    const world = hostileWorld();
    world.provider = "javascript:alert(1)//";
    await playApi(page, world);
    await page.goto(`${gateway.url}/portal`);
    await page.getByRole("button", { name: /Sign in with/ }).click();
    await page.getByRole("alert").waitFor();
  }));

for (const scheme of ["light", "dark"])
  for (const width of [1280, 360])
    test(`every page is accessible and fits: ${scheme}, ${width} pixels`, async () => {
      await inWindow({ scheme, width }, async (page) => {
        await playApi(page, worldOf({ code: "123456" }));
        await page.goto(`${gateway.url}/portal`);
        await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
        assert.deepEqual(await accessibilityFaults(page), []);
        assert.ok((await sticksOut(page)) <= 0);
      });
      for (const path of places)
        await inWindow({ scheme, width }, async (page) => {
          await signedIn(page, gateway, worldOf(), path);
          await settled(page);
          if (path === "/portal/apis/mood") await page.getByRole("button", { name: "Try it" }).click();
          if (width === 360) await page.getByRole("button", { name: "Menu" }).click();
          assert.deepEqual(await accessibilityFaults(page), [], path);
          assert.ok((await sticksOut(page)) <= 0, `${path} sticks out`);
        });
    });

test("dialogs are accessible", () =>
  inWindow({ width: 360 }, async (page) => {
    for (const [path, button] of [["/portal/apis/mood", "Subscribe another application"], ["/portal/apps", "New key for mailer"], ["/portal/apps", "Rotate laptop"], ["/portal/apps", "New application"], ["/portal/account", "Set up second factor"]]) {
      if (path !== new URL(page.url().startsWith("http") ? page.url() : gateway.url).pathname) await signedIn(page, gateway, worldOf(), path);
      await page.getByRole("button", { name: button }).click();
      await page.getByRole("dialog").waitFor();
      await page.waitForLoadState("networkidle");
      assert.deepEqual(await accessibilityFaults(page), [], button);
      assert.ok((await sticksOut(page)) <= 0, button);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
  }));

test("all is done with the keyboard alone, and the focus goes where one reads on", () =>
  inWindow({}, async (page) => {
    await signedIn(page, gateway, worldOf());
    await settled(page);
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Skip to content");
    await page.keyboard.press("Enter");
    assert.equal(await focused(), "Catalogue");
    for (let step = 0; step < 20 && (await focused()) !== "Mood of a text"; ++step) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Mood of a text" }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "title");
    await page.waitForFunction(() => document.title === "Mood of a text · Developer portal"); // its name is read a moment later
    await page.getByRole("button", { name: "Subscribe another application" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    assert.ok(await page.evaluate(() => document.querySelector("dialog").contains(document.activeElement)));
    await page.keyboard.press("Escape");
    assert.equal(await focused(), "Subscribe another application");
  }));

test("it speaks the reader's language, and fits in it", () =>
  inWindow({ width: 360, more: { locale: "de-AT" } }, async (page) => {
    for (const path of places) {
      await signedIn(page, gateway, worldOf(), path);
      await settled(page);
      assert.ok((await sticksOut(page)) <= 0, path);
      assert.deepEqual(await accessibilityFaults(page), [], path);
    }
    assert.equal(await page.getAttribute("html", "lang"), "de");
    await page.getByRole("button", { name: "Menü" }).click();
    await page.getByRole("link", { name: "Katalog", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Katalog" }).waitFor();
  }));

test("it speaks when the gateway cannot be reached, and tries again", () =>
  inWindow({}, async (page) => {
    const world = worldOf();
    await signedIn(page, gateway, world, "/portal/apps");
    await settled(page);
    await page.route("**/portal/api/v1/subscriptions**", (route) => route.abort());
    await page.getByRole("link", { name: "Subscriptions" }).click();
    await page.getByText("The gateway cannot be reached.").waitFor();
    await page.unroute("**/portal/api/v1/subscriptions**");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("They said: Use the public one.").waitFor();
  }));
