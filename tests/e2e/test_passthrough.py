# SPDX-License-Identifier: Apache-2.0
"""/passthrough/{provider}/…: what reaches the provider and what comes back, what is refused, and that nothing is held
whole on the way."""
import hashlib
import http.client
import os
import socket
import time
import unittest

from provider import Provider
from support import KEY, Gateway, run_module

LIMITED_KEY = "e2e-limited-key-0123456789abcdef0123456789"
BUSY_KEY = "e2e-one-call-key-0123456789abcdef0123456789"
CLAUDE_KEY = "e2e-claude-only-key-0123456789abcdef01234567"
MIB = 1 << 20
# What the daemon may grow by while 200 MB stream through it: buffers of the way, not the body.
GROWTH = 8 * MIB


def config(provider):
    return f"""version: 1
providers:
  - {{id: openai, dialect: openai, base_url: "{provider.openai}", keys: ["env:E2E_OPENAI_KEY"]}}
  - {{id: second, dialect: openai, base_url: "{provider.openai}", keys: ["env:E2E_OPENAI_KEY"]}}
  - {{id: claude, dialect: anthropic, base_url: "{provider.anthropic}", keys: ["env:E2E_ANTHROPIC_KEY"]}}
teams:
  - id: e2e
    apps:
      - {{id: tests, keys: ["plain:{KEY}"], passthrough: ["*"]}}
      - {{id: limited, keys: ["plain:{LIMITED_KEY}"], passthrough: [openai], limits: {{requests_per_minute: 2}}}}
      - {{id: busy, keys: ["plain:{BUSY_KEY}"], passthrough: [openai], limits: {{concurrent: 1}}}}
      - {{id: other, keys: ["plain:{CLAUDE_KEY}"], passthrough: [claude]}}
"""


