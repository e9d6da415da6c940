# SPDX-License-Identifier: Apache-2.0
"""A paused gateway, and what health.changed tells of gateway and targets."""
import http.client
import json
import threading
import time
import unittest

from support import ADMIN_TOKEN, KEY, Gateway, free_port, run_module

STATE = "/admin/v1/gateway/state"
CHAT = {"model": "demo/echo", "messages": [{"role": "user", "content": "Hello"}]}


class Events(threading.Thread):
    """Follows health.changed until it is closed."""

    def __init__(self, gateway):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", gateway.admin_port, timeout=30)
        self.connection.request("GET", "/admin/v1/events?types=health.changed",
                                headers={"Authorization": f"Bearer {ADMIN_TOKEN}"})
        self.answer = self.connection.getresponse()
        self.answer.readline()  # the first comment: the stream is open
        self.told = []
        self.changed = threading.Condition()
        self.start()

    def run(self):
        try:
            while line := self.answer.readline():
                if line.startswith(b"data:"):
                    with self.changed:
                        self.told.append(json.loads(line[5:]))
                        self.changed.notify_all()
        except (OSError, ValueError, http.client.HTTPException, AttributeError):
            pass

    def wait_for(self, **wanted):
        def fits(event):
            return all(event.get(name) == value for name, value in wanted.items())
        with self.changed:
            found = self.changed.wait_for(lambda: any(fits(event) for event in self.told), 15)
            assert found, f"{wanted} not in {self.told}"

    def close(self):
        self.connection.close()


class Pause(unittest.TestCase):
    def setUp(self):
        self.dead = free_port()
        self.gateway = Gateway(f"""version: 1
providers:
  - id: dead
    preset: openai
    base_url: http://127.0.0.1:{self.dead}/v1
    keys: ["plain:sk-nobody-listens-there"]
routes:
  - {{model: dead, targets: [{{provider: dead, model: m}}]}}
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""")
        self.addCleanup(self.gateway.close)

    def pause(self, on):
        answer = self.gateway.ask_admin("PUT", STATE, {"paused": on})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.json()["paused"], on)

    def chat(self, **more):
        return self.gateway.request("POST", "/v1/chat/completions", {**CHAT, **more})

    def test_new_calls_are_refused_until_resumed(self):
        events = Events(self.gateway)
        self.addCleanup(events.close)
        self.pause(True)
        events.wait_for(about="gateway", state="paused")
        refused = self.chat()
        self.assertEqual(refused.status, 503)
        self.assertEqual(refused.headers["x-gatehouse-error"], "gateway_paused")
        self.assertGreater(int(refused.headers["retry-after"]), 0)
        self.assertIn("error", refused.json())
        other = self.gateway.request("POST", "/anthropic/v1/messages", {"max_tokens": 5, **CHAT})
        self.assertEqual((other.status, other.json()["type"]), (503, "error"))
        self.assertEqual(self.chat().headers["x-gatehouse-error"], "gateway_paused")
        record = self.gateway.call_record(refused.headers["x-request-id"])
        self.assertEqual(record["error"], "gateway_paused")
        self.pause(False)
        events.wait_for(about="gateway", state="running")
        self.assertEqual(self.chat().status, 200)

    def test_what_is_no_call_stays(self):
        self.pause(True)
        self.assertEqual(self.gateway.request("GET", "/v1/models").status, 200)
        self.assertEqual(self.gateway.request("GET", "/healthz", key=None).status, 200)
        self.assertEqual(self.gateway.ask_admin("GET", "/healthz").status, 200)
        self.assertEqual(self.gateway.ask_admin("GET", "/readyz").status, 503)
        self.assertTrue(self.gateway.ask_admin("GET", "/admin/v1/status").json()["paused"])
        wrong = self.gateway.request("POST", "/v1/chat/completions", CHAT, key="not-a-key")
        self.assertEqual(wrong.status, 401)  # a stranger is not told

    def test_running_calls_go_on(self):
        answers = []
        running = threading.Thread(target=lambda: answers.append(self.chat(model="demo/slow", stream=True)))
        running.start()
        end = time.monotonic() + 10
        while self.gateway.ask_admin("GET", "/admin/v1/status").json()["counters"]["calls_running"] == 0:
            self.assertLess(time.monotonic(), end)
        self.pause(True)
        running.join(60)
        self.assertEqual(answers[0].status, 200)
        self.assertIn(b"[DONE]", answers[0].body)

    def test_a_restart_ends_a_pause_and_says_so_before(self):
        self.pause(True)
        events = Events(self.gateway)
        self.addCleanup(events.close)
        self.gateway.stop()
        events.wait_for(about="gateway", state="stopping")
        self.gateway.start()
        self.assertEqual(self.chat().status, 200)

    def test_a_target_that_keeps_failing_is_told(self):
        events = Events(self.gateway)
        self.addCleanup(events.close)
        for _ in range(6):
            self.assertGreaterEqual(self.chat(model="dead").status, 500)
        events.wait_for(about="target", state="resting", provider="dead", model="m")
        counters = self.gateway.ask_admin("GET", "/admin/v1/status").json()["counters"]
        self.assertEqual(counters["targets_resting"], 1)


if __name__ == "__main__":
    run_module()
