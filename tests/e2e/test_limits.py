# SPDX-License-Identifier: Apache-2.0
"""Limits, access rules and caps on real sockets: refusals as the official clients understand them, and what a restart
and kill -9 leave of the windows."""
import signal
import time
import unittest

import anthropic
import openai
from google import genai
from google.genai import errors as genai_errors

from support import KEY, Gateway, run_module

CHAT = {"model": "demo/echo", "messages": [{"role": "user", "content": "x"}]}
SECOND = "another-gateway-key-of-more-than-32-characters"


def config(app, extra=""):
    return f"""version: 1
{extra}
teams:
  - id: e2e
    apps:
      - {{id: tests, keys: ["plain:{KEY}"], models: ["*"], {app}}}
      - {{id: other, keys: ["plain:{SECOND}"], models: ["*"]}}
"""


class Refusals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway(config("limits: {requests_per_hour: 1}"))
        answer = cls.gateway.request("POST", "/v1/chat/completions", CHAT)
        assert answer.status == 200, answer.body
        cls.first = answer

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def test_an_answer_tells_what_is_left(self):
        self.assertEqual(self.first.headers["x-ratelimit-limit-requests"], "1")
        self.assertEqual(self.first.headers["x-ratelimit-remaining-requests"], "0")
        self.assertEqual(self.first.headers["x-ratelimit-reset-requests"], "1h0m0s")

    def test_openai(self):
        client = openai.OpenAI(base_url=self.gateway.base + "/v1", api_key=KEY, max_retries=0)
        with self.assertRaises(openai.RateLimitError) as caught:
            client.chat.completions.create(**CHAT)
        headers = caught.exception.response.headers
        self.assertGreater(int(headers["retry-after"]), 3000)
        self.assertEqual(headers["x-ratelimit-remaining-requests"], "0")
        self.assertEqual(headers["x-gatehouse-error"], "rate_limit_exceeded")
        with self.assertRaises(openai.RateLimitError):
            client.responses.create(model="demo/echo", input="x")

    def test_anthropic(self):
        client = anthropic.Anthropic(base_url=self.gateway.base + "/anthropic", api_key=KEY, max_retries=0)
        with self.assertRaises(anthropic.RateLimitError) as caught:
            client.messages.create(model="demo/echo", max_tokens=9, messages=CHAT["messages"])
        headers = caught.exception.response.headers
        self.assertEqual(headers["anthropic-ratelimit-requests-limit"], "1")
        self.assertEqual(headers["anthropic-ratelimit-requests-remaining"], "0")
        self.assertRegex(headers["anthropic-ratelimit-requests-reset"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertGreater(int(headers["retry-after"]), 3000)

    def test_gemini(self):
        client = genai.Client(api_key=KEY, http_options={"base_url": self.gateway.base + "/gemini"})
        with self.assertRaises(genai_errors.ClientError) as caught:
            client.models.generate_content(model="demo/echo", contents="x")
        self.assertEqual(caught.exception.code, 429)
        self.assertEqual(caught.exception.status, "RESOURCE_EXHAUSTED")

    def test_state(self):
        state = self.gateway.ask_admin("GET", "/admin/v1/limits/state").json()
        self.assertIn({"scope": "app", "name": "tests", "limit": "requests_per_hour", "most": 1, "used": 1},
                      state["items"])
        self.assertEqual(state["estimates"][0]["provider"], "demo") if state["estimates"] else None


class SpentBudget(unittest.TestCase):
    def test_is_not_worth_another_try_in_any_dialect(self):
        gateway = Gateway(config("budget: {usd: 0, period: total}", """providers:
  - {id: p, base_url: "http://127.0.0.1:9/v1", dialect: openai, auth: none,
     prices: [{model: m, input: 1, output: 1}]}"""))
        try:
            body = dict(CHAT, model="p/m")
            for path, one in (("/v1/chat/completions", body), ("/v1/responses", {"model": "p/m", "input": "x"}),
                              ("/anthropic/v1/messages", dict(body, max_tokens=9)),
                              ("/gemini/v1beta/models/p%2Fm:generateContent",
                               {"contents": [{"role": "user", "parts": [{"text": "x"}]}]}),
                              ("/cohere/v2/chat", body), ("/ollama/api/chat", body),
                              ("/bedrock/model/p%2Fm/converse",
                               {"messages": [{"role": "user", "content": [{"text": "x"}]}]})):
                answer = gateway.request("POST", path, one)
                self.assertEqual(answer.status, 429, (path, answer.body))
                self.assertEqual(answer.headers["x-gatehouse-error"], "budget_exceeded", path)
                self.assertEqual(answer.headers["x-should-retry"], "false", path)
            client = openai.OpenAI(base_url=gateway.base + "/v1", api_key=KEY, max_retries=5)
            begun = time.monotonic()
            with self.assertRaises(openai.RateLimitError):
                client.chat.completions.create(**body)
            self.assertLess(time.monotonic() - begun, 5)
        finally:
            gateway.close()


class Rules(unittest.TestCase):
    def test_addresses(self):
        gateway = Gateway(config('allow_from: ["203.0.113.0/24"], deny_from: ["203.0.113.9"]',
                                 "server: {trusted_proxies: [127.0.0.1]}"))
        try:
            def status(client):
                headers = {"x-forwarded-for": client} if client else {}
                return gateway.request("POST", "/v1/chat/completions", CHAT, headers).status
            self.assertEqual(status("203.0.113.7"), 200)
            self.assertEqual(status("::ffff:203.0.113.7"), 200)
            self.assertEqual(status("203.0.113.9"), 403)
            self.assertEqual(status("198.51.100.1"), 403)
            self.assertEqual(status(None), 403)
            self.assertEqual(gateway.request("GET", "/v1/models").status, 403)
            self.assertEqual(gateway.request("GET", "/v1/models", key=SECOND).status, 200)
        finally:
            gateway.close()

    def test_the_forwarded_address_of_strangers_means_nothing(self):
        gateway = Gateway(config('allow_from: ["203.0.113.0/24"]'))
        try:
            answer = gateway.request("POST", "/v1/chat/completions", CHAT, {"x-forwarded-for": "203.0.113.7"})
            self.assertEqual(answer.status, 403)
            self.assertEqual(answer.headers["x-gatehouse-error"], "address_not_allowed")
        finally:
            gateway.close()

    def test_sizes_and_answers(self):
        gateway = Gateway(config("max_body: 1KiB, max_output_tokens: 3"))
        try:
            big = {"model": "demo/echo", "messages": [{"role": "user", "content": "x" * 2000}]}
            self.assertEqual(gateway.request("POST", "/v1/chat/completions", big).status, 413)
            more = gateway.request("POST", "/v1/chat/completions", dict(CHAT, max_tokens=4))
            self.assertEqual(more.status, 400)
            self.assertEqual(more.headers["x-gatehouse-error"], "output_tokens_not_allowed")
            words = {"model": "demo/echo", "messages": [{"role": "user", "content": "one two three four five six"}]}
            answer = gateway.request("POST", "/v1/chat/completions", words).json()
            self.assertEqual(answer["choices"][0]["finish_reason"], "length")
            self.assertLessEqual(answer["usage"]["completion_tokens"], 3)
        finally:
            gateway.close()

    def test_users_are_held_each_by_themselves(self):
        gateway = Gateway(config("user_limits: {requests_per_day: 1}"))
        try:
            for field in ({"user": "ann"}, {"safety_identifier": "bob"}):
                self.assertEqual(gateway.request("POST", "/v1/chat/completions", dict(CHAT, **field)).status, 200)
                self.assertEqual(gateway.request("POST", "/v1/chat/completions", dict(CHAT, **field)).status, 429)
            message = dict(CHAT, max_tokens=9, metadata={"user_id": "ann"})
            self.assertEqual(gateway.request("POST", "/anthropic/v1/messages", message).status, 429)
        finally:
            gateway.close()


class Restart(unittest.TestCase):
    def used(self, gateway):
        items = gateway.ask_admin("GET", "/admin/v1/limits/state").json()["items"]
        return {(item["scope"], item["limit"]): item["used"] for item in items}

    def check(self, sig):
        limits = ("limits: {requests_per_minute: 1000, requests_per_hour: 1000, requests_per_day: 1000, "
                  "tokens_per_minute: 1000000, input_tokens_per_hour: 1000000, output_tokens_per_day: 1000000}")
        gateway = Gateway(config(limits, "organisation: {limits: {tokens_per_hour: 1000000}}"))
        try:
            for _ in range(20):
                self.assertEqual(gateway.request("POST", "/v1/chat/completions", CHAT).status, 200)
            self.assertEqual(gateway.request("POST", "/v1/chat/completions", dict(CHAT, model="none")).status, 404)
            time.sleep(0.5)  # the recorder is at most 50 ms behind
            before = self.used(gateway)
            self.assertEqual(before[("app", "requests_per_hour")], 20)
            gateway.stop(sig)
            gateway.start()
            self.assertEqual(self.used(gateway), before)
        finally:
            gateway.close()

    def test_after_a_stop(self):
        self.check(signal.SIGTERM)

    def test_after_kill_9(self):
        self.check(signal.SIGKILL)

    def test_of_a_subscription(self):
        for sig in (signal.SIGTERM, signal.SIGKILL):
            gateway = Gateway(config("limits: {}", """
plans: [{id: small, title: Small, limits: {requests_per_minute: 1000, requests_per_hour: 6, tokens_per_day: 1000000,
                                           output_tokens_per_minute: 1000000}}]
apis:
  - {id: echo, kind: model, plans: [small], versions: [{version: "1", state: published, definition: {models: [demo/echo]}}]}
  - {id: open, kind: model, access: open, versions: [{version: "1", state: published, definition: {models: [demo/echo]}}]}
subscriptions:
  - {id: s-tests, api: echo, app: tests, plan: small, state: approved}
  - {id: s-other, api: echo, app: other, plan: small, state: approved}
"""))
            try:
                def ask(api="echo", key=KEY):
                    return gateway.request("POST", f"/apis/{api}/1/v1/chat/completions", CHAT, key=key).status
                self.assertEqual([ask() for _ in range(5)] + [ask("open"), ask(key=SECOND)], [200] * 7)
                time.sleep(0.5)
                before = self.of_subscriptions(gateway)
                self.assertEqual((before["s-tests", "requests_per_hour"], before["s-other", "requests_per_hour"]), (5, 1))
                gateway.stop(sig)
                gateway.start()
                self.assertEqual(self.of_subscriptions(gateway), before)
                self.assertEqual([ask(), ask(), ask(key=SECOND), ask("open")], [200, 429, 200, 200])
            finally:
                gateway.close()

    def of_subscriptions(self, gateway):
        items = gateway.ask_admin("GET", "/admin/v1/limits/state").json()["items"]
        return {(item["name"], item["limit"]): item["used"] for item in items if item["scope"] == "subscription"}

    def test_a_limit_that_is_set_later_knows_what_was(self):
        gateway = Gateway(config("limits: {}"))
        try:
            for _ in range(5):
                self.assertEqual(gateway.request("POST", "/v1/chat/completions", CHAT).status, 200)
            time.sleep(0.5)
            changed = gateway.ask_admin("PATCH", "/admin/v1/apps/tests", {"limits": {"requests_per_day": 5}})
            self.assertEqual(changed.status, 200)
            self.assertEqual(gateway.request("POST", "/v1/chat/completions", CHAT).status, 429)
        finally:
            gateway.close()


if __name__ == "__main__":
    run_module()
