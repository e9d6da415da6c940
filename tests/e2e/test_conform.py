# SPDX-License-Identifier: Apache-2.0
"""The self-test: green for a provider that does everything, one red column for each thing that a provider does wrong,
n/a in the provider's own words; its table, exit codes and bill."""
import json
import os
import subprocess
import time
import unittest

from conforming_upstream import FAULTS, ConformingUpstream
from support import ADMIN_TOKEN, BINARY, KEY, Gateway, run_module

CONFIG = """version: 1
server: {{limits: {{shed_after: 10s}}}}
providers:
  - {{id: scripted, dialect: openai, base_url: "{base}", keys: ["env:E2E_KEY"],
      prices: [{{model: scripted, input: "1", output: "2"}}]}}
routes:
  - {{model: house-model, targets: [{{provider: scripted, model: scripted}}]}}
teams:
  - {{id: e2e, budget: {{usd: 0.000001, period: day}}, apps: [{{id: tests, keys: ["plain:{key}"], models: ["*"]}}]}}
"""


class Conform(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = ConformingUpstream()
        cls.gateway = Gateway(CONFIG.format(base=cls.upstream.base, key=KEY), {"E2E_KEY": "sk-upstream"})

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.upstream.stop()

    def setUp(self):
        self.upstream.server.fault, self.upstream.server.blind = None, False

    def run_over(self, model, **query):
        address = "/admin/v1/conformance/" + model.replace("/", "%2F")
        more = "&".join(f"{name}={value}" for name, value in query.items())
        begun = self.gateway.ask_admin("POST", address + ("?" + more if more else ""))
        self.assertEqual(begun.status, 202, begun.body)
        end = time.monotonic() + 60
        while True:
            run = self.gateway.ask_admin("GET", address).json()
            if run["state"] != "running":
                return run
            self.assertLess(time.monotonic(), end, run)

    def cells(self, run, state):
        return {(cell["dialect"], cell["feature"]) for cell in run["cells"] if cell["state"] == state}

    def dialects(self):
        return self.gateway.ask_admin("GET", "/admin/v1/conformance").json()["dialects"]

    def test_a_provider_that_does_everything_is_green(self):
        run = self.run_over("house-model")
        red = [(c["dialect"], c["feature"], c["reason"]) for c in run["cells"] if c["state"] == "failed"]
        self.assertEqual((red, run["state"]), ([], "passed"))
        self.assertEqual(run["total"], 10 * len(self.dialects()))
        self.assertGreaterEqual(run["passed"], 9 * len(self.dialects()))
        for cell in run["cells"]:
            self.assertTrue(cell["seen"] or cell["reason"], cell)
        # Every call is in the log, under an application of its own: nobody's budget was asked or charged.
        self.assertGreater(float(run["cost"]), 0)
        call = self.gateway.call_record(run["cells"][0]["calls"][0])
        self.assertEqual(call["app"], "gatehouse:conformance")

    def test_the_demo_provider_is_green(self):
        run = self.run_over("demo/echo")
        red = [(c["dialect"], c["feature"], c["reason"]) for c in run["cells"] if c["state"] == "failed"]
        self.assertEqual((red, run["state"]), ([], "passed"))

    def test_each_fault_turns_exactly_its_cell_red(self):
        for feature, what in FAULTS.items():
            with self.subTest(fault=what):
                self.upstream.server.fault = feature
                run = self.run_over("house-model", dialects="openai")
                self.assertEqual(self.cells(run, "failed"), {("openai", feature)},
                                 [c for c in run["cells"] if c["state"] != "passed"])
                self.assertEqual(run["state"], "failed")

    def test_each_fault_turns_its_column_red_in_every_dialect(self):
        apart = self.cells(self.run_over("house-model"), "not_applicable")
        for feature in ("plain", "tools", "image", "long_output"):
            with self.subTest(fault=FAULTS[feature]):
                self.upstream.server.fault = feature
                run = self.run_over("house-model")
                wanted = {(dialect, feature) for dialect in self.dialects()} - apart
                self.assertEqual(self.cells(run, "failed"), wanted,
                                 [c for c in run["cells"] if c["state"] != "passed"])

    def test_what_a_model_cannot_do_is_told_in_the_providers_words(self):
        self.upstream.server.blind = True
        run = self.run_over("house-model", features="plain,image")
        self.assertEqual(run["state"], "passed")
        for cell in run["cells"]:
            self.assertEqual(cell["state"], "not_applicable" if cell["feature"] == "image" else "passed", cell)
            if cell["feature"] == "image":
                self.assertEqual(cell["reason"], "The provider says: This model does not support image input.")

    def conform(self, *arguments):
        return subprocess.run([BINARY, "conform", "--data-dir", str(self.gateway.data), *arguments],
                              env={**os.environ, "GATEHOUSE_ADMIN_TOKEN": ADMIN_TOKEN}, capture_output=True, text=True,
                              timeout=60)

    def test_the_command_prints_a_table_and_says_by_its_exit_code(self):
        done = self.conform("--dialect", "openai")
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        head, row = done.stdout.splitlines()[:2]
        self.assertEqual(head.split()[:3], ["dialect", "plain", "stream"])
        self.assertEqual(row.split(), ["openai"] + ["pass"] * 10)
        self.assertEqual([head.index(word) for word in ("plain", "cancel")],
                         [row.index("pass"), row.rindex("pass")])
        self.upstream.server.fault = "image"
        done = self.conform("--route", "house-model", "--dialect", "openai,anthropic")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("FAIL  openai image: The text lacks \"red\": Blue.", done.stdout)

    def test_the_command_tells_the_cost_first_and_can_stop_there(self):
        before = len(self.upstream.server.received)
        done = self.conform("--dry-run", "--route", "house-model", "--json")
        plan = json.loads(done.stdout)[0]
        self.assertEqual(done.returncode, 0)
        self.assertGreater(float(plan["most_cost"]), 0)
        self.assertEqual(len(self.upstream.server.received), before)
        self.assertEqual(self.conform("--route", "no-such-model").returncode, 1)
        self.assertEqual(self.conform("--dialect", "klingon").returncode, 1)

    def test_results_are_kept_and_can_be_forgotten(self):
        self.run_over("house-model", dialects="openai", features="plain")
        listed = self.gateway.ask_admin("GET", "/admin/v1/conformance").json()["items"]
        self.assertEqual([item["state"] for item in listed if item["model"] == "house-model"], ["passed"])
        self.gateway.stop()
        self.gateway.start()
        kept = self.gateway.ask_admin("GET", "/admin/v1/conformance/house-model")
        self.assertEqual((kept.status, len(kept.json()["cells"])), (200, 1))
        self.assertEqual(self.gateway.ask_admin("DELETE", "/admin/v1/conformance/house-model").status, 204)
        self.assertEqual(self.gateway.ask_admin("GET", "/admin/v1/conformance/house-model").status, 404)


if __name__ == "__main__":
    run_module()
