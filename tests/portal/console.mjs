// SPDX-License-Identifier: Apache-2.0
// The whole console as a process of the test's own, led by the object names of its widgets (tests/ui/console_driver.cpp).
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export class Console {
  static start(gateway) {
    const console_ = new Console();
    console_.process = spawn(process.env.CONSOLE_DRIVER, [gateway.admin, gateway.url, gateway.token], {
      env: { ...process.env, QT_QPA_PLATFORM: "offscreen", LANG: "C.UTF-8" },
      stdio: ["pipe", "pipe", "pipe"],
    });
    console_.said = "";
    console_.process.stderr.on("data", (bytes) => (console_.said = (console_.said + bytes).slice(-4000)));
    console_.ended = new Promise((resolve) => console_.process.on("exit", resolve));
    console_.waiting = [];
    createInterface({ input: console_.process.stdout }).on("line", (line) => console_.waiting.shift()?.(JSON.parse(line)));
    return console_;
  }
  async carryOut(wish) {
    const answer = await Promise.race([
      new Promise((resolve) => {
        this.waiting.push(resolve);
        this.process.stdin.write(`${JSON.stringify(wish)}\n`);
      }),
      this.ended.then(() => ({ ok: false, why: `the console ended: ${this.said}` })),
    ]);
    if (!answer.ok) throw new Error(`${JSON.stringify(wish)}: ${answer.why}`);
    return answer.value;
  }
  view = (name, text = "") => this.carryOut({ do: "view", name, text });
  click = (name) => this.carryOut({ do: "click", name });
  type = (name, text) => this.carryOut({ do: "type", name, text });
  choose = (name, text) => this.carryOut({ do: "choose", name, text });
  select = (name, text) => this.carryOut({ do: "select", name, text });
  press = (name, text) => this.carryOut({ do: "press", name, text });
  command = (name) => this.carryOut({ do: "command", name });
  read = (name) => this.carryOut({ do: "read", name });
  names = () => this.carryOut({ do: "names" });
  picture = (name, text) => this.carryOut({ do: "picture", name, text });
  // Until what stands there says so.
  async until(name, says, seconds = 15) {
    const end = Date.now() + seconds * 1000;
    let text = "";
    while (Date.now() < end) {
      text = String(await this.read(name));
      if (text.includes(says)) return text;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${name} does not say "${says}": ${text}`);
  }
  async stop() {
    this.process.stdin.end();
    await Promise.race([this.ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
    this.process.kill("SIGKILL");
  }
}
