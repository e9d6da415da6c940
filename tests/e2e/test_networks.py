# SPDX-License-Identifier: Apache-2.0
"""How the daemon reaches providers: proxies from the file and the environment, their refusals, compressed answers."""
import base64
import gzip
import http.server
import json
import threading
import unittest

from support import KEY, Gateway, run_module

ANSWER = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m",
          "choices": [{"index": 0, "message": {"role": "assistant", "content": "through"}, "finish_reason": "stop"}],
          "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}
PASSWORD = "planted-proxy-password-8d1f"


class Proxy(http.server.ThreadingHTTPServer):
    """An HTTP proxy that answers for the providers behind it, who are nowhere else."""
    daemon_threads = True

    def __init__(self, login="", compressed=False):
        super().__init__(("127.0.0.1", 0), ProxyHandler)
        self.login, self.compressed, self.asked = login, compressed, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def close(self):
        self.shutdown()
        self.server_close()


class ProxyHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.path, dict(self.headers)))
        wanted = "Basic " + base64.b64encode(self.server.login.encode()).decode()
        if self.server.login and self.headers.get("Proxy-Authorization") != wanted:
            return self.answer(407, b"planted-text-of-the-proxy", {})
        body = json.dumps(ANSWER).encode()
        if self.server.compressed and "gzip" in self.headers.get("Accept-Encoding", ""):
            return self.answer(200, gzip.compress(body), {"Content-Encoding": "gzip"})
        return self.answer(200, body, {})

    def do_CONNECT(self):
        self.server.asked.append(("CONNECT " + self.path, dict(self.headers)))
        self.answer(403, b"planted-text-of-the-proxy", {})

    def answer(self, status, body, fields):
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **fields}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def config(provider, extra=""):
    return f"""version: 1
{extra}
providers:
  - {{id: far, dialect: openai, auth: none, {provider}}}
routes:
  - {{model: m, targets: [{{provider: far, model: m}}], retry: {{attempts: 1}}}}
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
"""


def clean(**variables):
    """None of the variables of this machine."""
    names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
    empty = {name: "" for each in names for name in (each, each.lower())}
    return {**empty, **variables}


class Networks(unittest.TestCase):
    def gateway(self, text, environment=None):
        gateway = Gateway(text, environment or clean())
        self.addCleanup(gateway.close)
        return gateway

    def proxy(self, *arguments, **named):
        proxy = Proxy(*arguments, **named)
        self.addCleanup(proxy.close)
        return proxy

    def call(self, gateway):
        return gateway.request("POST", "/v1/chat/completions",
                               {"model": "m", "messages": [{"role": "user", "content": "hello"}]})

    def test_a_proxy_from_the_environment(self):
        proxy = self.proxy("jo:" + PASSWORD)
        url = f"http://jo:{PASSWORD}@127.0.0.1:{proxy.port}"
        gateway = self.gateway(config('base_url: "http://provider.invalid/v1"'), clean(HTTP_PROXY=url))
        answer = self.call(gateway)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.json()["choices"][0]["message"]["content"], "through")
        self.assertEqual(proxy.asked[0][0], "http://provider.invalid/v1/chat/completions")
        with open(f"/proc/{gateway.process.pid}/environ", "rb") as environment:
            self.assertNotIn(PASSWORD.encode(), environment.read())

    def test_no_proxy_leaves_hosts_out(self):
        proxy = self.proxy()
        gateway = self.gateway(config('base_url: "http://provider.invalid/v1"'),
                               clean(ALL_PROXY=f"http://127.0.0.1:{proxy.port}", NO_PROXY=".invalid"))
        answer = self.call(gateway)
        self.assertEqual(answer.headers["x-gatehouse-error"], "upstream_resolve", answer.body)
        self.assertEqual(proxy.asked, [])

    def test_a_proxy_of_the_provider_and_its_secret(self):
        proxy = self.proxy("jo:" + PASSWORD)
        text = config(f'base_url: "http://provider.invalid/v1", proxy: "http://jo@127.0.0.1:{proxy.port}", '
                      f'proxy_password: "plain:{PASSWORD}"')
        gateway = self.gateway(text)
        self.assertEqual(self.call(gateway).status, 200)
        exported = gateway.ask_admin("GET", "/admin/v1/config/export").body.decode()
        self.assertIn(f"jo@127.0.0.1:{proxy.port}", exported)
        for place in (exported, gateway.logged(), gateway.ask_admin("GET", "/admin/v1/providers/far").body.decode()):
            self.assertNotIn(PASSWORD, place)

    def test_refusals_are_told_without_the_proxys_words(self):
        proxy = self.proxy("jo:" + PASSWORD)
        for base, told in (("http://provider.invalid/v1", "407"), ("https://provider.invalid/v1", "403")):
            with self.subTest(base):
                gateway = self.gateway(config(f'base_url: "{base}", proxy: "http://127.0.0.1:{proxy.port}"'))
                answer = self.call(gateway)
                self.assertEqual(answer.headers["x-gatehouse-error"], "upstream_proxy", answer.body)
                self.assertIn(told, answer.body.decode())
                self.assertNotIn("planted", answer.body.decode() + gateway.logged())
                metrics = gateway.ask_admin("GET", "/metrics").body.decode()
                self.assertIn('gatehouse_upstream_failures_total{code="upstream_proxy"} 1', metrics)

    def test_compressed_answers_reach_the_client_plain(self):
        proxy = self.proxy(compressed=True)
        gateway = self.gateway(config('base_url: "http://provider.invalid/v1"',
                                      f'network: {{proxy: "http://127.0.0.1:{proxy.port}"}}'))
        answer = self.call(gateway)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertNotIn("content-encoding", answer.headers)
        self.assertEqual(answer.json()["usage"]["total_tokens"], 5)
        self.assertIn("gzip", proxy.asked[0][1]["Accept-Encoding"])
        record = gateway.call_record(answer.headers["x-request-id"])
        self.assertEqual(record["tokens"]["output"], 2, record)

    def test_no_name_leads_to_where_clouds_tell_credentials(self):
        there = "2852039166"  # 169.254.169.254, as a name server could tell it
        gateway = self.gateway(config(f'base_url: "http://{there}/v1"') + f"""
sign_in: {{oidc: [{{id: corp, issuer: "https://{there}", client_id: gatehouse}}]}}
""")
        answer = self.call(gateway)
        self.assertEqual((answer.status, answer.headers["x-gatehouse-error"]), (502, "upstream_address"), answer.body)
        begun = gateway.ask_admin("POST", "/admin/v1/sign_in/oidc/corp/begin", {"redirect_uri": "http://127.0.0.1:4/"})
        self.assertEqual((begun.status, begun.json()["code"]), (502, "oidc_unreachable"))
        self.assertIn("upstream_address", begun.json()["detail"])

    def test_a_provider_that_cannot_be_set_up_is_off(self):
        gateway = self.gateway(config('base_url: "https://provider.invalid/v1", tls: {ca: ["/nowhere/ca.pem"]}'))
        self.assertGreaterEqual(self.call(gateway).status, 400)
        warnings = gateway.ask_admin("GET", "/admin/v1/status").json()["warnings"]
        self.assertIn("tls.ca: the file /nowhere/ca.pem", " ".join(warnings))


if __name__ == "__main__":
    run_module()
