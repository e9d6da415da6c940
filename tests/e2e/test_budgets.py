# SPDX-License-Identifier: Apache-2.0
"""Budgets of every kind on the real daemon: blocked, switched, skipped, cut, raised, told; wrong ones refused with
field and reason."""
import decimal
import json
import time
import unittest

from test_ledger_property import Upstream
from support import KEY, PATIENT, Gateway, run_module


def config(upstream):
    return f"""version: 1
server: {{{PATIENT}}}
providers:
  - {{id: dear, dialect: openai, base_url: "{upstream.base}", keys: ["plain:sk-1"],
     prices: [{{model: m, input: "2.5", cached_input: "0.25", output: "10"}}]}}
  - {{id: cheap, dialect: openai, base_url: "{upstream.base}", keys: ["plain:sk-2"],
     prices: [{{model: m, input: "0.1", cached_input: "0.1", output: "0.2"}}]}}
  - {{id: unpriced, dialect: openai, base_url: "{upstream.base}", keys: ["plain:sk-3"]}}
routes:
  - {{model: chat, targets: [{{provider: dear, model: m}}]}}
  - {{model: small, targets: [{{provider: cheap, model: m}}]}}
  - {{model: both, targets: [{{provider: dear, model: m}}, {{provider: cheap, model: m}}]}}
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"]}}]
"""


def budget(name, subject, usd, **more):
    return {"id": name, "for": subject, "usd": usd, "period": "total", **more}


