# SPDX-License-Identifier: Apache-2.0
"""The shared judges of hostile HTTP and of web pages against loopback, run against the daemon."""
import os
import re
import subprocess
import sys

from support import ADMIN_TOKEN, KEY, SHARED, Gateway, free_port, skip_all


def judge(script, *arguments):
    print(">", script, flush=True)
    done = subprocess.run([sys.executable, str(SHARED / "security" / script), *arguments], text=True,
                          capture_output=True, timeout=280)
    print(done.stdout[-3000:], done.stderr[-3000:], flush=True)
    return done.returncode


def main():
    if not (SHARED / "security/run_http_cases.py").exists():
        skip_all("no shared security cases")
    port = free_port()
    gateway = Gateway(f"""version: 1
providers:
  - {{id: judge, dialect: openai, base_url: "http://127.0.0.1:{port}/v1", keys: ["env:E2E_KEY"]}}
routes:
  - {{model: gh-echo, targets: [{{provider: judge, model: gh-echo}}]}}
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""", {"E2E_KEY": "sk-e2e"})
    try:
        codes = [
            judge("run_http_cases.py", "--base", gateway.base, "--key", KEY, "--upstream-port", str(port), "--layers",
                  "http,gateway,json", "--pid", str(gateway.process.pid)),
            judge("run_http_cases.py", "--base", gateway.base, "--key", KEY, "--upstream-port", str(port), "--fuzz",
                  os.environ.get("GATEHOUSE_FUZZ", "3000"), "--seed",
                  os.environ.get("GATEHOUSE_FUZZ_SEED", "1"), "--pid", str(gateway.process.pid)),
            judge("run_local_web.py", "--base", gateway.base, "--admin", gateway.admin, "--admin-paths",
                  "/admin/v1/keys"),
        ]
        return 1 if any(codes) else 0
    finally:
        gateway.close()


if __name__ == "__main__":
    sys.exit(main())
