# SPDX-License-Identifier: Apache-2.0
"""Where calls go: each strategy, rules, canary, experiment, shadow, regions and affinity over the real daemon, counted
by the upstreams themselves."""
import collections
import http.server
import json
import threading
import time
import unittest

from support import KEY, PATIENT, Gateway, run_module

OTHER = "e2e-other-key-0123456789abcdef0123456789ab"


class Upstream:
    """A chat model that counts what comes, by the key that it comes with."""

    def __init__(self):
        self.calls, self.keys, self.delay, self.status = 0, collections.Counter(), 0.0, 200
        self.gate = None  # an Event that answers wait for
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["content-length"])))
                outer.calls += 1
                outer.keys[self.headers["authorization"]] += 1
                if outer.gate is not None:
                    outer.gate.wait(20)
                time.sleep(outer.delay)
                body = json.dumps({"error": {"message": "down"}} if outer.status != 200 else {
                    "id": "c", "object": "chat.completion", "created": 1, "model": request["model"],
                    "choices": [{"index": 0, "finish_reason": "stop",
                                 "message": {"role": "assistant", "content": "yes"}}],
                    "usage": {"prompt_tokens": 1000, "completion_tokens": 1000, "total_tokens": 2000}}).encode()
                self.send_response(outer.status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.port = self.server.server_address[1]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def chat(model="chat", **fields):
    return {"model": model, "messages": [{"role": "user", "content": "Hello"}], **fields}


class Routing(unittest.TestCase):
    def setUp(self):
        self.up = [Upstream() for _ in range(3)]
        self.gateway = None

    def tearDown(self):
        if self.gateway:
            self.gateway.close()
        for upstream in self.up:
            upstream.close()

    def begin(self, route, providers=("", "", ""), routes=""):
        listed = "\n".join(
            f'  - {{id: p{i}, dialect: openai, base_url: "http://127.0.0.1:{up.port}/v1", keys: ["plain:k{i}a", '
            f'"plain:k{i}b"], prices: [{{model: m, input: "{i + 1}", output: "{i + 1}"}}], breaker: {{failures: 100}} {providers[i]}}}'
            for i, up in enumerate(self.up))
        self.gateway = Gateway(f"""version: 1
demo: false
server: {{{PATIENT}}}
providers:
{listed}
routes:
  - model: chat
    retry: {{attempts: 1}}
    targets: [{{provider: p0, model: m, name: a}}, {{provider: p1, model: m, name: b}}, {{provider: p2, model: m, name: c}}]
{route}
{routes}
teams:
  - id: e2e
    apps:
      - {{id: tests, keys: ["plain:{KEY}"], models: ["*"], budget: {{usd: "1"}}}}
      - {{id: others, keys: ["plain:{OTHER}"], models: ["*"]}}
""")
        return self.gateway

    def ask(self, headers=None, key=KEY, expected=200, **fields):
        answer = self.gateway.request("POST", "/v1/chat/completions", chat(**fields), headers, key)
        self.assertEqual(answer.status, expected, answer.body)
        return answer

    def counts(self):
        return [up.calls for up in self.up]

    def explained(self, answer):
        return self.gateway.call_record(answer.headers["x-request-id"])["explain"]

    def test_round_robin(self):
        self.begin("    strategy: round_robin")
        for _ in range(9):
            self.ask(key=OTHER)
        self.assertEqual(self.counts(), [3, 3, 3])

    def test_weighted(self):
        self.begin("    strategy: weighted").ask_admin("PATCH", "/admin/v1/routes/chat", {"targets": [
            {"provider": "p0", "model": "m", "weight": 1}, {"provider": "p1", "model": "m", "weight": 3},
            {"provider": "p2", "model": "m", "weight": 0}]}, {"Content-Type": "application/merge-patch+json"})
        for _ in range(200):
            self.ask(key=OTHER)
        self.assertEqual(self.up[2].calls, 0)
        self.assertTrue(20 < self.up[0].calls < 85, self.counts())

    def test_least_busy(self):
        self.begin("    strategy: least_busy")
        self.up[0].gate = self.up[1].gate = gate = threading.Event()
        waiting = []
        while self.up[0].calls == 0 or self.up[1].calls == 0:
            before = sum(self.counts())
            waiting.append(threading.Thread(target=self.ask, kwargs={"key": OTHER}))
            waiting[-1].start()
            while sum(self.counts()) == before:
                time.sleep(0.01)
        idle = self.up[2].calls
        for _ in range(5):
            self.ask(key=OTHER)
        self.assertEqual(self.counts(), [1, 1, idle + 5])
        gate.set()
        for thread in waiting:
            thread.join()

    def test_lowest_latency(self):
        self.begin("    strategy: lowest_latency")
        self.up[0].delay, self.up[2].delay = 0.2, 0.1
        for _ in range(40):
            self.ask(key=OTHER)
        self.assertGreater(self.up[1].calls, 25, self.counts())

    def test_lowest_cost(self):
        self.begin("    strategy: lowest_cost")
        for _ in range(3):
            answer = self.ask()
        self.assertEqual(self.counts(), [3, 0, 0])
        self.assertIn("by lowest_cost: $", self.explained(answer)["chosen"])

    def test_consistent_hash(self):
        self.begin("    strategy: consistent_hash\n    hash_on: user")
        for user in range(12):
            before = self.counts()
            for _ in range(3):
                self.ask(key=OTHER, user=f"user-{user}")
            self.assertEqual(sorted(now - then for now, then in zip(self.counts(), before)), [0, 0, 3])
        self.assertGreater(sum(1 for count in self.counts() if count), 1)

    def test_rules(self):
        self.begin("""    rules:
      - {name: stream side, when: {body: {reasoning_effort: high}, apps: [others]}, targets: [c]}
      - {name: by header, when: {headers: {X-Team: "blue*"}}, targets: [b, c]}
      - {name: pro, when: {metadata: {plan: pro}}, route: plus}""", routes="""  - model: plus
    targets: [{provider: p1, model: m}]""")
        self.ask(key=OTHER, reasoning_effort="high")
        self.assertEqual(self.counts(), [0, 0, 1])
        self.ask(reasoning_effort="high")
        self.assertEqual(self.counts(), [1, 0, 1])
        answer = self.ask({"x-team": "blue-7"})
        self.assertEqual(self.explained(answer)["rule"], "route chat, rule by header")
        answer = self.ask(metadata={"plan": "pro"})
        self.assertEqual(self.explained(answer)["rule"], "route chat, rule pro, route plus")
        self.assertEqual(self.gateway.call_record(answer.headers["x-request-id"])["route"], "plus")
        self.assertEqual(self.counts(), [1, 2, 1])

    def test_regions_fail_closed(self):
        self.begin("    regions: [eu]", providers=(", regions: [us]", ", regions: [us, eu]", ""))
        self.ask()
        self.assertEqual(self.counts(), [0, 1, 0])
        patched = self.gateway.ask_admin("PATCH", "/admin/v1/providers/p1", {"regions": ["us"]},
                                         {"Content-Type": "application/merge-patch+json"})
        self.assertEqual(patched.status, 200, patched.body)
        refused = self.ask(expected=409)
        self.assertEqual(refused.headers["x-gatehouse-error"], "no_target_in_region")
        self.assertEqual(self.counts(), [0, 1, 0])

    def test_affinity_keeps_target_and_key(self):
        self.begin("    strategy: round_robin\n    affinity: session")
        for session in ("one", "two"):
            before = self.counts()
            for _ in range(4):
                answer = self.ask({"x-gatehouse-session": session}, key=OTHER)
            self.assertEqual(sorted(now - then for now, then in zip(self.counts(), before)), [0, 0, 4])
            self.assertIn("affinity", self.explained(answer)["chosen"])
        self.assertEqual(sum(len(up.keys) for up in self.up if up.calls), sum(1 for up in self.up if up.calls))

    def test_a_shadow_costs_the_caller_nothing(self):
        self.begin("    shadow: {provider: p2, model: m, percent: 100}")
        self.up[2].gate = threading.Event()  # the copy hangs, the caller does not
        answer = self.ask()
        while self.up[2].calls == 0:
            time.sleep(0.01)
        self.assertEqual(self.counts(), [1, 0, 1])
        self.up[2].gate.set()
        self.up[2].gate = None
        end = time.monotonic() + 10
        copies = []
        while not copies and time.monotonic() < end:
            rows = self.gateway.ask_admin("GET", "/admin/v1/calls").json()["items"]
            copies = [row for row in rows if "shadow" in row["tags"]]
            time.sleep(0.05)
        self.assertEqual(len(copies), 1)
        self.assertIsNone(copies[0]["app"])
        self.assertEqual(copies[0]["provider"], "p2")
        self.assertIn(answer.headers["x-request-id"], self.gateway.call_record(copies[0]["id"])["explain"]["rule"])
        budgets = self.gateway.ask_admin("GET", "/admin/v1/usage").json()["budgets"]
        self.assertEqual([budget["spent"] for budget in budgets], ["0.002"])
        self.up[2].status = 500  # nor does it hurt
        self.ask()

    def canary(self):
        return self.gateway.ask_admin("GET", "/admin/v1/routes/chat/canary").json()

    def wait_for(self, **wanted):
        end = time.monotonic() + 15
        while time.monotonic() < end:
            state = self.canary()
            if all(state[name] == value for name, value in wanted.items()):
                return state
            time.sleep(0.05)
        raise AssertionError(f"{wanted} never came: {state}")

    def test_a_canary_rolls_back_and_stays_so(self):
        self.begin("    canary: {target: b, percent: 50, sticky: call, roll_back: {error_rate: 10, calls: 10}}")
        self.up[1].status = 500
        asked = 0
        while self.up[1].calls < 10:
            self.ask(key=OTHER)  # served by another target all the same
            asked += 1
            self.assertLess(asked, 200)
        state = self.wait_for(phase="rolled_back", percent=0)
        self.assertIn("calls failed, more than 10 %", state["reason"])
        before = self.up[1].calls
        for _ in range(20):
            self.ask(key=OTHER)
        self.assertEqual(self.up[1].calls, before)
        self.gateway.stop()
        self.gateway.start()
        for _ in range(20):
            self.ask(key=OTHER)
        self.assertEqual(self.up[1].calls, before)
        self.assertEqual(self.canary()["phase"], "rolled_back")
        answer = self.gateway.ask_admin("POST", "/admin/v1/routes/chat/canary", {"action": "promote"})
        self.assertEqual(answer.status, 200, answer.body)
        self.up[1].status = 200
        self.ask(key=OTHER)
        self.assertEqual(self.up[1].calls, before + 1)

    def test_a_canary_steps_up(self):
        self.begin("    canary: {target: b, percent: 10, step: {percent: 45, every: 1s, up_to: 100}}")
        self.wait_for(percent=55)
        self.wait_for(percent=100)
        self.ask(key=OTHER)
        self.assertEqual(self.counts(), [0, 1, 0])

    def test_feedback_counts_for_the_canary(self):
        self.begin("    canary: {target: b, percent: 100, roll_back: {feedback: 0.5, calls: 3}}")
        for score in (1, 0.1, 0.1):
            call = self.ask(key=OTHER).headers["x-request-id"]
            stranger = self.gateway.request("POST", "/v1/feedback", {"id": call, "score": 0})
            self.assertEqual(stranger.status, 202)  # of another application's call: counts for nothing
            taken = self.gateway.request("POST", "/v1/feedback", {"id": call, "score": score}, key=OTHER)
            self.assertEqual(taken.status, 202, taken.body)
        state = self.wait_for(phase="rolled_back")
        self.assertIn("its mean score is 0.400", state["reason"])
        for wrong in ({"id": "x"}, {"id": "x", "score": 2}, {"score": 1}, {"id": "x", "score": "1"}, "[]", "{",
                      {"id": "x", "score": 1, "more": 1}):
            answer = self.gateway.request("POST", "/v1/feedback", wrong, key=OTHER)
            self.assertEqual(answer.status, 400, answer.body)
        self.assertEqual(self.gateway.request("POST", "/v1/feedback", {"id": "x", "score": 1}, key=None).status, 401)

    def test_the_simulator_says_what_happens(self):
        self.begin("""    strategy: consistent_hash
    hash_on: user
    rules: [{name: blue, when: {headers: {x-team: blue}}, targets: [c]}]""")
        for number in range(6):
            told = self.gateway.ask_admin("POST", "/admin/v1/simulate",
                                          {"model": "chat", "app": "others", "user": f"u{number}"}).json()
            first = next(target for target in told["targets"] if target["order"] == 1)
            before = self.counts()
            self.ask(key=OTHER, user=f"u{number}")
            index = int(first["provider"][1])
            self.assertEqual(self.up[index].calls, before[index] + 1)
        told = self.gateway.ask_admin("POST", "/admin/v1/simulate",
                                      {"model": "chat", "headers": {"X-Team": "blue"}}).json()
        self.assertEqual(told["rule"], "route chat, rule blue")
        self.assertEqual([target["excluded"] and target["excluded"]["code"] for target in told["targets"]],
                         [None, "rule", "rule"])


if __name__ == "__main__":
    run_module()
