# SPDX-License-Identifier: Apache-2.0
"""Chains on the wire: a tensor model and a language model in a row, branches, limits, what is recorded of each step."""
import http.client
import json
import socket
import time
import unittest

from published import OTHER_KEY, Provider, config, until
from support import KEY, Gateway, run_module

CHAINS = """
  - id: triage
    versions:
      - version: 1
        inputs: [{name: text}]
        steps:
          - {id: mood, kind: tensor, use: tensors/mood, input: [{name: text, value: /inputs/text}]}
          - id: soothe
            kind: prompt
            use: sentiment@1
            when: {value: /mood/label/0, equals: angry}
            input: [{name: text, text: "Soothe: {{inputs.text}}"}]
          - id: thank
            kind: model
            use: up/m
            when: {value: /mood/label/0, equals: calm}
            input: [{name: prompt, text: "Thank for: {{inputs.text}}"}, {name: max_tokens, json: 50}]
        output:
          - {name: label, value: /mood/label/0}
          - {name: score, value: /mood/score/0}
          - {name: soothed, value: /soothe/text}
          - {name: thanked, value: /thank/text}
  - id: side
    versions:
      - version: 1
        inputs: [{name: text}]
        steps:
          - {id: a, kind: model, use: up/m, input: [{name: prompt, text: "a {{inputs.text}}"}]}
          - {id: b, kind: model, use: up/m, input: [{name: prompt, text: "b {{inputs.text}}"}]}
          - {id: c, kind: api, use: mood/1, input: [{name: text, text: "{{a.text}} {{b.text}}"}]}
        output: [{name: text, value: /c/text}]
  - id: twice
    versions:
      - version: 1
        inputs: [{name: text}]
        steps:
          - {id: x, kind: api, use: side/1, input: [{name: text, value: /inputs/text}]}
          - {id: y, kind: api, use: side/1, input: [{name: text, value: /inputs/text}]}
        limits: {depth: 2}
  - id: loop
    versions:
      - version: 1
        steps: [{id: again, kind: api, use: loop/1}]
        limits: {depth: 3}
  - id: short
    versions:
      - version: 1
        steps: [{id: slow, kind: model, use: up/m, input: [{name: prompt, json: hello}], timeout: 1s}]
  - id: forgiving
    versions:
      - version: 1
        steps:
          - {id: slow, kind: model, use: up/m, input: [{name: prompt, json: hello}], timeout: 1s, optional: true}
        output: [{name: text, value: /slow/text}, {name: fixed, json: [1, 2]}]
  - id: mend
    versions:
      - version: 1
        inputs: [{name: text}]
        steps: [{id: label, kind: prompt, use: labels@1, input: [{name: text, value: /inputs/text}]}]
        output: [{name: label, value: /label/label}]
"""

PROMPTS = """
  - id: labels
    versions:
      - version: 1
        messages: [{role: user, content: "Label {{text}}"}]
        variables: [{name: text}]
        model: up/m
        response: {schema: {type: object, required: [label], properties: {label: {enum: [good, bad]}}}, repair: 1}
"""


def api(name, access="open"):
    return f"""
  - id: {name}
    kind: chain
    access: {access}
    versions: [{{version: "1", state: published, definition: {{chain: "{name}@1", answer: json}}}}]"""


