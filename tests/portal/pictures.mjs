// SPDX-License-Identifier: Apache-2.0
// Pictures of every page, light and dark, wide and narrow: node pictures.mjs FOLDER (PORTAL_TOOLS and GATEHOUSED as for
// the tests).
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { signedIn, playApi, worldOf } from "./mock_api.mjs";
import { Gateway, openWindow, startBrowser } from "./support.mjs";

const folder = process.argv[2] ?? "pictures";
mkdirSync(folder, { recursive: true });
const gateway = await Gateway.start();
const browser = await startBrowser();
const places = { catalogue: "/portal", api: "/portal/apis/mood", subscriptions: "/portal/subscriptions", apps: "/portal/apps", usage: "/portal/usage", account: "/portal/account" };
try {
  for (const [scheme, width] of [["light", 1280], ["dark", 1280], ["light", 360], ["dark", 360]]) {
    const shoot = (page, name) => page.screenshot({ path: join(folder, `${name}-${scheme}-${width}.png`), fullPage: true });
    {
      const { page, context } = await openWindow(browser, gateway, { width, scheme });
      await playApi(page, worldOf());
      await page.goto(`${gateway.url}/portal`);
      await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
      await shoot(page, "sign_in");
      await context.close();
    }
    for (const [name, path] of Object.entries(places)) {
      const { page, context } = await openWindow(browser, gateway, { width, scheme });
      await signedIn(page, gateway, worldOf(), path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      if (name === "api") await page.getByRole("button", { name: "Try it" }).click();
      await shoot(page, name);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await gateway.stop();
}
