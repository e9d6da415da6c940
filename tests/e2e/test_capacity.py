# SPDX-License-Identifier: Apache-2.0
"""Room at providers: the cap holds by the provider's own count, who waits goes by priority, the wait is bounded, learned
rate limits are not overrun, who leaves makes room, and health checks rest and revive a provider."""
import concurrent.futures
import http.client
import http.server
import json
import socket
import threading
import time
import unittest

from support import KEY, PATIENT, Gateway, run_module

ANSWER = {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [
    {"index": 0, "message": {"role": "assistant", "content": "Hello"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4}}
HIGH_KEY, LOW_KEY = KEY.replace("0123", "high", 1), KEY.replace("0123", "lowe", 1)
CHAT = {"messages": [{"role": "user", "content": "Hi"}]}


class Upstream:
    """Counts what it is asked at once; answers when it is let; limits requests in a window where it is told to."""

    def __init__(self):
        self.lock = threading.Condition()
        self.running = self.most = self.refused = self.calls = 0
        self.order = []
        self.open = True  # answers at once
        self.well = True
        self.limit, self.window, self.ends, self.used = 0, 1.0, 0.0, 0
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def handler(upstream):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                self.answer(200 if upstream.well else 503, {"object": "list", "data": [{"id": "m", "object": "model"}]})

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                status, fields = upstream.serve(body["messages"][0]["content"])
                self.answer(status, ANSWER if status == 200 else {"error": {"message": "too many", "type": "rate"}},
                            fields)

            def answer(self, status, value, fields=None):
                data = json.dumps(value).encode()
                self.send_response(status)
                for name, text in (fields or {}).items():
                    self.send_header(name, text)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
        return Handler

    def serve(self, text):
        with self.lock:
            self.calls += 1
            self.order.append(text)
            self.running += 1
            self.most = max(self.most, self.running)
            status, fields = self.count()
            self.lock.notify_all()
            self.lock.wait_for(lambda: self.open, 20)
            self.running -= 1
            self.lock.notify_all()
            return status, fields

    def count(self):
        if self.limit == 0:
            return 200, {}
        now = time.monotonic()
        if now >= self.ends:
            self.ends, self.used = now + self.window, 0
        if self.used >= self.limit:
            self.refused += 1
            return 429, {}
        self.used += 1
        return 200, {"x-ratelimit-limit-requests": str(self.limit),
                     "x-ratelimit-remaining-requests": str(self.limit - self.used),
                     "x-ratelimit-reset-requests": f"{int((self.ends - now) * 1000) + 1}ms"}

    def wait_for(self, condition, seconds=20):
        with self.lock:
            if not self.lock.wait_for(condition, seconds):
                raise AssertionError("the provider did not see what was expected")

    def let(self, is_open):
        with self.lock:
            self.open = is_open
            self.lock.notify_all()

    def stop(self):
        self.let(True)
        self.server.shutdown()
        self.server.server_close()


def config(upstream, settings, more=""):
    return f"""version: 1
server: {{{PATIENT}}}
providers:
  - {{id: one, dialect: openai, base_url: "{upstream.base}", auth: none, {settings}}}
{more}
teams:
  - id: e2e
    apps:
      - {{id: tests, keys: ["plain:{KEY}"]}}
      - {{id: urgent, priority: high, keys: ["plain:{HIGH_KEY}"]}}
      - {{id: patient, priority: low, keys: ["plain:{LOW_KEY}"]}}
"""


class Capacity(unittest.TestCase):
    def setUp(self):
        self.upstream = Upstream()
        self.addCleanup(self.upstream.stop)
        self.pool = concurrent.futures.ThreadPoolExecutor(64)
        self.addCleanup(self.pool.shutdown)

    def begin(self, settings, more=""):
        self.gateway = Gateway(config(self.upstream, settings, more))
        self.addCleanup(self.gateway.close)

    def chat(self, text="Hi", key=KEY, model="one/m"):
        body = {"model": model, "messages": [{"role": "user", "content": text}]}
        return self.gateway.request("POST", "/v1/chat/completions", body, key=key)

    def traffic(self):
        answer = self.gateway.ask_admin("GET", "/admin/v1/traffic")
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def provider(self, name="one"):
        return next(p for p in self.traffic()["providers"] if p["provider"] == name)

    def wait_until(self, condition, seconds=20):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end, "it did not come to that")
            time.sleep(0.02)

    def waiting(self):
        return self.provider()["queue"]["waiting"]

    def test_the_cap_holds_by_the_providers_count(self):
        self.begin("concurrent: 3, queue: {wait: 30s, length: 100}")
        answers = [self.pool.submit(self.chat) for _ in range(60)]
        self.assertEqual({a.result().status for a in answers}, {200})
        self.assertEqual(self.upstream.calls, 60)
        self.assertLessEqual(self.upstream.most, 3)
        # The last answer is read a moment before its call is off the books.
        self.wait_until(lambda: self.provider()["in_flight"] == 0)

    def test_who_waits_goes_by_priority_then_age(self):
        self.begin("concurrent: 1, queue: {wait: 60s, length: 10}")
        self.upstream.let(False)
        answers = [self.pool.submit(self.chat, "first")]
        self.upstream.wait_for(lambda: self.upstream.running == 1)
        for count, (text, key) in enumerate([("low 1", LOW_KEY), ("low 2", LOW_KEY), ("normal", KEY),
                                             ("high 1", HIGH_KEY), ("high 2", HIGH_KEY)], 1):
            answers.append(self.pool.submit(self.chat, text, key))
            self.wait_until(lambda: self.waiting() == count)
        calls = self.provider()["queue"]["calls"]
        self.assertEqual([c["position"] for c in calls], [1, 2, 3, 4, 5])
        self.assertEqual([c["priority"] for c in calls], ["high", "high", "normal", "low", "low"])
        self.upstream.let(True)
        last = [a.result() for a in answers][1]
        self.assertEqual(self.upstream.order, ["first", "high 1", "high 2", "normal", "low 1", "low 2"])
        self.assertEqual(self.upstream.most, 1)
        waited = self.gateway.call_record(last.headers["x-request-id"])["explain"]["waited"]
        self.assertEqual([(w["provider"], w["priority"], w["position"], w["served"]) for w in waited],
                         [("one", "low", 1, True)])

    def test_the_wait_is_bounded_and_refused_in_each_dialect(self):
        self.begin("concurrent: 1, queue: {wait: 300ms, length: 10}")
        self.upstream.let(False)
        first = self.pool.submit(self.chat)
        self.upstream.wait_for(lambda: self.upstream.running == 1)
        contents = {"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]}
        calls = [("/v1/chat/completions", {"model": "one/m", **CHAT}, lambda e: e["error"]["code"]),
                 ("/anthropic/v1/messages", {"model": "one/m", "max_tokens": 5, **CHAT}, lambda e: e["error"]["type"]),
                 ("/gemini/v1beta/models/one%2Fm:generateContent", contents, lambda e: e["error"]["status"])]
        seen = []
        for path, body, word in calls:
            answer = self.gateway.request("POST", path, body)
            self.assertEqual(answer.status, 429, (path, answer.body))
            self.assertGreaterEqual(int(answer.headers["retry-after"]), 1)
            self.assertEqual(answer.headers["x-gatehouse-error"], "capacity_exceeded")
            seen.append(word(answer.json()))
        self.assertEqual(seen[1:], ["rate_limit_error", "RESOURCE_EXHAUSTED"])
        self.upstream.let(True)
        self.assertEqual(first.result().status, 200)
        self.assertEqual(self.upstream.calls, 1)

    def test_another_target_with_room_is_taken_at_once(self):
        other = Upstream()
        self.addCleanup(other.stop)
        self.begin("concurrent: 1, queue: {wait: 30s, length: 10}",
                   f"""  - {{id: two, dialect: openai, base_url: "{other.base}", auth: none}}
routes:
  - {{model: chat, targets: [{{provider: one, model: m}}, {{provider: two, model: m}}]}}""")
        self.upstream.let(False)
        first = self.pool.submit(self.chat, "Hi", KEY, "chat")
        self.upstream.wait_for(lambda: self.upstream.running == 1)
        second = self.chat(model="chat")
        self.assertEqual((second.status, second.headers["x-gatehouse-provider"]), (200, "two"))
        self.upstream.let(True)
        self.assertEqual(first.result().headers["x-gatehouse-provider"], "one")

    def test_a_learned_limit_is_never_overrun(self):
        self.upstream.limit, self.upstream.window = 5, 1.0
        self.begin("queue: {wait: 30s, length: 100}")
        self.assertEqual(self.chat().status, 200)  # until the first answer nothing is known
        answers = [self.pool.submit(self.chat) for _ in range(24)]
        self.assertEqual({a.result().status for a in answers}, {200})
        self.assertEqual(self.upstream.refused, 0)
        limits = [limit for target in self.traffic()["targets"] for limit in target["limits"]]
        self.assertEqual([(limit["name"], limit["limit"]) for limit in limits], [("requests", 5)])

    def test_without_a_queue_a_used_up_limit_is_refused_until_its_reset(self):
        self.upstream.limit, self.upstream.window = 1, 30.0
        self.begin("queue: {wait: 0s}")
        self.assertEqual(self.chat().status, 200)
        refused = self.chat()
        self.assertEqual((refused.status, refused.headers["x-gatehouse-error"]), (429, "capacity_exceeded"))
        self.assertTrue(25 < int(refused.headers["retry-after"]) <= 31)  # whole seconds, the begun one included
        self.assertEqual(self.upstream.calls, 1)

    def test_who_leaves_the_line_makes_room(self):
        self.begin("concurrent: 1, queue: {wait: 60s, length: 1}")
        self.upstream.let(False)
        first = self.pool.submit(self.chat, "first")
        self.upstream.wait_for(lambda: self.upstream.running == 1)
        body = json.dumps({"model": "one/m", **CHAT})
        leaver = socket.create_connection(("127.0.0.1", self.gateway.port))
        leaver.sendall(f"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {KEY}\r\n"
                       f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        self.wait_until(lambda: self.waiting() == 1)
        self.assertEqual(self.chat().status, 429)  # the line is full
        leaver.close()
        self.wait_until(lambda: self.waiting() == 0)
        second = self.pool.submit(self.chat, "second")
        self.wait_until(lambda: self.waiting() == 1)
        self.upstream.let(True)
        self.assertEqual((first.result().status, second.result().status), (200, 200))
        self.assertEqual(self.upstream.order, ["first", "second"])

    def test_the_operator_ends_a_call_that_waits(self):
        self.begin("concurrent: 1, queue: {wait: 60s, length: 1}")
        self.upstream.let(False)
        first = self.pool.submit(self.chat, "first")
        self.upstream.wait_for(lambda: self.upstream.running == 1)
        second = self.pool.submit(self.chat, "second")
        self.wait_until(lambda: self.waiting() == 1)
        call = self.provider()["queue"]["calls"][0]["id"]
        self.assertEqual(self.gateway.ask_admin("POST", f"/admin/v1/calls/{call}/cancel").status, 202)
        self.assertIn("The operator of this gateway ended this call", second.result().body.decode())
        self.assertEqual(self.waiting(), 0)
        self.upstream.let(True)
        self.assertEqual(first.result().status, 200)
        self.assertEqual(self.upstream.order, ["first"])

    def test_a_health_check_rests_and_revives_a_provider(self):
        self.begin("health: {check: models, every: 1s}")
        self.wait_until(lambda: self.provider()["health"]["state"] == "well")
        self.assertEqual(self.chat().status, 200)
        self.upstream.well = False
        self.wait_until(lambda: self.provider()["health"]["state"] == "failing")
        calls = self.upstream.calls
        self.assertEqual(self.chat().status, 503)
        self.assertEqual(self.upstream.calls, calls)
        self.upstream.well = True
        self.wait_until(lambda: self.provider()["health"]["state"] == "well")
        self.assertEqual(self.chat().status, 200)
        rows = self.gateway.ask_admin("GET", "/admin/v1/calls").json()["items"]
        self.assertEqual({row["app"] for row in rows}, {"tests"})  # checks are nobody's calls

    def test_a_check_that_calls_is_recorded_as_the_gateways_own(self):
        self.begin("health: {check: call, every: 1h, model: m}")
        self.wait_until(lambda: self.provider()["health"]["state"] == "well")
        self.wait_until(lambda: self.gateway.ask_admin("GET", "/admin/v1/calls").json()["items"])
        rows = self.gateway.ask_admin("GET", "/admin/v1/calls").json()["items"]
        self.assertEqual([(r["app"], r["team"], r["key"], r["provider"], r["tokens"]["input"]) for r in rows],
                         [("gatehouse:health", None, None, "one", 3)])

    def test_wrong_settings_are_refused_with_field_and_reason(self):
        self.begin("concurrent: 1")
        for settings, field in (({"concurrent": -1}, "concurrent"), ({"queue": {"length": -1}}, "queue.length"),
                                ({"health": {"check": "call"}}, "health.model"),
                                ({"health": {"check": "ready"}}, "health.check"),
                                ({"health": {"check": "models", "model": "m"}}, "health.model")):
            answer = self.gateway.ask_admin("PATCH", "/admin/v1/providers/one", settings,
                                            {"Content-Type": "application/merge-patch+json"})
            self.assertIn(answer.status, (400, 409, 422), answer.body)
            self.assertIn(field, answer.body.decode())


if __name__ == "__main__":
    run_module()
