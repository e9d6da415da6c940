# SPDX-License-Identifier: Apache-2.0
"""Bad input, each with status, stable code and a next step."""
import http.client
import json
import os
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

from support import KEY, Gateway, free_port, run_module

EXPIRED = "e2e-expired-key-0123456789abcdef0123456789"
NARROW = "e2e-narrow-key-0123456789abcdef01234567890"


class Upstream(threading.Thread):
    """A provider that does one thing wrong, by the model's name; counts the requests of each."""

    def __init__(self, context=None):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.context = context
        self.seen = {}
        self.start()

    def run(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            if self.context:
                client = self.context.wrap_socket(client, server_side=True)
            while self.answer(client):
                pass
        except OSError:
            pass
        finally:
            client.close()

    def answer(self, client):
        data = b""
        while b"\r\n\r\n" not in data:
            piece = client.recv(65536)
            if not piece:
                return False
            data += piece
        head, body = data.split(b"\r\n\r\n", 1)
        length = int([line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")][0])
        while len(body) < length:
            body += client.recv(65536)
        model = json.loads(body)["model"]
        self.seen[model] = self.seen.get(model, 0) + 1
        if model == "rejects":
            text = b'{"error":{"message":"Incorrect API key provided: sk-***","type":"invalid_request_error","code":"invalid_api_key"}}'
            client.sendall(b"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))
        elif model == "silent":
            time.sleep(5)
            return False
        elif model == "stalls":
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
            time.sleep(5)
            return False
        elif model == "drips":
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in range(40):
                client.sendall(b"5\r\n: x\n\n\r\n")
                time.sleep(0.2)
            return False
        elif model == "garbage":
            client.sendall(b"\x00\x01\x02 what is this\r\n\r\n")
            return False
        elif model == "moved":
            client.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n")
        elif model == "broken":
            client.sendall(b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\noops")
        elif model == "busy":
            client.sendall(b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 30\r\nContent-Type: application/json\r\n"
                           b"Content-Length: 2\r\n\r\n{}")
        else:
            text = json.dumps({"id": "c", "object": "chat.completion", "created": 1, "model": model, "choices": [
                {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "ok"}}],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}).encode()
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))
        return True


def self_signed():
    folder = tempfile.mkdtemp()
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"], check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
    return context


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()
        cls.secure = Upstream(self_signed())
        timeouts = "timeouts: {connect: 1s, first_byte: 1s, idle: 1s, total: 3s}"
        cls.gateway = Gateway(f"""version: 1
providers:
  - {{id: up, dialect: openai, base_url: "http://127.0.0.1:{cls.upstream.port}/v1", keys: ["env:E2E_KEY"], {timeouts}}}
  - {{id: claude, dialect: anthropic, base_url: "http://127.0.0.1:{cls.upstream.port}", keys: ["env:E2E_KEY"], {timeouts}}}
  - {{id: nobody, dialect: openai, base_url: "http://127.0.0.1:{free_port()}/v1", keys: ["env:E2E_KEY"], {timeouts}}}
  - {{id: secure, dialect: openai, base_url: "https://localhost:{cls.secure.port}/v1", keys: ["env:E2E_KEY"], {timeouts}}}
  - {{id: keyless, dialect: openai, base_url: "http://127.0.0.1:{cls.upstream.port}/v1", keys: ["env:E2E_NOT_SET"], {timeouts}}}
routes:
  - model: rescued
    targets: [{{provider: up, model: broken}}, {{provider: nobody, model: x}}, {{provider: up, model: fine}}]
teams:
  - id: e2e
    apps:
      - {{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}
      - {{id: narrow, keys: ["plain:{NARROW}"], models: ["up/fine"]}}
      - {{id: spent, keys: ["plain:e2e-spent-key-0123456789abcdef01234567890"], models: ["*"], budget: {{usd: 0, period: day}}}}
      - {{id: counted, keys: ["plain:e2e-counted-key-0123456789abcdef012345678"], models: ["*"], limits: {{requests_per_minute: 3}}}}
""", {"E2E_KEY": "sk-e2e"})

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def ask(self, model="up/fine", key=KEY, body=None, path="/v1/chat/completions", method="POST", headers=None, **more):
        if body is None:
            body = {"model": model, "messages": [{"role": "user", "content": "hi"}], **more}
        return self.gateway.request(method, path, body, headers, key)

    def expect(self, answer, status, code, dialect="openai"):
        self.assertEqual((answer.status, answer.headers.get("x-gatehouse-error")), (status, code), answer.body[:500])
        self.assertIn("x-request-id", answer.headers)
        if dialect == "openai":
            error = answer.json()["error"]
            self.assertEqual(error["code"], code)
        else:
            self.assertEqual(answer.json()["type"], "error")
            error = answer.json()["error"]
        self.assertGreater(len(error["message"]), 20)
        self.assertNotIn("sk-e2e", answer.body.decode())

    def test_it_works_at_all(self):
        self.assertEqual(self.ask().status, 200)

    def test_keys(self):
        self.expect(self.ask(key=None), 401, "missing_key")
        self.expect(self.ask(key="gh_wrong"), 401, "invalid_key")
        self.expect(self.ask(headers={"x-api-key": "another"}), 400, "ambiguous_credentials")
        self.expect(self.ask(key=None, path=f"/v1/chat/completions?key={KEY}&key=other"), 400, "ambiguous_credentials")
        self.assertEqual(self.ask(key=None, headers={"x-api-key": KEY}).status, 200)
        self.assertEqual(self.ask(key=None, headers={"api-key": KEY}).status, 200)
        self.assertEqual(self.ask(key=None, headers={"x-goog-api-key": KEY}).status, 200)
        self.assertEqual(self.ask(key=None, path="/v1/chat/completions?key=" + KEY).status, 200)

    def test_revoked_and_expired_keys(self):
        made = self.gateway.ask_admin("POST", "/admin/v1/keys", {"app": "tests"}).json()
        self.assertEqual(self.ask(key=made["key"]).status, 200)
        self.gateway.ask_admin("PATCH", f"/admin/v1/keys/{made['id']}", {"revoked": True})
        self.expect(self.ask(key=made["key"]), 401, "invalid_key")
        late = self.gateway.ask_admin("POST", "/admin/v1/keys", {"app": "tests", "expires": "2020-01-01T00:00:00Z"})
        if late.status == 201:
            self.expect(self.ask(key=late.json()["key"]), 401, "invalid_key")
        else:
            self.assertEqual(late.status, 400)

    def test_models(self):
        self.expect(self.ask("nothing"), 404, "model_not_found")
        self.expect(self.ask("up/other", key=NARROW), 403, "model_not_allowed")
        self.assertEqual(self.ask("up/fine", key=NARROW).status, 200)

    def test_bodies(self):
        self.expect(self.ask(body=b"not json"), 400, "invalid_json")
        self.expect(self.ask(body=b"[" * 100000), 400, "too_deep")
        self.expect(self.ask(body=b'{"model":"up/fine","messages":[{"role":"user","content":"\xff\xfe"}]}'), 400, "invalid_json")
        self.expect(self.ask(body=b'{"model":"up/fine","model":"up/x","messages":[]}'), 400, "duplicate_name")
        self.expect(self.ask(body={"model": "up/fine", "messages": "hi"}), 400, "invalid_request")
        self.expect(self.ask(body={"messages": [{"role": "user", "content": "x"}]}), 400, "model_missing")
        self.expect(self.ask(api_base="http://127.0.0.1:1"), 400, "forbidden_field")
        self.expect(self.ask(body=b"a=b", headers={"Content-Type": "text/plain"}), 415, "unsupported_media_type")

    def test_too_large_a_body(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.gateway.port, timeout=20)
        connection.putrequest("POST", "/v1/chat/completions")
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Authorization", f"Bearer {KEY}")
        connection.putheader("Content-Length", str(33 << 20))
        connection.endheaders()
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.getheader("x-gatehouse-error")), (413, "body_too_large"))
        connection.close()

    def test_addresses_and_methods(self):
        self.expect(self.ask(path="/v1/nothing"), 404, "unknown_path")
        self.expect(self.gateway.request("DELETE", "/v1/chat/completions"), 405, "method_not_allowed")
        self.expect(self.ask(path="/v1/responses"), 400, "invalid_request")
        self.expect(self.ask("nothing", path="/anthropic/v1/messages", max_tokens=5), 404, "model_not_found", "anthropic")

    def test_providers_that_cannot_be_reached(self):
        self.expect(self.ask("nobody/x"), 502, "upstream_connect")
        self.expect(self.ask("secure/x"), 502, "upstream_tls")
        self.expect(self.ask("keyless/x"), 503, "no_target")
        self.expect(self.ask("up/garbage"), 502, "upstream_protocol")

    def test_a_rejected_provider_key_passes_unchanged(self):
        answer = self.ask("up/rejects")
        self.assertEqual((answer.status, answer.headers["x-gatehouse-error"]), (401, "provider_auth"))
        self.assertEqual(answer.json()["error"]["code"], "invalid_api_key")

    def test_timeouts_at_each_stage(self):
        for model, code in (("up/silent", "upstream_first_byte_timeout"), ("up/stalls", "upstream_idle_timeout")):
            with self.subTest(model):
                begun = time.monotonic()
                self.expect(self.ask(model), 504, code)
                self.assertLess(time.monotonic() - begun, 4.5)
        with self.subTest("total"):
            answer = self.ask("up/drips", stream=True)
            self.assertNotIn(b"[DONE]", answer.body)
            self.assertTrue(answer.status == 504 or answer.cut)

    def test_redirects_are_not_followed(self):
        answer = self.ask("up/moved")
        self.assertGreaterEqual(answer.status, 500)

    def test_limits_and_budgets(self):
        answers = [self.ask(key="e2e-counted-key-0123456789abcdef012345678") for _ in range(4)]
        self.assertEqual([a.status for a in answers], [200, 200, 200, 429])
        self.expect(answers[-1], 429, "rate_limit_exceeded")
        self.assertGreater(int(answers[-1].headers["retry-after"]), 0)
        priced = self.ask("up/gpt-4o-mini", key="e2e-spent-key-0123456789abcdef01234567890")
        self.expect(priced, 429, "budget_exceeded")
        self.assertEqual(priced.headers["x-should-retry"], "false")
        unpriced = self.ask("up/no-such-price", key="e2e-spent-key-0123456789abcdef01234567890")
        self.assertEqual(unpriced.headers["x-gatehouse-error"], "price_unknown")
        self.assertEqual(self.ask("demo/echo", key="e2e-spent-key-0123456789abcdef01234567890").status, 200)

    def test_a_failed_call_spends_nothing(self):
        key = "e2e-thrifty-key-0123456789abcdef0123456789"
        self.gateway.ask_admin("PUT", "/admin/v1/apps/thrifty", {
            "id": "thrifty", "team": "e2e", "keys": [f"plain:{key}"], "models": ["*"],
            "budget": {"usd": "0.015", "period": "total"}})
        self.gateway.ask_admin("PUT", "/admin/v1/routes/gone", {"model": "gone", "targets": [
            {"provider": "nobody", "model": "gpt-4o-mini"}]})
        # Each reserves more than half of the budget; what was not served must be given back.
        for _ in range(3):
            self.expect(self.ask("gone", key=key), 502, "upstream_connect")

    def test_failover_before_the_first_byte(self):
        answer = self.ask("rescued")
        self.assertEqual((answer.status, answer.headers["x-gatehouse-model"]), (200, "fine"))
        record = self.gateway.call_record(answer.headers["x-request-id"])
        decisions = [a["decision"] for a in record["explain"]["attempts"]]
        self.assertEqual(decisions[-1], "served")
        self.assertIn("next target", decisions)

    def test_retry_after_reaches_the_client(self):
        answer = self.ask("up/busy")
        self.assertEqual((answer.status, answer.headers["retry-after"]), (429, "30"))
        self.assertEqual(self.upstream.seen["busy"], 1)  # 30 s is longer than the gateway waits


if __name__ == "__main__":
    run_module()
