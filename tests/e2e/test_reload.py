# SPDX-License-Identifier: Apache-2.0
"""Changes of configuration, of gateway keys, of a provider's key in the vault and of the TLS certificate while calls are
served at 80 % of what the machine can: no call fails, none is misrouted, a revoked key is refused within a second.

GATEHOUSE_CHANGES sets how many of them there are (100 in `make soak`)."""
import http.client
import json
import os
import signal
import socket
import ssl
import tempfile
import threading
import time
import unittest

from faulty_upstream import FaultyUpstream
from support import ADMIN_TOKEN, KEY, PATIENT, Gateway, run_module
from test_daemon import make_certificate

CHANGES = int(os.environ.get("GATEHOUSE_CHANGES", "16"))
LOAD = 0.8
WORKERS = 4
NO_KEY_CHAIN = {"DBUS_SESSION_BUS_ADDRESS": "", "XDG_RUNTIME_DIR": "/nonexistent"}


class Traffic:
    """Calls on kept connections: to the route that is changed, to one that is not, streams among them."""

    def __init__(self, test):
        self.test, self.pause = test, 0.0
        self.lock = threading.Lock()
        self.calls, self.faults = 0, []
        self.stop = threading.Event()

    def run(self, number):
        connection, due = None, time.monotonic()
        turn = number
        while not self.stop.is_set():
            turn += 1
            if connection is not None and turn % 50 == 0:
                connection.close()
                connection = None
            if connection is None:
                connection = http.client.HTTPSConnection("127.0.0.1", self.test.gateway.port, context=self.test.trust, timeout=20)
            model, stream = ("changing", "fixed")[turn % 2], turn % 5 == 0
            least = self.test.routed  # acknowledged before this call
            try:
                connection.request("POST", "/v1/chat/completions", json.dumps(
                    {"model": model, "stream": stream, "messages": [{"role": "user", "content": "x"}]}),
                    {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"})
                answer = connection.getresponse()
                fault = self.judge(model, stream, least, answer, answer.read())
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                fault, connection = repr(error), None
            with self.lock:
                self.calls += 1
                if fault:
                    self.faults.append(fault)
            if self.pause:
                due = max(due + self.pause, time.monotonic() - 1)
                self.stop.wait(max(0.0, due - time.monotonic()))
        if connection is not None:
            connection.close()

    @staticmethod
    def judge(model, stream, least, answer, content):
        if answer.status != 200 or (stream and b"[DONE]" not in content):
            return f"{model}: {answer.status} {content[:200]}"
        served = answer.getheader("x-gatehouse-model")
        right = served == "fixed-target" if model == "fixed" else int(served.removeprefix("target-")) >= least
        if not right:
            return f"{model} was served by {served}"
        return None

    def begin(self):
        self.stop.clear()
        self.threads = [threading.Thread(target=self.run, args=(n,)) for n in range(WORKERS)]
        for thread in self.threads:
            thread.start()

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def measure(self, seconds):
        self.begin()
        before, begun = self.calls, time.monotonic()
        time.sleep(seconds)
        rate = (self.calls - before) / (time.monotonic() - begun)
        self.end()
        return rate


class Reload(unittest.TestCase):
    def setUp(self):
        self.upstream = FaultyUpstream()
        self.addCleanup(self.upstream.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        make_certificate(self.folder, "now", 100)
        self.trust = ssl.create_default_context()
        self.trust.check_hostname = False
        self.trust.verify_mode = ssl.CERT_NONE
        self.gateway = TlsGateway(f"""version: 1
server: {{{PATIENT}, tls: {{cert: {self.folder}/now.pem, key: {self.folder}/now-key.pem}}}}
providers:
  - {{id: kept, dialect: openai, base_url: "{self.upstream.base('good')}/v1", keys: ["vault:provider"]}}
routes:
  - {{model: fixed, targets: [{{provider: kept, model: fixed-target}}]}}
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}, {{id: others, models: ["*"]}}]
""", NO_KEY_CHAIN)
        self.gateway.trust = self.trust
        self.addCleanup(self.gateway.close)
        self.routed = 0
        self.provider_key(0)
        self.change_route(0)

    def expect(self, statuses, method, path, body=None):
        answer = self.gateway.ask_admin(method, path, body)
        self.assertIn(answer.status, statuses, answer.body)
        return answer

    def provider_key(self, number):
        self.expect((200,), "PUT", "/admin/v1/secrets/provider", {"value": f"sk-provider-key-{number:06}"})

    def change_route(self, number):
        self.expect((200, 201), "PUT", "/admin/v1/routes/changing",
                    {"model": "changing", "targets": [{"provider": "kept", "model": f"target-{number}"}]})
        self.routed = number
        # Acknowledged is taken: the very next call goes the new way.
        answer = self.ask(KEY, "changing")
        self.assertEqual((answer.status, answer.getheader("x-gatehouse-model")), (200, f"target-{number}"))

    def ask(self, key, model="fixed"):
        connection = http.client.HTTPSConnection("127.0.0.1", self.gateway.port, context=self.trust, timeout=20)
        connection.request("POST", "/v1/chat/completions", json.dumps(
            {"model": model, "messages": [{"role": "user", "content": "x"}]}),
            {"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def rotate_gateway_key(self, _):
        made = self.expect((201,), "POST", "/admin/v1/keys", {"app": "others"}).json()
        self.assertEqual(self.ask(made["key"]).status, 200)
        self.expect((204,), "DELETE", f"/admin/v1/keys/{made['id']}")
        revoked = time.monotonic()
        while self.ask(made["key"]).status != 401:
            self.assertLess(time.monotonic() - revoked, 1)
        self.longest = max(getattr(self, "longest", 0.0), time.monotonic() - revoked)

    def certificate(self):
        with socket.create_connection(("127.0.0.1", self.gateway.port)) as plain, self.trust.wrap_socket(plain) as secure:
            return secure.getpeercert(binary_form=True)

    def change_certificate(self, number):
        before = self.certificate()
        make_certificate(self.folder, "now", 1000 + number)
        self.gateway.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 10
        while self.certificate() == before:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.01)

    def rotate_vault(self, number):
        self.expect((204,), "PUT", "/admin/v1/vault/key", {"make_key_file": True})
        self.provider_key(number)

    def test_changes_under_load(self):
        traffic = Traffic(self)
        most = traffic.measure(2)
        traffic.pause = WORKERS / (LOAD * most)
        before = traffic.calls
        kinds = (self.change_route, self.rotate_gateway_key, self.change_certificate, self.rotate_vault, self.provider_key)
        traffic.begin()
        begun = time.monotonic()
        try:
            for number in range(1, CHANGES + 1):
                kinds[number % len(kinds)](number)
                time.sleep(0.05)
        finally:
            took = time.monotonic() - begun
            traffic.end()
        self.assertEqual(traffic.faults, [])
        print(f"{CHANGES} changes in {took:.1f} s under {(traffic.calls - before) / took:.0f} calls/s (of {most:.0f}): 0 of "
              f"{traffic.calls} calls failed; a revoked key was refused after at most {self.longest * 1000:.0f} ms", flush=True)


class TlsGateway(Gateway):
    """Its admin listener speaks TLS as well."""

    def ask_admin(self, method, path, body=None, headers=None):
        connection = http.client.HTTPSConnection("127.0.0.1", self.admin_port, context=self.trust, timeout=30)
        sent = {"Authorization": f"Bearer {ADMIN_TOKEN}", **({"Content-Type": "application/json"} if body else {})}
        connection.request(method, path, None if body is None else json.dumps(body), sent)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return AdminAnswer(answer.status, content)


class AdminAnswer:
    def __init__(self, status, body):
        self.status, self.body = status, body

    def json(self):
        return json.loads(self.body)


if __name__ == "__main__":
    run_module()
