# SPDX-License-Identifier: Apache-2.0
"""Tokens and signatures towards providers: the daemon against token servers and a provider of the test's own."""
import base64
import concurrent.futures
import hashlib
import hmac
import http.server
import json
import pathlib
import threading
import unittest
import urllib.parse

from support import KEY, PATIENT, Gateway, run_module
from test_leaks import places

SECRETS = {
    "the client's secret": "planted-client-secret-7Hq2ZkP0vYt4Wd8L",
    "a wrong secret": "planted-wrong-secret-1Bv5TmXc9Ks3Rd7Wq",
    "the fetched token": "planted-fetched-token-3Ns8JxE6yHa2Ug5F",
    "the container's token": "planted-container-token-6Lw1OzQ4iPb",
    "the container's key": "planted-container-secret-9Dt2MvC7kRe",
}
CLIENT_SECRET, WRONG_SECRET, TOKEN, BOX_TOKEN, BOX_SECRET = SECRETS.values()
BODY = {"model": "p/m", "messages": [{"role": "user", "content": "hi"}]}
REPLY = {"id": "c1", "object": "chat.completion", "created": 1, "model": "m",
         "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "hello"}}],
         "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}


class Servers:
    """A provider and its token servers in one: what is asked is decided by the path."""

    def __init__(self):
        self.lock = threading.Lock()
        self.asked = []  # (method, path, headers, body)
        self.tokens = 0
        self.refuse = set()  # tokens that the provider does not take
        self.broken = None  # (status, body) of the token server
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with outer.lock:
                    outer.asked.append((self.command, self.path, self.headers, body))
                    status, answer = outer.answer(self.path, self.headers, body)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = handle_any

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, path, headers, body):
        if path == "/oidc/v1/token":
            if self.broken:
                return self.broken
            pair = base64.b64decode(headers["Authorization"].split()[1]).decode()
            if urllib.parse.unquote(pair.split(":")[1]) != CLIENT_SECRET:
                return 401, {"error": "invalid_client", "error_description": f"{pair} is wrong"}
            self.tokens += 1
            return 200, {"access_token": f"{TOKEN}-{self.tokens}", "expires_in": 3600}
        if path == "/box":
            if headers["Authorization"] != BOX_TOKEN:
                return 403, {"message": "no"}
            return 200, {"AccessKeyId": "ASIABOX", "SecretAccessKey": BOX_SECRET, "Token": "session",
                         "Expiration": "2099-01-01T00:00:00Z"}
        if headers["Authorization"] in self.refuse:
            return 401, {"error": {"message": "expired", "type": "invalid_request_error", "code": "invalid_api_key"}}
        if path.split("?")[0].endswith("/models"):
            return 200, {"object": "list", "data": [{"id": "m", "object": "model", "created": 1, "owned_by": "x"}]}
        return 200, REPLY

    def calls(self, path):
        with self.lock:
            return [each for each in self.asked if each[1].split("?")[0] == path]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def config(provider):
    return f"""version: 1
server: {{{PATIENT}}}
demo: false
providers:
  - {provider}
records: {{bodies: all}}
teams:
  - id: e2e
    apps:
      - {{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}
"""


def oauth(base):
    return (f'{{id: p, dialect: openai, base_url: "{base}/v1", auth: oauth2_client_credentials, '
            f'keys: ["env:CLIENT_SECRET"], credentials: {{token_url: "{base}/oidc/v1/token", client_id: c-1, '
            f'scope: all-apis}}}}')