class Budgets(unittest.TestCase):
    def setUp(self):
        self.upstream = Upstream()
        self.gateway = Gateway(config(self.upstream))
        self.number = 0

    def tearDown(self):
        self.gateway.close()
        self.upstream.stop()

    def make(self, body, status=201):
        answer = self.gateway.ask_admin("POST", "/admin/v1/budgets", body)
        self.assertEqual(answer.status, status, answer.body)
        return answer.json()

    def ask(self, model="chat", out=20, stream=False, words="", most=20, headers=None):
        self.number += 1
        text = f"mark=b{self.number} out={out} cached=0 {words}"
        body = {"model": model, "stream": stream, "messages": [{"role": "user", "content": text}]}
        if most is not None:
            body["max_tokens"] = most
        return self.gateway.request("POST", "/v1/chat/completions", body, headers)

    def state(self, name):
        items = self.gateway.ask_admin("GET", "/admin/v1/budgets/state").json()["items"]
        return next(item for item in items if item["id"] == name)

    def test_each_scope_blocks(self):
        for subject in ({"organisation": True}, {"team": "e2e"}, {"app": "tests"}, {"model": "chat"}, {"tag": "blue"}):
            self.make(budget("b", subject, "0.000001"))
            answer = self.ask(headers={"x-gatehouse-tags": "red,blue"})
            self.assertEqual((answer.status, answer.headers["x-gatehouse-error"]), (429, "budget_exceeded"), subject)
            self.assertEqual(answer.headers["x-should-retry"], "false")
            self.assertEqual(self.gateway.ask_admin("DELETE", "/admin/v1/budgets/b").status, 204)
        self.assertEqual(self.ask().status, 200)

    def test_a_spent_provider_is_passed_by(self):
        self.make(budget("b", {"provider": "dear"}, "0.000001"))
        answer = self.ask("both")
        self.assertEqual((answer.status, answer.headers["x-gatehouse-provider"]), (200, "cheap"))
        record = self.gateway.call_record(answer.headers["x-request-id"])
        self.assertIn("budget", record["explain"]["skipped"][0]["reason"])
        answer = self.ask("chat")
        self.assertEqual((answer.status, answer.headers["x-gatehouse-error"]), (429, "budget_exceeded"))
        self.assertEqual(answer.headers["x-should-retry"], "false")

    def test_a_switch_goes_to_the_cheaper_route_and_still_counts(self):
        self.make(budget("b", {"app": "tests"}, "0.000001", action="switch", switch_to="small"))
        answer = self.ask()
        self.assertEqual((answer.status, answer.headers["x-gatehouse-provider"]), (200, "cheap"), answer.body)
        record = self.gateway.call_record(answer.headers["x-request-id"])
        self.assertEqual(decimal.Decimal(self.state("b")["spent"]), decimal.Decimal(record["cost"]))
        self.assertIn("budget b is spent", record["explain"]["rule"])

    def test_a_raise_counts_while_it_lasts(self):
        self.make(budget("b", {"app": "tests"}, "0.000001",
                         **{"raise": {"usd": "5", "until": "2999-01-01T00:00:00Z"}}))
        self.assertEqual(self.ask().status, 200)
        self.assertEqual(self.state("b")["limit"], "5")

    def test_a_stream_is_cut_where_nothing_is_left(self):
        # 4,096 tokens of 10 dollars a million are reserved where no length is named: 0.0409 and some for the prompt.
        self.make(budget("b", {"app": "tests"}, "0.0425", cut_streams=True))
        answer = self.ask(stream=True, most=None, words="then=flood")
        self.assertEqual(answer.status, 200)
        self.assertTrue(b"budget_exceeded" in answer.body, answer.body[-300:])
        self.assertFalse(b"[DONE]" in answer.body)
        record = self.gateway.call_record(answer.headers["x-request-id"])
        self.assertEqual((record["error"], record["tokens"]["estimated"]), ("budget_exceeded", True))
        # A token or a piece more than there was: the answer was on its way.
        self.assertLess(decimal.Decimal(self.state("b")["spent"]), decimal.Decimal("0.0475"))

    def test_a_cut_stream_ends_honestly_in_other_dialects(self):
        self.make(budget("b", {"app": "tests"}, "0.0425", cut_streams=True))
        text = "mark=other out=1 cached=0 then=flood"
        for path, body, end in (
                ("/v1/messages", {"max_tokens": 4000, "messages": [{"role": "user", "content": text}]}, b"message_stop"),
                ("/v1/responses", {"input": text, "max_output_tokens": 4000}, b"response.completed")):
            self.gateway.ask_admin("DELETE", "/admin/v1/budgets/b")
            spent = decimal.Decimal(self.spent_ever()) + decimal.Decimal("0.0425")
            self.make(budget("b", {"app": "tests"}, str(spent), cut_streams=True))
            answer = self.gateway.request("POST", path, {"model": "chat", "stream": True, **body})
            self.assertEqual(answer.status, 200, answer.body[:300])
            record = self.gateway.call_record(answer.headers["x-request-id"])
            self.assertEqual((record["error"], record["tokens"]["estimated"]), ("budget_exceeded", True), path)
            self.assertTrue(end not in answer.body and b"budget has nothing left" in answer.body, answer.body[-300:])

    def spent_ever(self):
        rows = self.gateway.ask_admin("GET", "/admin/v1/calls?limit=200").json()["items"]
        return sum((decimal.Decimal(row["cost"]) for row in rows if row["cost"] is not None), decimal.Decimal(0))

    def test_unknown_prices_are_refused_where_it_is_said(self):
        self.assertEqual(self.ask("unpriced/m").status, 200)
        self.make(budget("b", {"tag": "blue"}, "1"))
        self.assertEqual(self.ask("unpriced/m").status, 200)
        answer = self.ask("unpriced/m", headers={"x-gatehouse-tags": "blue"})
        self.assertEqual((answer.status, answer.headers["x-gatehouse-error"]), (429, "price_unknown"))
        changed = self.gateway.ask_admin("PATCH", "/admin/v1/organisation", {"unknown_price": "refuse"})
        self.assertEqual(changed.status, 200, changed.body)
        answer = self.ask("unpriced/m")
        self.assertEqual((answer.status, answer.headers["x-gatehouse-error"]), (429, "price_unknown"))

    def test_wrong_budgets_are_refused_with_field_and_reason(self):
        self.make(budget("a", {"model": "chat"}, "1", action="switch", switch_to="small"))
        past, far = "2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"
        for body, field in (
                (budget("b", {"app": "tests"}, "-1"), "usd"),
                (budget("b", {"app": "tests"}, "1", currency="EUR"), "currency"),
                (budget("b", {}, "1"), "for"),
                (budget("b", {"app": "tests", "team": "e2e"}, "1"), "for"),
                (budget("b", {"app": "nobody"}, "1"), "for.app"),
                (budget("b", {"model": "nothing"}, "1"), "for.model"),
                (budget("b", {"provider": "nobody"}, "1"), "for.provider"),
                (budget("b", {"app": "tests"}, "1", action="switch"), "switch_to"),
                (budget("b", {"app": "tests"}, "1", action="switch", switch_to="nothing"), "switch_to"),
                (budget("b", {"app": "tests"}, "1", switch_to="small"), "switch_to"),
                (budget("b", {"model": "small"}, "1", action="switch", switch_to="chat"), "switch_to"),
                (budget("b", {"app": "tests"}, "1", **{"raise": {"usd": "0.5", "until": far}}), "raise.usd"),
                (budget("b", {"app": "tests"}, "1", **{"raise": {"usd": "5", "until": past}}), "raise.until"),
                (budget("state", {"app": "tests"}, "1"), "id")):
            answer = self.gateway.ask_admin("POST", "/admin/v1/budgets", body)
            self.assertIn(answer.status, (400, 409, 422), body)
            problem = json.dumps(answer.json())
            self.assertIn(field, problem, body)
        answer = self.gateway.ask_admin("DELETE", "/admin/v1/routes/small")
        self.assertEqual(answer.status, 409, answer.body)

    def test_a_tag_that_gets_a_budget_later_knows_what_was_spent(self):
        first = self.ask(headers={"x-gatehouse-tags": "late"})
        cost = self.gateway.call_record(first.headers["x-request-id"])["cost"]
        time.sleep(0.2)
        self.make(budget("b", {"tag": "late"}, "1"))
        self.assertEqual(decimal.Decimal(self.state("b")["spent"]), decimal.Decimal(cost))


if __name__ == "__main__":
    run_module()
