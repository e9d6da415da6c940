# SPDX-License-Identifier: Apache-2.0
"""An operator ends calls that run: the client is told in its dialect, the record says who did it."""
import http.client
import json
import threading
import time
import unittest

from support import ADMIN_TOKEN, KEY, Gateway, run_module

CONFIG = f"""version: 1
records: {{bodies: all}}
teams:
  - {{id: e2e, apps: [{{id: tests, keys: ["plain:{KEY}"]}}]}}
"""
LONG = "word " * 400


class Events:
    """GET /events, read as it comes."""

    def __init__(self, gateway):
        host, port = gateway.admin.removeprefix("http://").split(":")
        self.connection = http.client.HTTPConnection(host, int(port), timeout=30)
        self.connection.request("GET", "/admin/v1/events",
                                headers={"Authorization": f"Bearer {ADMIN_TOKEN}"})
        self.answer = self.connection.getresponse()

    def wait_for(self, kind, fits=lambda data: True):
        seen = None
        while True:
            line = self.answer.readline().decode().strip()
            if line.startswith("event:"):
                seen = line[6:].strip()
            elif line.startswith("data:") and seen == kind:
                data = json.loads(line[5:])
                if fits(data):
                    return data

    def close(self):
        self.answer.close()
        self.connection.close()


class Cancel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway(CONFIG)

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def setUp(self):
        self.events = Events(self.gateway)
        self.addCleanup(self.events.close)

    def cancel(self, call):
        return self.gateway.ask_admin("POST", f"/admin/v1/calls/{call}/cancel")

    def run_aside(self, path, body):
        answers = []
        thread = threading.Thread(target=lambda: answers.append(self.gateway.request("POST", path, body)))
        thread.start()
        self.addCleanup(thread.join)
        return thread, answers

    def check_record(self, call, status):
        record = self.gateway.call_record(call)
        self.assertEqual((record["outcome"], record["error"], record["error_class"]),
                         ("cancelled", "cancelled_by_admin", "none"))
        self.assertEqual(record["status"], status)
        self.assertEqual(record["explain"]["attempts"][-1]["decision"], "ended by the operator")
        self.assertEqual(len(record["explain"]["attempts"]), 1)
        audit = self.gateway.ask_admin("GET", "/admin/v1/audit?limit=5").json()["items"]
        self.assertIn(("call.cancel", call), [(entry["action"], entry["id"]) for entry in audit])

    def test_a_stream_ends_with_an_error_of_its_dialect(self):
        for path, extra in (("/v1/chat/completions", {}), ("/anthropic/v1/messages", {"max_tokens": 4000})):
            with self.subTest(path):
                thread, answers = self.run_aside(path, {
                    "model": "demo/slow", "stream": True, "messages": [{"role": "user", "content": LONG}], **extra})
                call = self.events.wait_for("call.started")["id"]
                progress = self.events.wait_for("call.progress",
                                                lambda data: data["id"] == call and data["output_tokens"] > 0)
                self.assertEqual((progress["provider"], progress["model"], progress["attempts"]), ("demo", "slow", 1))
                self.assertEqual(self.cancel(call).status, 202)
                thread.join(timeout=20)
                self.assertFalse(thread.is_alive())
                self.assertIn("The operator of this gateway ended this call", answers[0].body.decode())
                self.assertTrue(answers[0].cut)  # without its end
                self.check_record(call, 200)

    def test_a_call_that_waits_gets_an_error(self):
        thread, answers = self.run_aside("/v1/chat/completions", {
            "model": "demo/slow", "messages": [{"role": "user", "content": LONG}]})
        call = self.events.wait_for("call.started")["id"]
        self.assertEqual(self.cancel(call).status, 202)
        thread.join(timeout=20)
        self.assertFalse(thread.is_alive())
        self.assertEqual(answers[0].status, 499)
        self.assertEqual(answers[0].json()["error"]["code"], "cancelled_by_admin")
        self.check_record(call, 499)
        # It is over: there is nothing to end any more.
        self.assertEqual(self.cancel(call).status, 404)

    def test_heads_are_kept_without_credentials(self):
        answer = self.gateway.request("POST", "/v1/chat/completions", {
            "model": "demo/echo", "messages": [{"role": "user", "content": "x"}]}, {"x-secret-thing": "planted"})
        self.assertEqual(answer.status, 200)
        call = answer.headers["x-request-id"]
        self.gateway.call_record(call)
        end = time.monotonic() + 20
        while True:
            kept = self.gateway.ask_admin("GET", f"/admin/v1/calls/{call}/bodies")
            if kept.status == 200 or time.monotonic() > end:
                break
            time.sleep(0.02)
        heads = {head["part"]: head for head in kept.json()["heads"]}
        self.assertEqual(set(heads), {"request_received", "request_sent", "answer_received", "answer_sent"})
        self.assertEqual(heads["request_received"]["line"], "POST /v1/chat/completions")
        fields = {field["name"].lower(): field["value"] for field in heads["request_received"]["fields"]}
        self.assertEqual(fields["authorization"], "[masked:credential]")
        self.assertEqual(fields["content-type"], "application/json")
        self.assertNotIn(KEY, json.dumps(heads))
        self.assertNotIn("planted", json.dumps(heads))

    def test_bodies_are_recorded_for_a_while_and_no_longer(self):
        def patch(body):
            answer = self.gateway.ask_admin("PATCH", "/admin/v1/records", body)
            self.assertEqual(answer.status, 200, answer.body)

        def call():
            answer = self.gateway.request("POST", "/v1/chat/completions", {
                "model": "demo/echo", "messages": [{"role": "user", "content": "x"}]})
            return answer.headers["x-request-id"]

        self.addCleanup(patch, {"bodies": "all", "bodies_all_until": None})
        patch({"bodies": "off", "bodies_all_until": "2020-01-01T00:00:00Z"})  # is over
        before = call()
        patch({"bodies_all_until": "2099-01-01T00:00:00Z"})
        within = call()
        end = time.monotonic() + 20
        while self.gateway.ask_admin("GET", f"/admin/v1/calls/{within}/bodies").status != 200:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)
        self.assertEqual(self.gateway.ask_admin("GET", f"/admin/v1/calls/{before}/bodies").status, 404)

    def test_the_lines_of_a_cost_are_told(self):
        answer = self.gateway.request("POST", "/v1/chat/completions", {
            "model": "demo/echo", "messages": [{"role": "user", "content": LONG}]})
        record = self.gateway.call_record(answer.headers["x-request-id"])
        lines = {line["class"]: line for line in record["explain"]["billed"]}
        self.assertEqual(set(lines), {"input", "output"})
        self.assertEqual(lines["input"]["tokens"], record["tokens"]["input"])
        self.assertAlmostEqual(sum(float(line["cost"]) for line in lines.values()), float(record["cost"]), 12)
        self.assertTrue(record["explain"]["price_source"])
        self.assertRegex(record["explain"]["price_date"], r"^\d{4}-\d\d-\d\d$")


if __name__ == "__main__":
    run_module()
