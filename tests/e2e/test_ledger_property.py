# SPDX-License-Identifier: Apache-2.0
"""Money on the real daemon: random mixes of endpoints, streams, cancellations, failures, retries and kill -9, against
an upstream that keeps its own count. The ledger equals the sum of call rows to the pico-dollar; what the upstream
counted is never more than the limit; what it counted and what was booked agree call by call.

GATEHOUSE_LEDGER_ROUNDS sets the rounds."""
import decimal
import http.client
import http.server
import json
import os
import random
import signal
import socket
import threading
import time
import unittest

from support import KEY, PATIENT, Gateway, run_module

ROUNDS = int(os.environ.get("GATEHOUSE_LEDGER_ROUNDS", "2"))
CALLS = 60
INPUT, CACHED, OUTPUT = decimal.Decimal("2.5"), decimal.Decimal("0.25"), decimal.Decimal("10")
MILLION = decimal.Decimal(1_000_000)


class Counting(http.server.BaseHTTPRequestHandler):
    """Bills what it answers. The prompt says how: "mark=7 out=12 cached=3 then=cut"."""
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def bill(self, mark, usage):
        cost = (usage["in"] * INPUT + usage["cached"] * CACHED + usage["out"] * OUTPUT) / MILLION
        with self.server.lock:
            self.server.billed.setdefault(mark, []).append(cost)

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def piece(self, body):
        data = b"data: " + (body if isinstance(body, bytes) else json.dumps(body).encode()) + b"\n\n"
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path.endswith("/images/generations"):
            return self.answer(200, {"created": 1, "data": [{"b64_json": "aaaa"}] * asked.get("n", 1)})
        text = asked["input"] if "input" in asked else asked["messages"][-1]["content"]
        told = dict(word.split("=") for word in text.split() if "=" in word)
        mark, then = told["mark"], told.get("then", "")
        with self.server.lock:
            turn = self.server.turns[mark] = self.server.turns.get(mark, 0) + 1
        if then == "fail" or (then == "fail_once" and turn == 1):
            return self.answer(500, {"error": {"message": "broken", "type": "server_error"}})
        # Never more than may be asked for: so many tokens as the text has bytes, so much output as max_tokens says.
        usage = {"in": len(text) // 4, "cached": int(told.get("cached", 0)), "out": int(told.get("out", 0))}
        if "input" in asked:
            usage = {"in": usage["in"], "cached": 0, "out": 0}
            self.bill(mark, usage)
            return self.answer(200, {"object": "list", "model": "m", "usage": {
                "prompt_tokens": usage["in"], "total_tokens": usage["in"]},
                "data": [{"object": "embedding", "index": 0, "embedding": [0.5]}]})
        told_usage = {"prompt_tokens": usage["in"] + usage["cached"], "completion_tokens": usage["out"],
                      "total_tokens": usage["in"] + usage["cached"] + usage["out"],
                      "prompt_tokens_details": {"cached_tokens": usage["cached"]}}
        if not asked.get("stream"):
            self.bill(mark, usage)
            return self.answer(200, {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [
                {"index": 0, "message": {"role": "assistant", "content": "ok"}, "finish_reason": "stop"}],
                "usage": told_usage})
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        self.bill(mark, usage)
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        try:
            if then == "flood":  # far more than anybody reserved
                for _ in range(400):
                    self.piece({**chunk, "choices": [{"index": 0, "delta": {"content": "word " * 40},
                                                      "finish_reason": None}]})
                    time.sleep(0.002)
            for number in range(4):
                self.piece({**chunk, "choices": [{"index": 0, "delta": {"content": f"w{number} "},
                                                  "finish_reason": None}]})
                if then == "slow":
                    time.sleep(0.05)
                if then == "cut" and number == 2:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return None
            self.piece({**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            self.piece({**chunk, "choices": [], "usage": told_usage})
            self.piece(b"[DONE]")
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            self.close_connection = True
        return None


class Upstream:
    def __init__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting)
        self.server.daemon_threads = True
        self.server.lock, self.server.billed, self.server.turns = threading.Lock(), {}, {}
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def count(self, mark=None):
        with self.server.lock:
            costs = self.server.billed.get(mark, []) if mark else [c for l in self.server.billed.values() for c in l]
        return sum(costs, decimal.Decimal(0))

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def config(upstream, usd):
    return f"""version: 1
server: {{{PATIENT}}}
providers:
  - id: counted
    dialect: openai
    base_url: "{upstream.base}"
    keys: ["plain:sk-counted"]
    prices: [{{model: m, input: "{INPUT}", cached_input: "{CACHED}", output: "{OUTPUT}"}}]
routes:
  - model: chat
    targets: [{{provider: counted, model: m}}]
    retry: {{attempts: 2, "on": [connect, timeout, 429, 5xx]}}
organisation: {{budget: {{usd: "{usd}", period: month}}}}
teams:
  - id: e2e
    budget: {{usd: "1000", period: week}}
    apps: [{{id: tests, keys: ["plain:{KEY}"], budget: {{usd: "1000", period: total}}}}]
budgets:
  - {{id: by-tag, for: {{tag: blue}}, usd: "1000", period: day}}
  - {{id: by-model, for: {{model: chat}}, usd: "1000", period: total}}
  - {{id: by-provider, for: {{provider: counted}}, usd: "1000", period: total, action: warn}}
"""


def money(text):
    return decimal.Decimal(text)


class Ledger(unittest.TestCase):
    def setUp(self):
        self.upstream = Upstream()

    def tearDown(self):
        self.gateway.close()
        self.upstream.stop()

    def states(self):
        answer = self.gateway.ask_admin("GET", "/admin/v1/budgets/state")
        self.assertEqual(answer.status, 200, answer.body)
        return {item["id"]: item for item in answer.json()["items"]}

    def rows(self):
        rows, cursor = [], None
        while True:
            page = self.gateway.ask_admin("GET", "/admin/v1/calls?limit=200" + (f"&cursor={cursor}" if cursor else ""))
            self.assertEqual(page.status, 200, page.body)
            rows += page.json()["items"]
            cursor = page.json()["next"]
            if cursor is None:
                return rows

    def quiet(self):
        """All rows are written, nothing is reserved."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            states = self.states()
            status = self.gateway.ask_admin("GET", "/admin/v1/status").json()
            waiting = status.get("counters", {})
            if all(money(s["reserved"]) == 0 for s in states.values()) and waiting.get("rows_waiting", 0) == 0:
                time.sleep(0.2)
                return self.states()
            time.sleep(0.05)
        self.fail("calls still run")

    def call(self, seeded, number, marks, lock):
        mark = f"{os.getpid()}n{number}"
        kind = seeded.choice(["whole", "whole", "stream", "stream", "embed", "cancel", "cut", "fail", "fail_once"])
        out = seeded.randint(0, 50)
        then = {"cut": "cut", "fail": "fail", "fail_once": "fail_once", "cancel": "slow"}.get(kind, "")
        text = f"mark={mark} out={out} cached={seeded.randint(0, 9)}" + (f" then={then}" if then else "") + " " + \
            "x" * seeded.randint(40, 900)
        headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
        if seeded.random() < 0.4:
            headers["x-gatehouse-tags"] = "blue,green"
        body = {"model": "chat", "input": text} if kind == "embed" else {
            "model": "chat", "max_tokens": 50, "messages": [{"role": "user", "content": text}],
            "stream": kind in ("stream", "cancel", "cut")}
        path = "/v1/embeddings" if kind == "embed" else "/v1/chat/completions"
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.gateway.port, timeout=30)
            connection.request("POST", path, json.dumps(body), headers)
            answer = connection.getresponse()
            with lock:
                marks[mark] = (answer.getheader("x-request-id"), kind, answer.status, time.monotonic())
            if kind == "cancel":
                answer.read(20)
                connection.sock.close()
            else:
                try:
                    answer.read()
                except http.client.IncompleteRead:
                    pass
            connection.close()
        except (OSError, http.client.HTTPException):
            pass  # killed

    def run_calls(self, seed, first, workers=6, until=None):
        marks, lock = {}, threading.Lock()

        def work(worker):
            seeded = random.Random(seed * 100 + worker)
            for i in range(CALLS // workers):
                if until is not None and until.is_set():
                    return
                self.call(seeded, f"{first}-{worker}-{i}", marks, lock)

        threads = [threading.Thread(target=work, args=(w,)) for w in range(workers)]
        for thread in threads:
            thread.start()
        return threads, marks

    def assert_books_agree(self, states, rows, since=decimal.Decimal(0)):
        booked = sum((money(r["cost"]) for r in rows if r["cost"] is not None), decimal.Decimal(0))
        for name in ("organisation", "team:e2e", "app:tests", "by-model", "by-provider"):
            self.assertEqual(money(states[name]["spent"]), booked, name)
        tagged = sum((money(r["cost"]) for r in rows if r["cost"] is not None and "blue" in r["tags"]),
                     decimal.Decimal(0))
        self.assertEqual(money(states["by-tag"]["spent"]), tagged)
        return booked

    def test_the_ledger_equals_the_rows_and_the_upstreams_count(self):
        self.gateway = Gateway(config(self.upstream, "1000"))
        for number in range(ROUNDS):
            threads, marks = self.run_calls(number, f"a{number}")
            for thread in threads:
                thread.join()
            states, rows = self.quiet(), self.rows()
            self.assert_books_agree(states, rows)
            by_id = {row["id"]: row for row in rows}
            for mark, (request_id, kind, status, _) in marks.items():
                row = by_id[request_id]
                if kind in ("whole", "stream", "embed", "fail", "fail_once"):
                    self.assertEqual(money(row["cost"]), self.upstream.count(mark), (mark, kind, status, row))
                    self.assertFalse(row["tokens"]["estimated"] and kind in ("whole", "embed"), row)
                elif kind == "cut" and status == 200:  # else its target rests
                    self.assertTrue(row["tokens"]["estimated"], row)

    def test_a_limit_is_never_passed(self):
        usd = decimal.Decimal("0.006")
        self.gateway = Gateway(config(self.upstream, usd))
        threads, marks = self.run_calls(77, "b", workers=10)
        for thread in threads:
            thread.join()
        states, rows = self.quiet(), self.rows()
        self.assert_books_agree(states, rows)
        refused = [row for row in rows if row["error"] == "budget_exceeded"]
        self.assertTrue(refused, "the budget was small enough to be met")
        self.assertLessEqual(money(states["organisation"]["spent"]), usd)
        exact = {request_id: mark for mark, (request_id, kind, *_) in marks.items() if kind not in ("cancel", "cut")}
        counted = sum((self.upstream.count(mark) for mark in exact.values()), decimal.Decimal(0))
        self.assertLessEqual(counted, usd)

    def test_kill_in_the_middle(self):
        self.gateway = Gateway(config(self.upstream, "1000"))
        seeded = random.Random(5)
        for number in range(ROUNDS):
            until = threading.Event()
            threads, _ = self.run_calls(500 + number, f"c{number}", until=until)
            time.sleep(seeded.uniform(0.3, 0.8))
            self.gateway.stop(signal.SIGKILL)
            until.set()
            for thread in threads:
                thread.join()
            self.gateway.start()
            states, rows = self.quiet(), self.rows()
            # What was reserved by killed calls is free again; what had a row is in every budget.
            self.assert_books_agree(states, rows)


if __name__ == "__main__":
    run_module()
