# SPDX-License-Identifier: Apache-2.0
"""Tests of prompts, run by the gateway over its own listener against the demo provider: progress, results, cost, stop."""
import time
import unittest

from support import KEY, Gateway, run_module

CONFIG = """version: 1
demo: true
records: {{bodies: all}}
teams:
  - {{id: e2e, apps: [{{id: tests, keys: ["plain:{key}"], models: ["*"]}}]}}
prompts:
  - id: repeat
    versions:
      - version: 1
        model: demo/echo
        messages: [{{role: user, content: "Say {{{{text}}}}"}}]
        variables: [{{name: text}}]
      - version: 2
        model: demo/echo
        messages: [{{role: user, content: '{{"word": "{{{{text}}}}"}}'}}]
        variables: [{{name: text}}]
        response: {{schema: {{type: object, required: [mark], properties: {{mark: {{type: string, pattern: '^x{{3}}-[0-9]$'}}}}}}, repair: 1}}
    tests:
      - {{id: heard, values: {{text: gate}}, checks: [{{kind: contains, value: gate}}]}}
      - {{id: missed, values: {{text: gate}}, checks: [{{kind: contains, value: house}}, {{kind: regex, value: "(?i)GATE"}}]}}
      - {{id: wrong, values: {{txt: gate}}, checks: [{{kind: contains, value: gate}}]}}
"""


class Prompts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway(CONFIG.format(key=KEY))

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def ask(self, method, path, body=None):
        return self.gateway.ask_admin(method, "/admin/v1/" + path, body)

    def begin(self, **wish):
        begun = self.ask("POST", "prompts/repeat/test_runs", wish)
        self.assertEqual(begun.status, 202, begun.body)
        return begun.json()["id"]

    def ended(self, run_id):
        end = time.monotonic() + 60
        while True:
            run = self.ask("GET", "test_runs/" + run_id).json()
            if run["state"] != "running":
                return run
            self.assertLess(time.monotonic(), end, run)
            time.sleep(0.05)

    def test_a_run_tells_what_held_and_what_it_cost(self):
        plan = self.ask("POST", "prompts/repeat/test_runs/estimate", {"versions": [1]}).json()
        self.assertEqual((plan["cases"], plan["calls"], plan["pretend"]), (3, 2, True))
        run = self.ended(self.begin(versions=[1]))
        results = {cell["test"]: cell for cell in run["results"]}
        self.assertEqual((run["state"], run["total"], run["done"], run["passed"]), ("done", 3, 3, 1))
        self.assertEqual(results["heard"]["state"], "passed")
        self.assertIn("gate", results["heard"]["answer"])
        self.assertEqual([check["passed"] for check in results["missed"]["checks"]], [False, True])
        self.assertIn("\"text\" is not given", results["wrong"]["error"])
        self.assertEqual(run["bill"]["calls"], 2)
        self.assertGreater(run["bill"]["output_tokens"], 0)
        record = self.gateway.call_record(results["heard"]["calls"][0])
        self.assertIn("prompt_test", str(record))
        listed = self.ask("GET", "prompts/repeat/test_runs").json()["items"]
        self.assertIn(run["id"], [item["id"] for item in listed])
        self.assertNotIn("results", listed[0])
        self.assertEqual(self.ask("DELETE", "test_runs/" + run["id"]).status, 204)
        self.assertEqual(self.ask("GET", "test_runs/" + run["id"]).status, 404)

    def test_an_answer_that_does_not_fit_is_asked_for_again_and_then_told(self):
        run = self.ended(self.begin(versions=[2], tests=["heard"]))
        cell = run["results"][0]
        self.assertEqual((cell["questions"], len(cell["calls"]), cell["state"]), (2, 2, "failed"))
        self.assertTrue(cell["error"])

    def test_a_run_stops_when_it_is_told_to(self):
        run_id = self.begin(versions=[1], models=["demo/slow"] + ["demo/slow"] * 15, tests=["heard"])
        self.assertEqual(self.ask("DELETE", "test_runs/" + run_id).status, 204)
        run = self.ended(run_id)
        self.assertEqual(run["state"], "stopped")
        self.assertLess(run["done"], run["total"])

    def test_a_secret_is_tried_and_kept_nowhere(self):
        # As the console does: the request is made with the value, and sent by a key whose calls keep no bodies.
        draft = {"model": "demo/echo", "messages": [{"content": "Door {{code}}"}],
                 "variables": [{"name": "code", "secret": True}]}
        wish = {"draft": draft, "values": {"code": "hunter2-{{code}}"}}
        masked = self.ask("POST", "prompts/render", wish)
        self.assertNotIn(b"hunter2", masked.body)
        written = self.ask("POST", "prompts/render", {**wish, "secrets": "written"})
        self.assertEqual(written.headers["cache-control"], "no-store")
        body = written.json().pop("body")
        self.assertEqual(body["messages"][0]["content"], "Door hunter2-{{code}}")
        self.assertNotIn("hunter2", str({k: v for k, v in written.json().items() if k != "body"}))
        key = self.ask("POST", "keys", {"app": "tests", "bodies": "off"}).json()["key"]
        quiet = self.gateway.request("POST", "/v1/chat/completions", body, {"x-gatehouse-cache": "off"}, key=key)
        self.assertIn(b"hunter2", quiet.body)
        usual = self.gateway.request("POST", "/v1/chat/completions", dict(body, messages=[{"role": "user", "content": "x"}]))
        kept = lambda answer: self.ask("GET", f"calls/{answer.headers['x-request-id']}/bodies").status
        end = time.monotonic() + 10
        while kept(usual) != 200 and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual((kept(usual), kept(quiet)), (200, 404))
        self.assertNotIn("hunter2", self.gateway.logged())
        self.assertNotIn(b"hunter2", self.ask("GET", "audit").body)

    def test_what_cannot_be_run_is_refused(self):
        for wish in ({"versions": [9]}, {"models": ["nowhere"]}, {"tests": ["none"]}):
            self.assertEqual(self.ask("POST", "prompts/repeat/test_runs", wish).status, 409, wish)


if __name__ == "__main__":
    run_module()