class Chains(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.provider = Provider()
        names = ("triage", "side", "twice", "loop", "short", "forgiving", "mend")
        cls.gateway = Gateway(config(cls.provider, CHAINS, "".join(api(name) for name in names), prompts=PROMPTS))

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.provider.close()

    def setUp(self):
        self.provider.held.set()
        self.provider.arrived.clear()
        self.provider.answer = lambda body: (200, "said: " + body["messages"][-1]["content"])

    def ask(self, name, body, headers=None, **more):
        return self.gateway.request("POST", f"/apis/{name}/1", body, headers, **more)

    def steps_of(self, call):
        """The records of a call's steps, by the step's name."""
        def found():
            calls = self.gateway.ask_admin("GET", "/admin/v1/calls?limit=50").json()["items"]
            steps = {}
            for item in calls:
                note = self.gateway.call_record(item["id"])["explain"].get("note") or ""
                if note.endswith("call " + call):
                    steps[note.split()[1]] = item
            return steps
        return found

    def test_a_tensor_model_decides_what_a_language_model_is_asked(self):
        answer = self.ask("triage", {"text": "this is bad {{x}}"})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.json(), {"label": "angry", "score": 0.75, "thanked": None,
                                         "soothed": "said: How is the mood of: Soothe: this is bad {{x}}"})
        infer = self.provider.calls("/infer")[0]
        self.assertEqual(infer["inputs"][0], {"name": "text", "datatype": "BYTES", "shape": [1],
                                              "data": ["this is bad {{x}}"]})
        answer = self.ask("triage", {"text": "nice"})
        self.assertEqual(answer.json()["thanked"], "said: Thank for: nice")
        self.assertEqual(self.provider.calls("/chat/completions")[-1]["max_tokens"], 50)

    def test_mending_the_answer_of_a_step_is_no_further_request(self):
        limits = {"limits": {"requests_per_hour": 100000, "tokens_per_hour": 100000000}}
        self.assertEqual(self.gateway.ask_admin("PATCH", "/admin/v1/apps/shop", limits).status, 200)

        def used():
            items = self.gateway.ask_admin("GET", "/admin/v1/limits/state").json()["items"]
            return {i["limit"]: i["used"] for i in items if i["scope"] == "app" and i["name"] == "shop"}
        before = used()
        answers = ["nonsense", '{"label": "good"}']
        self.provider.answer = lambda body: (200, answers.pop(0))
        answer = self.ask("mend", {"text": "x"}, key=OTHER_KEY)
        self.assertEqual((answer.status, answer.json(), answers), (200, {"label": "good"}, []))
        after = used()
        self.assertEqual(after["requests_per_hour"] - before["requests_per_hour"], 1)
        self.assertEqual(after["tokens_per_hour"] - before["tokens_per_hour"], 30)

    def test_each_step_has_a_record_of_its_own(self):
        answer = self.ask("triage", {"text": "bad"})
        call = answer.headers["x-request-id"]
        found = self.steps_of(call)
        steps = until(lambda: found() if len(found()) == 2 else None)
        self.assertEqual(set(steps), {"mood", "soothe"})
        self.assertEqual(steps["soothe"]["prompt"], "sentiment@1")
        self.assertEqual({step["app"] for step in steps.values()}, {"notebook"})
        outer = self.gateway.call_record(call)
        self.assertEqual((outer["api"], outer["status"]), ("triage", 200))
        self.assertIn("thank left_out", outer["explain"]["note"])

    def test_no_two_calls_of_chains_within_a_chain_have_one_id(self):
        call = self.ask("twice", {"text": "x"}).headers["x-request-id"]
        ids = until(lambda: self.ids_behind(call, 8))
        self.assertEqual(len(set(ids)), 8, ids)  # two chains, three steps each

    def ids_behind(self, call, count):
        items = self.gateway.ask_admin("GET", "/admin/v1/calls?limit=50").json()["items"]
        ids = [item["id"] for item in items if item["id"] > call]
        return ids if len(ids) >= count else None

    def test_steps_run_side_by_side(self):
        self.provider.held.clear()
        import threading
        answers = []
        thread = threading.Thread(target=lambda: answers.append(self.ask("side", {"text": "x"})))
        thread.start()
        until(lambda: len(self.provider.calls("/chat/completions")) == 2)  # both wait for an answer
        self.provider.held.set()
        thread.join()
        self.assertEqual(answers[0].json()["text"], "said: How is the mood of: said: a x said: b x")

    def test_a_chain_within_itself_ends_at_its_depth(self):
        answer = self.ask("loop", {})
        self.assertEqual(answer.status, 429, answer.body)
        self.assertEqual(answer.headers["x-gatehouse-error"], "chain_too_deep")

    def test_a_failed_step_fails_the_chain_with_its_name(self):
        self.provider.answer = lambda body: (400, "")
        answer = self.ask("side", {"text": "x"})
        self.assertGreaterEqual(answer.status, 400)
        self.assertRegex(answer.json()["detail"], "Step [ab] of the chain failed")

    def test_a_step_that_takes_too_long_is_ended(self):
        self.provider.held.clear()
        begun = time.monotonic()
        answer = self.ask("short", {})
        self.assertEqual(answer.status, 504, answer.body)
        self.assertLess(time.monotonic() - begun, 20)
        forgiven = self.ask("forgiving", {})
        self.assertEqual(forgiven.json(), {"text": None, "fixed": [1, 2]})

    def test_a_client_that_leaves_ends_its_steps(self):
        self.provider.held.clear()
        body = json.dumps({"text": "x"})
        client = socket.create_connection(("127.0.0.1", self.gateway.port))
        client.sendall((f"POST /apis/side/1 HTTP/1.1\r\nHost: 127.0.0.1:{self.gateway.port}\r\nAuthorization: Bearer {KEY}"
                        f"\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode())
        until(lambda: len(self.provider.calls("/chat/completions")) == 2)
        client.close()

        def cancelled():
            calls = self.gateway.ask_admin("GET", "/admin/v1/calls?limit=3").json()["items"]
            return len([call for call in calls if call["outcome"] == "cancelled"]) == 3
        until(cancelled)
        self.assertEqual(len(self.provider.calls("/chat/completions")), 2)  # the third was never begun

    def test_wrong_values_and_methods_are_refused(self):
        answer = self.ask("triage", {"other": 1})
        self.assertEqual(answer.status, 400, answer.body)
        self.assertEqual(self.gateway.request("GET", "/apis/triage/1").status, 405)
        self.assertEqual(self.ask("triage", {"text": "x"}, key=None).status, 401)
        self.assertEqual(self.provider.arrived, [])

    def test_a_chain_may_be_answered_later(self):
        taken = self.ask("triage", {"text": "nice"}, {"Prefer": "respond-async"})
        self.assertEqual(taken.status, 202)
        location = taken.headers["location"]
        job = until(lambda: (lambda j: j if j["state"] == "done" else None)(
            self.gateway.request("GET", location).json()))
        self.assertEqual(job["answer"]["body"]["thanked"], "said: Thank for: nice")

    def test_a_chain_that_cannot_run_is_refused(self):
        body = {"id": "circle", "versions": [{"version": 1, "steps": [
            {"id": "a", "use": "sentiment@1", "after": ["b"]}, {"id": "b", "use": "sentiment@1", "after": ["a"]}]}]}
        answer = self.gateway.ask_admin("PUT", "/admin/v1/chains/circle", body)
        self.assertEqual(answer.status, 409, answer.body)
        self.assertIn("steps[0]", answer.json()["field"])

    def try_chain(self, chain, body):
        """A test run, waited for."""
        begun = self.gateway.ask_admin("POST", f"/admin/v1/chains/{chain}/runs", body)
        self.assertEqual(begun.status, 202, begun.body)
        place = begun.headers["location"]
        return until(lambda: (lambda run: run if run["state"] != "running" else None)(
            self.gateway.ask_admin("GET", place).json()))

    def test_a_test_run_tells_how_each_step_went(self):
        run = self.try_chain("triage", {"version": "1", "values": {"text": "this is bad"}})
        self.assertEqual(run["state"], "done", run)
        self.assertEqual(run["output"]["soothed"], "said: How is the mood of: Soothe: this is bad")
        steps = {step["id"]: step for step in run["steps"]}
        self.assertEqual({name: step["state"] for name, step in steps.items()},
                         {"mood": "done", "soothe": "done", "thank": "left_out"})
        self.assertEqual(json.loads(steps["mood"]["output"])["label"], ["angry"])
        self.assertGreater(steps["soothe"]["input_tokens"], 0)
        self.assertEqual(len(steps["soothe"]["calls"]), 1)
        record = self.gateway.call_record(steps["soothe"]["calls"][0])
        self.assertEqual((record["prompt"], record["tags"]), ("sentiment@1", ["chain_test"]))
        self.assertIn("of chain triage@1", record["explain"]["note"])
        self.assertEqual(run["bill"]["calls"], 2)

    def test_a_draft_can_be_tried_that_no_api_names(self):
        draft = {"inputs": [{"name": "text"}], "steps": [
            {"id": "a", "kind": "model", "use": "up/m", "input": [{"name": "prompt", "value": "/inputs/text"}]}]}
        run = self.try_chain("side", {"draft": draft, "values": {"text": "x"}})
        self.assertEqual((run["version"], run["output"]), (None, {"a": {"text": "said: x"}}))

    def test_a_test_calls_the_organisations_own_apis_without_a_subscription(self):
        put = self.gateway.ask_admin("PATCH", "/admin/v1/apis/mood", {"access": "subscription"})
        self.assertEqual(put.status, 200, put.body)
        self.addCleanup(self.gateway.ask_admin, "PATCH", "/admin/v1/apis/mood", {"access": "open"})
        run = self.try_chain("side", {"values": {"text": "x"}})
        self.assertEqual(run["state"], "done", run)
        self.assertGreater(run["steps"][2]["output_tokens"], 0)

    def test_a_failed_step_is_told_with_its_reason(self):
        self.provider.answer = lambda body: (400, "")
        run = self.try_chain("side", {"values": {"text": "x"}})
        self.assertEqual((run["state"], run["output"]), ("failed", None))
        self.assertRegex(run["error"], "Step [ab] of the chain failed")
        self.assertIn("failed", [step["state"] for step in run["steps"]])
        self.assertTrue(all(step["error"] for step in run["steps"] if step["state"] == "failed"))

    def test_a_test_run_can_be_stopped(self):
        self.provider.held.clear()
        begun = self.gateway.ask_admin("POST", "/admin/v1/chains/side/runs", {"values": {"text": "x"}})
        place = begun.headers["location"]
        until(lambda: len(self.provider.calls("/chat/completions")) == 2)
        self.assertEqual(self.gateway.ask_admin("GET", place).json()["steps"][0]["state"], "running")
        self.assertEqual(self.gateway.ask_admin("DELETE", place).status, 204)
        run = until(lambda: (lambda r: r if r["state"] == "failed" else None)(
            self.gateway.ask_admin("GET", place).json()))
        self.assertIn("stopped", run["error"])


if __name__ == "__main__":
    run_module()
