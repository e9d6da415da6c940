# SPDX-License-Identifier: Apache-2.0
"""What calls cost: tiers, days, requests, pictures, discounts, each to the pico-dollar; wrong prices are refused."""
import decimal
import unittest

from test_ledger_property import Upstream
from support import KEY, PATIENT, Gateway, run_module

MILLION = decimal.Decimal(1_000_000)


def config(upstream):
    return f"""version: 1
server: {{{PATIENT}}}
providers:
  - id: p
    dialect: openai
    base_url: "{upstream.base}"
    keys: ["plain:sk-1"]
    prices:
      - {{model: tiered, input: "1", output: "2", tiers: [{{above: 100, input: "3", output: "7"}}]}}
      - {{model: dated, input: "1", output: "1"}}
      - {{model: dated, input: "5", output: "5", from: "2020-01-01", until: "2020-12-31"}}
      - {{model: running, input: "1", output: "1"}}
      - {{model: running, input: "5", output: "5", from: "2020-01-01"}}
      - {{model: fee, input: "1", output: "1", request: "0.005"}}
      - {{model: painter, image: "0.04"}}
      - {{model: thirds, input: "0.000001", output: "0"}}
  - {{id: listed, preset: openai, base_url: "{upstream.base}", keys: ["plain:sk-1"], discount: "25"}}
  - {{id: full, preset: openai, base_url: "{upstream.base}", keys: ["plain:sk-1"]}}
teams:
  - id: e2e
    budget: {{usd: "1000", period: total}}
    apps: [{{id: tests, keys: ["plain:{KEY}"]}}]
"""


class Prices(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()
        cls.gateway = Gateway(config(cls.upstream))
        cls.number = 0

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.upstream.stop()

    def cost(self, model, out=10, words=""):
        """The prompt's tokens, as the upstream counts them, and the cost that was booked."""
        type(self).number += 1
        text = f"mark=p{self.number:04} out={out} cached=0 {words}"
        answer = self.gateway.request("POST", "/v1/chat/completions", {
            "model": model, "max_tokens": 50, "messages": [{"role": "user", "content": text}]})
        self.assertEqual(answer.status, 200, answer.body)
        record = self.gateway.call_record(answer.headers["x-request-id"])
        self.assertIsNotNone(record["cost"], record["explain"]["price"])
        lines = sum(decimal.Decimal(line["cost"]) for line in record["explain"]["billed"])
        self.assertEqual(lines, decimal.Decimal(record["cost"]))
        return len(text) // 4, decimal.Decimal(record["cost"])

    def test_a_long_prompt_costs_its_tier_whole(self):
        tokens, cost = self.cost("p/tiered")
        self.assertLess(tokens, 100)
        self.assertEqual(cost, (tokens * 1 + 10 * 2) / MILLION)
        tokens, cost = self.cost("p/tiered", words="x" * 600)
        self.assertGreater(tokens, 100)
        self.assertEqual(cost, (tokens * 3 + 10 * 7) / MILLION)

    def test_a_call_costs_what_its_day_says(self):
        tokens, cost = self.cost("p/dated")
        self.assertEqual(cost, (tokens + 10) / MILLION)
        tokens, cost = self.cost("p/running")
        self.assertEqual(cost, (tokens + 10) * 5 / MILLION)

    def test_requests_and_pictures(self):
        tokens, cost = self.cost("p/fee")
        self.assertEqual(cost, (tokens + 10) / MILLION + decimal.Decimal("0.005"))
        answer = self.gateway.request("POST", "/v1/images/generations", {"model": "p/painter", "prompt": "a", "n": 3})
        self.assertEqual(answer.status, 200, answer.body)
        record = self.gateway.call_record(answer.headers["x-request-id"])
        self.assertEqual(decimal.Decimal(record["cost"]), decimal.Decimal("0.12"))

    def test_each_class_is_rounded_once(self):
        tokens, cost = self.cost("p/thirds")
        self.assertEqual(cost, decimal.Decimal(tokens) / MILLION / MILLION)

    def test_a_discount_is_taken_off_what_is_listed(self):
        tokens, less = self.cost("listed/gpt-4o-mini")
        more_tokens, more = self.cost("full/gpt-4o-mini")
        self.assertEqual((tokens, less * 4), (more_tokens, more * 3))

    def test_wrong_prices_are_refused(self):
        for prices, field in (
                ([{"model": "a", "input": -1}], "prices[0].input"),
                ([{"model": "a"}, {"model": "a"}], "prices[1].model"),
                ([{"model": "a", "from": "2026-01-01"}, {"model": "a", "until": "2026-06-01"}], "prices[1].model"),
                ([{"model": "a", "from": "2026-02-01", "until": "2026-01-01"}], "prices[0].until"),
                ([{"model": "a", "tiers": [{"above": 5}, {"above": 5}]}], "prices[0].tiers[1].above")):
            answer = self.gateway.ask_admin("POST", "/admin/v1/providers", {
                "id": "wrong", "dialect": "openai", "base_url": self.upstream.base, "keys": ["env:X"],
                "prices": prices})
            self.assertIn(answer.status, (400, 409, 422), prices)
            self.assertIn(field, answer.body.decode(), prices)


if __name__ == "__main__":
    run_module()
