# SPDX-License-Identifier: Apache-2.0
"""What the end-to-end tests share: a gateway of their own, the replay upstream, plain HTTP. Standard library only."""
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("GATEHOUSE_SHARED_DIR", ROOT.parent / "shared"))
BINARY = os.environ.get("GATEHOUSED", str(ROOT / "build/release/app/gatehoused"))
# For tests that run beside others: new calls are not refused because the machine stood still for a moment.
PATIENT = "limits: {shed_after: 10s}"
ADMIN_TOKEN = "e2e-admin-token-0123456789abcdef0123456789"
KEY = "e2e-gateway-key-0123456789abcdef0123456789"
SKIPPED = 77  # ctest's SKIP_RETURN_CODE


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def skip_all(reason):
    print("skipped:", reason)
    sys.exit(SKIPPED)


def run_module():
    """unittest's main, with ctest's closing habits: a test that skips makes the whole run a visible skip."""
    result = unittest.main(module="__main__", exit=False, verbosity=2).result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(SKIPPED if result.skipped and not result.testsRun - len(result.skipped) else 0)


class Replay:
    """The replay upstream of the recorded traffic, as a process."""

    def __init__(self, *options):
        script = SHARED / "recorded/replay_upstream.py"
        if not script.exists():
            skip_all(f"no recorded traffic at {script}")
        self.port = free_port()
        self.process = subprocess.Popen([sys.executable, str(script), "--port", str(self.port), *options],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_port(self.port)

    def base(self, provider):
        return f"http://127.0.0.1:{self.port}/{provider}"

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, None if body is None else json.dumps(body),
                           {"Content-Type": "application/json"})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return json.loads(data) if data else None

    def received(self):
        return self.ask("GET", "/__received")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def wait_for_port(port, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 0.5).close()
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(f"nothing listens on port {port}")


class Gateway:
    """gatehoused in a folder of its own."""

    def __init__(self, config, environment=None, arguments=(), at=None):
        self.folder = tempfile.TemporaryDirectory(prefix="gatehouse-e2e-")
        self.config = pathlib.Path(self.folder.name) / "gatehouse.yaml"
        self.config.write_text(config)
        self.data = at or pathlib.Path(self.folder.name) / "data"
        self.log = open(pathlib.Path(self.folder.name) / "log", "w+")
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "ANTHROPIC_"))}
        self.environment.update({"GATEHOUSE_ADMIN_TOKEN": ADMIN_TOKEN}, **(environment or {}))
        self.arguments = list(arguments)
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [BINARY, "serve", "--config", str(self.config), "--data-dir", str(self.data), "--listen", "127.0.0.1:0",
             "--admin", "127.0.0.1:0", *self.arguments],
            stdout=subprocess.PIPE, stderr=self.log, text=True, env=self.environment)
        line = self.process.stdout.readline()
        if not line.startswith("ready "):
            self.process.wait(10)
            raise AssertionError(f"not ready: {line!r}; {self.logged()}")
        words = dict(word.split("=", 1) for word in line.split()[1:])
        self.base, self.admin = words["gateway"], words["admin"]
        self.port = int(self.base.rsplit(":", 1)[1])
        self.admin_port = int(self.admin.rsplit(":", 1)[1])

    def logged(self):
        self.log.flush()
        return (pathlib.Path(self.folder.name) / "log").read_text()

    def request(self, method, path, body=None, headers=None, key=KEY):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Content-Type": "application/json"} if body is not None else {}
        if key:
            sent["Authorization"] = f"Bearer {key}"
        sent.update(headers or {})
        data = body if isinstance(body, (bytes, str, type(None))) else json.dumps(body)
        connection.request(method, path, data, sent)
        answer = connection.getresponse()
        try:
            content = answer.read()
            cut = False
        except http.client.IncompleteRead as error:
            content, cut = error.partial, True
        connection.close()
        return Answer(answer.status, dict((k.lower(), v) for k, v in answer.getheaders()), content, cut)

    def ask_admin(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.admin_port, timeout=30)
        sent = {"Authorization": f"Bearer {ADMIN_TOKEN}"}
        if body is not None:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        data = body if isinstance(body, (bytes, str, type(None))) else json.dumps(body)
        connection.request(method, path, data, sent)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return Answer(answer.status, dict((k.lower(), v) for k, v in answer.getheaders()), content, False)

    def call_record(self, request_id, seconds=5):
        """The row of a call: it is written at most 50 ms after the answer."""
        end = time.monotonic() + seconds
        while True:
            answer = self.ask_admin("GET", f"/admin/v1/calls/{request_id}")
            if answer.status == 200:
                return answer.json()
            if time.monotonic() > end:
                raise AssertionError(f"no record of {request_id}: {answer.status} {answer.body[:200]}")
            time.sleep(0.02)

    def stop(self, sig=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(sig)
        code = self.process.wait(40)
        self.process.stdout.close()
        return code

    def close(self):
        self.stop()
        self.log.close()
        self.folder.cleanup()


class Answer:
    def __init__(self, status, headers, body, cut):
        self.status, self.headers, self.body, self.cut = status, headers, body, cut

    def json(self):
        return json.loads(self.body)


def replay_config(replay, extra=""):
    """Providers of both dialects at the replay upstream; models are named provider/replay:ID."""
    return f"""version: 1
providers:
  - {{id: openai, dialect: openai, base_url: "{replay.base('openai')}/v1", keys: ["env:E2E_OPENAI_KEY"]}}
  - {{id: anthropic, dialect: anthropic, base_url: "{replay.base('anthropic')}", keys: ["env:E2E_ANTHROPIC_KEY"]}}
{extra}
teams:
  - id: e2e
    apps:
      - id: tests
        keys: ["plain:{KEY}"]
        models: ["*"]
"""


REPLAY_ENVIRONMENT = {"E2E_OPENAI_KEY": "sk-e2e-openai-upstream", "E2E_ANTHROPIC_KEY": "sk-ant-e2e-upstream"}
