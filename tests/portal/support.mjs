// SPDX-License-Identifier: Apache-2.0
// A gateway as a process of the test's own, and Debian's Chromium, driven by playwright-core. The tools are installed
// into PORTAL_TOOLS by install_tools.sh.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const require = createRequire(join(process.env.PORTAL_TOOLS, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const gatewayKey = "gh-portal-test-key-that-is-long-enough";

const plainConfiguration = `
version: 1
teams:
  - id: research
    apps:
      - {id: notebook, keys: ["plain:${gatewayKey}"]}
`;

export class Gateway {
  static async start(configuration = plainConfiguration) {
    const gateway = new Gateway();
    gateway.folder = mkdtempSync(join(tmpdir(), "portal-"));
    const file = join(gateway.folder, "gateway.yaml");
    writeFileSync(file, configuration);
    const arguments_ = ["serve", "--config", file, "--data-dir", join(gateway.folder, "data"), "--listen", "127.0.0.1:0",
      "--admin", "127.0.0.1:0", "--threads", "2", "--drain-seconds", "1"];
    gateway.token = "portal-test-admin-token-of-its-own";
    gateway.process = spawn(process.env.GATEHOUSED, arguments_, {
      env: { ...process.env, GATEHOUSE_ADMIN_TOKEN: gateway.token, GATEHOUSE_VAULT_PASSPHRASE: "portal tests" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    gateway.said = "";
    gateway.process.stderr.on("data", (bytes) => (gateway.said = (gateway.said + bytes).slice(-8000)));
    gateway.ended = new Promise((resolve) => gateway.process.on("exit", resolve));
    const lines = createInterface({ input: gateway.process.stdout });
    const ready = await Promise.race([
      new Promise((resolve) => lines.on("line", (line) => line.startsWith("ready ") && resolve(line))),
      gateway.ended.then(() => null),
    ]);
    if (!ready) throw new Error(`the gateway did not start:\n${gateway.said}`);
    gateway.url = /gateway=(\S+)/.exec(ready)[1];
    gateway.admin = /admin=(\S+)/.exec(ready)[1];
    return gateway;
  }
  async stop() {
    this.process.kill("SIGTERM");
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
  // The admin API with the operator's token; throws what it refuses.
  async ask(method, path, body, type = "application/json") {
    const headers = { Authorization: `Bearer ${this.token}` };
    if (body !== undefined) headers["Content-Type"] = type;
    const answer = await fetch(`${this.admin}/admin/v1${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }
}

export async function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
}

// A window that keeps account of what it must not do: other origins, violations of the policy, errors in the console.
export async function openWindow(browser, gateway, { width = 1280, height = 800, scheme = "light", more = {} } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: "en-GB", reducedMotion: "reduce", ...more });
  const page = await context.newPage();
  const account = { foreign: [], console: [], transferred: 0, requests: [], expected: [] };
  page.on("request", (request) => {
    const url = new URL(request.url());
    account.requests.push(`${request.method()} ${url.pathname}`);
    if (url.origin !== new URL(gateway.url).origin && url.protocol !== "data:") account.foreign.push(request.url());
  });
  page.on("console", (message) => {
    // Chromium notes every answer of 4xx as an error; those are looked at where they are meant.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) account.console.push(message.text());
  });
  page.on("pageerror", (error) => account.console.push(String(error)));
  page.on("dialog", (dialog) => {
    account.console.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.setDefaultTimeout(15_000);
  return { context, page, account };
}

// What axe-core finds wrong with the page as it is now, as short lines.
export async function accessibilityFaults(page) {
  // Given to the page by the browser's debugger, which no policy of the page's stops.
  const client = await page.context().newCDPSession(page);
  const evaluate = (expression) => client.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  await evaluate(axe);
  const { result } = await evaluate(
    `axe.run(document, {resultTypes: ["violations"]}).then((found) => found.violations.flatMap((one) =>
       one.nodes.map((node) => one.id + " (" + one.impact + "): " + node.target.join(" ") + " – " + (node.any[0] || node.all[0] || node.none[0] || {}).message)))`,
  );
  await client.detach();
  return result.value ?? [`axe did not run: ${JSON.stringify(result)}`];
}

// Wider than the window: something sticks out.
export const sticksOut = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