class Passthrough(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.provider = Provider()
        cls.gateway = Gateway(config(cls.provider),
                              {"E2E_OPENAI_KEY": "sk-e2e-upstream", "E2E_ANTHROPIC_KEY": "sk-ant-e2e-upstream"})

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.provider.stop()

    def ask(self, method, path, body=None, key=KEY, **headers):
        return self.gateway.request(method, path, body, {k.replace("_", "-").title(): v for k, v in headers.items()}, key=key)

    def test_methods_query_and_body_pass(self):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            body = None if method == "GET" else b"any \x00 bytes"
            answer = self.ask(method, "/passthrough/openai/echo?a=1&b=%2F&key=" + KEY, body,
                              content_type="application/x-odd")
            seen = answer.json()
            self.assertEqual((seen["method"], seen["target"], seen["size"]),
                             (method, "/v1/echo?a=1&b=%2F", len(body or b"")))
            self.assertEqual(seen["headers"].get("content-type"), "application/x-odd")
        answer = self.ask("HEAD", "/passthrough/openai/echo")
        self.assertEqual((answer.status, answer.body), (200, b""))
        self.assertGreater(int(answer.headers["content-length"]), 100)

    def test_only_listed_headers_pass(self):
        answer = self.ask("POST", "/passthrough/openai/echo", b"{}", content_type="application/json",
                          x_api_key=KEY, cookie="a=b", x_forwarded_for="1.2.3.4", x_gatehouse_tags="t", openai_beta="x",
                          connection="openai-organization", openai_organization="o", te="trailers", x_odd="1",
                          proxy_authorization="Basic eA==", content_encoding="gzip", range="bytes=0-")
        headers = answer.json()["headers"]
        self.assertEqual((headers["authorization"], headers["accept"]), ("Bearer sk-e2e-upstream", "*/*"))
        self.assertEqual((headers["openai-beta"], headers["content-encoding"], headers["range"]), ("x", "gzip", "bytes=0-"))
        for name in ("x-api-key", "cookie", "x-forwarded-for", "x-gatehouse-tags", "openai-organization", "te", "x-odd",
                     "proxy-authorization"):
            self.assertNotIn(name, headers)
        self.assertNotIn(KEY, answer.body.decode())
        self.assertEqual((answer.headers["retry-after"], answer.headers["content-disposition"]),
                         ("7", "attachment; filename=x"))
        for name in ("set-cookie", "server"):
            self.assertNotIn(name, answer.headers)
        self.assertNotEqual(answer.headers["x-request-id"], "req_upstream")

    def test_record(self):
        answer = self.ask("POST", "/passthrough/openai/echo", b"12345", content_type="text/plain")
        record = self.gateway.call_record(answer.headers["x-request-id"])
        self.assertEqual((record["operation"], record["provider"], record["status"], record["outcome"]),
                         ("passthrough", "openai", 200, "ok"))
        self.assertEqual((record["bytes_in"], record["bytes_out"]), (5, len(answer.body)))
        self.assertEqual((record["tokens"]["input"], record["tokens"]["output"]), (3, 4))
        self.assertEqual(record["explain"]["rule"], "relay openai: POST /echo")
        self.assertIsNone(record["cost"])

    def test_errors_of_the_provider_pass(self):
        answer = self.ask("GET", "/passthrough/openai/teapot")
        self.assertEqual((answer.status, answer.json()), (418, {"error": {"message": "short and stout"}}))
        self.assertEqual(self.ask("DELETE", "/passthrough/openai/nothing").status, 204)

    def test_redirects_are_not_followed_nor_told(self):
        answer = self.ask("GET", "/passthrough/openai/moved")
        self.assertGreaterEqual(answer.status, 500)
        self.assertNotIn("location", answer.headers)

    def test_no_way_out_of_the_base_path(self):
        before = len(self.provider.received)
        for path in ("/passthrough/openai/../x", "/passthrough/openai/%2e%2e/x", "/passthrough/openai/a/%252e%252e/x",
                     "/passthrough/openai/..%2fx", "/passthrough/openai/a\\..\\x", "/passthrough/../openai/x",
                     "/passthrough/openai/..;/x"):
            answer = self.ask("GET", path)
            self.assertEqual(answer.status, 400, path)
        self.assertEqual(len(self.provider.received), before)
        for path in ("/passthrough/openai//evil.example/x", "/passthrough/openai/@evil.example/x"):
            self.ask("GET", path)
            self.assertTrue(self.provider.last.target.startswith("/v1/"), self.provider.last.target)

    def test_refusals(self):
        for path, key, status, code in [
                ("/passthrough/nobody/x", KEY, 404, "provider_unknown"),
                ("/passthrough/demo/x", KEY, 400, "provider_unfit"),
                ("/passthrough/openai/echo", CLAUDE_KEY, 403, "passthrough_not_allowed"),
                ("/passthrough/nobody/x", CLAUDE_KEY, 403, "passthrough_not_allowed"),
                ("/passthrough/openai/echo", "wrong", 401, "invalid_key"),
                ("/passthrough/openai", KEY, 404, "unknown_path"),
                ("/v1/files", KEY, 400, "provider_unnamed"),
                ("/v1/files/..%2f", KEY, 400, None),
                ("/v1/files/a%20b", KEY, 404, "unknown_path")]:
            answer = self.ask("GET", path, key=key)
            self.assertEqual(answer.status, status, (path, answer.body))
            if code:
                self.assertEqual(answer.headers["x-gatehouse-error"], code)
        answer = self.ask("GET", "/passthrough/openai/echo", upgrade="websocket", sec_websocket_version="13",
                          connection="Upgrade")
        self.assertEqual((answer.status, answer.headers["x-gatehouse-error"]), (400, "upgrade_unsupported"))
        self.assertEqual(self.ask("OPTIONS", "/passthrough/openai/echo").status, 204)

    def test_provider_by_header(self):
        self.assertEqual(self.ask("GET", "/v1/files", x_gatehouse_provider="second").status, 200)
        self.assertNotIn("x-gatehouse-provider", self.provider.last.headers)
        answer = self.ask("GET", "/v1/files", x_gatehouse_provider="claude")
        self.assertEqual((answer.status, answer.headers["x-gatehouse-error"]), (400, "provider_unfit"))
        self.assertEqual(self.ask("GET", "/v1/messages/batches", anthropic_version="2023-06-01").status, 200)

    def test_limits_hold(self):
        seen = [self.ask("GET", "/passthrough/openai/echo", key=LIMITED_KEY) for _ in range(3)]
        self.assertEqual([a.status for a in seen], [200, 200, 429])
        self.assertGreater(int(seen[2].headers["retry-after"]), 0)

    def test_concurrency_and_revocation(self):
        with socket.create_connection(("127.0.0.1", self.gateway.port), 20) as slow:
            slow.sendall((f"POST /passthrough/openai/echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
                          f"Expect: 100-continue\r\nAuthorization: Bearer {BUSY_KEY}\r\n\r\n").encode())
            self.assertIn(b" 100 ", slow.recv(100))  # it is let in: the one call that this key may run
            answer = self.ask("GET", "/passthrough/openai/echo", key=BUSY_KEY)
            self.assertEqual(answer.status, 429)
            self.assertEqual(answer.headers["x-gatehouse-error"], "concurrency_limit_exceeded")

    def test_cut_answers_are_not_whole(self):
        for path in ("/passthrough/openai/cut/length", "/passthrough/openai/cut/chunks"):
            answer = self.ask("GET", path)
            self.assertTrue(answer.cut, path)
            self.assertEqual(len(answer.body), 500_000)
            record = self.gateway.call_record(answer.headers["x-request-id"])
            self.assertEqual((record["outcome"], record["error"]), ("truncated", "upstream_truncated"), record)

    def test_a_cut_upload_is_not_whole(self):
        before = len(self.provider.received)
        with socket.create_connection(("127.0.0.1", self.gateway.port), 20) as s:
            s.sendall((f"POST /passthrough/openai/echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3000000\r\n"
                       f"Authorization: Bearer {KEY}\r\n\r\n").encode() + bytes(1_000_000))
        end = time.monotonic() + 10
        while not self.provider.server.cut and time.monotonic() < end:
            time.sleep(0.02)
        self.assertTrue(self.provider.server.cut)
        self.assertEqual(len(self.provider.received), before)


class Large(unittest.TestCase):
    """200 MB up and down: the daemon's resident memory must not follow."""

    @classmethod
    def setUpClass(cls):
        cls.provider = Provider()
        cls.gateway = Gateway(config(cls.provider),
                              {"E2E_OPENAI_KEY": "sk-e2e-upstream", "E2E_ANTHROPIC_KEY": "sk-ant-e2e-upstream"})
        cls.gateway.request("GET", "/passthrough/openai/echo")

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.provider.stop()

    def resident(self, name="VmRSS"):
        with open(f"/proc/{self.gateway.process.pid}/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith(name + ":"))

    def peak_growth(self, work):
        """How far the resident memory rises above where it was, while the work runs."""
        try:
            with open(f"/proc/{self.gateway.process.pid}/clear_refs", "w") as reset:
                reset.write("5")  # the peak begins here
            before = self.resident()
        except PermissionError:  # the process is not dumpable: only root may; then above its peak so far
            before = self.resident("VmHWM")
        work()
        return self.resident("VmHWM") - before

    def upload(self, parts, path, boundary=None):
        size = sum(len(p) * n for p, n in parts)
        connection = http.client.HTTPConnection("127.0.0.1", self.gateway.port, timeout=60)
        connection.putrequest("POST", path)
        connection.putheader("Authorization", f"Bearer {KEY}")
        connection.putheader("Content-Length", str(size))
        connection.putheader("Content-Type", f"multipart/form-data; boundary={boundary}" if boundary
                             else "application/octet-stream")
        connection.endheaders()
        for piece, count in parts:
            for _ in range(count):
                connection.send(piece)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        self.assertEqual(answer.status, 200, body)
        return size

    def test_transcription_up(self):
        piece = bytes(range(256)) * 256
        model = b'--xyz\r\nContent-Disposition: form-data; name="model"\r\n\r\nopenai/gpt-4o-transcribe\r\n'
        sound = b'--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
        parts = [(model, 1), (sound, 1), (piece, 3200), (b"\r\n--xyz--\r\n", 1)]

        def work():
            size = self.upload(parts, "/v1/audio/transcriptions", "xyz")
            self.assertEqual(self.provider.last.size, size - len("openai/"))
        self.assert_small(self.peak_growth(work))

    def test_plain_up(self):
        piece = os.urandom(1 << 16)

        def work():
            self.upload([(piece, 3200)], "/passthrough/openai/echo")
            expected = hashlib.sha256()
            for _ in range(3200):
                expected.update(piece)
            self.assertEqual(self.provider.last.digest.hexdigest(), expected.hexdigest())
        self.assert_small(self.peak_growth(work))

    def test_file_down(self):
        def work():
            connection = http.client.HTTPConnection("127.0.0.1", self.gateway.port, timeout=60)
            connection.request("GET", "/v1/files/file-of-209715200/content",
                               headers={"Authorization": f"Bearer {KEY}", "x-gatehouse-provider": "openai"})
            answer = connection.getresponse()
            self.assertEqual((answer.status, answer.headers["content-length"]), (200, "209715200"))
            got = 0
            while piece := answer.read(1 << 18):
                got += len(piece)
            self.assertEqual(got, 209715200)
            connection.close()
        self.assert_small(self.peak_growth(work))

    def assert_small(self, growth):
        print(f"200 MiB: the daemon grew by {growth / MIB:.1f} MiB")
        self.assertLess(growth, GROWTH)


if __name__ == "__main__":
    run_module()