class Credentials(unittest.TestCase):
    def start(self, provider, environment=None):
        self.servers = Servers()
        self.addCleanup(self.servers.stop)
        gateway = Gateway(config(provider(self.servers.base)), environment)
        self.addCleanup(gateway.stop)
        return gateway

    def chat(self, gateway):
        return gateway.request("POST", "/v1/chat/completions", BODY)

    def leaks(self, gateway, answers):
        """Searched: log, store, answers, and the process's environment and command line."""
        sources = [("answer", answer.body) for answer in answers]
        sources.append(("log", gateway.logged().encode()))
        sources += [(str(path), path.read_bytes()) for path in pathlib.Path(gateway.data).rglob("*")
                    if path.is_file()]
        sources += [(name, pathlib.Path(f"/proc/{gateway.process.pid}/{name}").read_bytes())
                    for name in ("environ", "cmdline")]
        calls = gateway.ask_admin("GET", "/admin/v1/calls?limit=100").json()["items"]
        for call in calls:
            for tail in ("", "/bodies"):
                answer = gateway.ask_admin("GET", f"/admin/v1/calls/{call['id']}{tail}")
                sources.append((f"call{tail}", answer.body))
        sources.append(("export", gateway.ask_admin("GET", "/admin/v1/config/export").body))
        self.assertEqual([], places(SECRETS, sources))

    def test_many_callers_make_one_token(self):
        gateway = self.start(oauth, {"CLIENT_SECRET": CLIENT_SECRET})
        with concurrent.futures.ThreadPoolExecutor(24) as pool:
            answers = list(pool.map(lambda _: self.chat(gateway), range(96)))
        self.assertEqual([200] * 96, [answer.status for answer in answers])
        self.assertEqual(1, len(self.servers.calls("/oidc/v1/token")))
        for _, _, headers, _ in self.servers.calls("/v1/chat/completions"):
            self.assertEqual(f"Bearer {TOKEN}-1", headers["Authorization"])
        form = urllib.parse.parse_qs(self.servers.calls("/oidc/v1/token")[0][3].decode())
        self.assertEqual({"grant_type": ["client_credentials"], "scope": ["all-apis"]}, form)
        self.leaks(gateway, answers)

    def test_a_refused_token_is_fetched_once_more(self):
        gateway = self.start(oauth, {"CLIENT_SECRET": CLIENT_SECRET})
        self.servers.refuse = {f"Bearer {TOKEN}-1"}
        self.assertEqual(200, self.chat(gateway).status)
        self.assertEqual(2, len(self.servers.calls("/oidc/v1/token")))
        self.servers.refuse = {f"Bearer {TOKEN}-{n}" for n in range(1, 50)}
        answers = [self.chat(gateway) for _ in range(3)]
        self.assertNotIn(200, [answer.status for answer in answers])
        self.assertEqual(2, len(self.servers.calls("/oidc/v1/token")))  # it is the right that is missing
        self.leaks(gateway, answers)

    def test_a_wrong_secret_is_told_clearly(self):
        gateway = self.start(oauth, {"CLIENT_SECRET": WRONG_SECRET})
        answers = [self.chat(gateway) for _ in range(4)]
        for answer in answers:
            self.assertGreaterEqual(answer.status, 500)
            self.assertEqual("provider_auth_refused", answer.headers["x-gatehouse-error"])
            self.assertIn("401 invalid_client", answer.json()["error"]["message"])
        self.assertEqual(1, len(self.servers.calls("/oidc/v1/token")))  # the others wait for the next attempt
        self.assertEqual([], self.servers.calls("/v1/chat/completions"))
        self.leaks(gateway, answers)

    def test_a_token_server_in_trouble(self):
        gateway = self.start(oauth, {"CLIENT_SECRET": CLIENT_SECRET})
        for broken, code in (((503, {"m": "later"}), "provider_auth_refused"),):
            self.servers.broken = broken
            answer = self.chat(gateway)
            self.assertEqual(code, answer.headers["x-gatehouse-error"])
        self.servers.broken = None

    def test_the_connection_test_proves_identity_too(self):
        gateway = self.start(oauth, {"CLIENT_SECRET": CLIENT_SECRET})
        report = gateway.ask_admin("POST", "/admin/v1/providers/p/test").json()
        self.assertTrue(report["ok"], report)
        self.assertEqual(["m"], [model["id"] for model in report["models"]])
        draft = {"provider": {"id": "d", "dialect": "openai", "base_url": self.servers.base + "/v1",
                              "auth": "oauth2_client_credentials",
                              "credentials": {"token_url": self.servers.base + "/oidc/v1/token", "client_id": "c"}},
                 "key": WRONG_SECRET}
        answer = gateway.ask_admin("POST", "/admin/v1/provider-tests", draft)
        report = answer.json()
        self.assertEqual("credential_failed", report["code"], report)
        self.assertIn("401 invalid_client", report["sentence"])
        self.leaks(gateway, [answer])

    def test_the_key_in_the_query(self):
        gateway = self.start(lambda base: f'{{id: p, dialect: openai, base_url: "{base}/v1", auth: query, '
                                          f'keys: ["env:CLIENT_SECRET"]}}', {"CLIENT_SECRET": CLIENT_SECRET})
        answer = self.chat(gateway)
        self.assertEqual(200, answer.status)
        self.assertEqual(f"/v1/chat/completions?key={CLIENT_SECRET}", self.servers.calls("/v1/chat/completions")[0][1])
        self.leaks(gateway, [answer])

    def test_a_prefix_before_the_key(self):
        gateway = self.start(lambda base: f'{{id: p, dialect: openai, base_url: "{base}/v1", auth: authorization, '
                                          f'keys: ["env:CLIENT_SECRET"], credentials: {{prefix: "Key "}}}}',
                             {"CLIENT_SECRET": CLIENT_SECRET})
        self.assertEqual(200, self.chat(gateway).status)
        headers = self.servers.calls("/v1/chat/completions")[0][2]
        self.assertEqual([f"Key {CLIENT_SECRET}"], headers.get_all("Authorization"))

    def test_azure_deployments(self):
        gateway = self.start(lambda base: f'{{id: p, dialect: azure_legacy, base_url: "{base}/openai", auth: api-key, '
                                          f'keys: ["env:CLIENT_SECRET"]}}', {"CLIENT_SECRET": CLIENT_SECRET})
        self.assertEqual(200, self.chat(gateway).status)
        method, path, headers, _ = self.servers.asked[-1]
        self.assertEqual(("POST", "/openai/deployments/m/chat/completions?api-version=2024-10-21"), (method, path))
        self.assertEqual(CLIENT_SECRET, headers["api-key"])

    def test_signed_with_a_key_of_the_container(self):
        """Greengrass and ECS: the daemon finds its credential at the address that the environment names."""
        servers = Servers()
        self.addCleanup(servers.stop)
        provider = (f'{{id: p, dialect: openai, base_url: "{servers.base}/openai/v1", auth: aws_sigv4, '
                    f'credentials: {{region: eu-west-1}}}}')
        gateway = Gateway(config(provider), {"AWS_CONTAINER_CREDENTIALS_FULL_URI": servers.base + "/box",
                                             "AWS_CONTAINER_AUTHORIZATION_TOKEN": BOX_TOKEN,
                                             "AWS_CONFIG_FILE": "/nonexistent/config",
                                             "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent/credentials"})
        self.addCleanup(gateway.stop)
        self.servers = servers
        answers = [self.chat(gateway) for _ in range(3)]
        self.assertEqual([200] * 3, [answer.status for answer in answers])
        self.assertEqual(1, len(servers.calls("/box")))
        for _, path, headers, body in servers.calls("/openai/v1/chat/completions"):
            self.assertEqual(signature_of("POST", path, headers, body), headers["Authorization"])
            self.assertEqual("session", headers["x-amz-security-token"])
        self.leaks(gateway, answers)


def signature_of(method, path, headers, body):
    """AWS's rules once more, by other code."""
    given = headers["Authorization"]
    scope = given.split("Credential=")[1].split(",")[0].split("/", 1)[1]
    names = given.split("SignedHeaders=")[1].split(",")[0].split(";")
    assert {"host", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token"} <= set(names), names
    digest = hashlib.sha256(body).hexdigest()
    assert headers["x-amz-content-sha256"] == digest
    canonical = "\n".join([method, urllib.parse.quote(path, safe="/-._~"), "",
                           *[f"{name}:{headers[name].strip()}" for name in names], "", ";".join(names), digest])
    text = "\n".join(["AWS4-HMAC-SHA256", headers["x-amz-date"], scope,
                      hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + BOX_SECRET).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return (f"AWS4-HMAC-SHA256 Credential=ASIABOX/{scope}, SignedHeaders={';'.join(names)}, Signature={signature}")


if __name__ == "__main__":
    run_module()
