# SPDX-License-Identifier: Apache-2.0
"""Two gateways on one PostgreSQL: what each does once only, and what goes on at the other when one is gone."""
import collections
import json
import signal
import time
import unittest

import postgres
from published import Provider, Receiver, config, until
from support import Gateway, run_module

ASYNC = {"Prefer": "respond-async"}
SOON = 1  # second: within it the other knows
LEASE = 30  # seconds: by then the other has taken over
PASSWORD = "a long password of ada"


class TwoGateways(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = postgres.Postgres()

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def setUp(self):
        self.provider, self.receiver = Provider(), Receiver()
        self.gateways = []
        self.addCleanup(self.provider.close)
        self.addCleanup(self.receiver.close)

    def begin(self, **parts):
        text = config(self.provider, **parts)
        url = self.server.fresh()
        text = text.replace("version: 1\n", f'version: 1\nstore: {{url: "{url}"}}\n', 1)
        for _ in range(2):
            gateway = Gateway(text)
            self.gateways.append(gateway)
            self.addCleanup(gateway.close)
        return self.gateways

    def ok(self, gateway, method, path, body=None, **more):
        answer = gateway.ask_admin(method, path, body, **more)
        self.assertEqual(answer.status // 100, 2, (path, answer.body))
        return answer.json() if answer.body else None

    def soon(self, what, message):
        begun = time.monotonic()
        while not what():
            self.assertLess(time.monotonic() - begun, SOON, message)
            time.sleep(0.02)

    # --- what is configured

    def call(self, gateway, text="hello", headers=None, path="/apis/mood/1"):
        return gateway.request("POST", path, {"text": text}, headers)

    def test_subscriptions_count_at_both_at_once(self):
        first, second = self.begin(apis="""
  - id: sold
    team: sales
    access: subscription
    versions: [{version: "1", state: published, definition: {prompt: "sentiment@1"}}]
""")
        self.assertEqual(self.call(second, path="/apis/sold/1").status, 403)
        self.ok(first, "POST", "/admin/v1/subscriptions", {"id": "s", "api": "sold", "app": "notebook"})
        self.soon(lambda: self.call(second, path="/apis/sold/1").json().get("code") == "subscription_pending",
                  "a request is not known in time")
        for one, other in ((first, second), (second, first)):
            self.ok(one, "POST", f"/admin/v1/subscriptions/s/{'approve' if one is first else 'resume'}", {"reason": "t"})
            self.soon(lambda: self.call(other, path="/apis/sold/1").status == 200, "an approval is not known in time")
            self.ok(one, "POST", "/admin/v1/subscriptions/s/suspend", {"reason": "t"})
            self.soon(lambda: self.call(other, path="/apis/sold/1").status == 403, "a suspension is not known in time")

    def test_labels_of_prompts_move_at_both(self):
        first, second = self.begin(prompts="""
  - id: greeting
    versions:
      - {version: 1, model: up/m, messages: [{role: user, content: "one {{text}}"}], variables: [{name: text}]}
      - {version: 2, model: up/m, messages: [{role: user, content: "two {{text}}"}], variables: [{name: text}]}
    labels: [{name: live, version: 1}]
""", apis="""
  - id: greet
    access: open
    versions: [{version: "1", state: published, definition: {prompt: "greeting@live"}}]
""")

        def said(gateway):
            self.assertEqual(self.call(gateway, path="/apis/greet/1").status, 200)
            return self.provider.arrived[-1][1]["messages"][-1]["content"].split()[0]
        self.assertEqual(said(second), "one")
        for one, other, version, word in ((first, second, 2, "two"), (second, first, 1, "one")):
            self.ok(one, "PUT", "/admin/v1/prompts/greeting/labels/live", {"version": version})
            self.soon(lambda: said(other) == word, "a label is not known in time")

    def test_changes_of_both_at_the_same_time_lose_nothing(self):
        first, second = self.begin()
        made = 0
        for turn in range(20):
            for gateway in (first, second):
                for _ in range(20):
                    answer = gateway.ask_admin("POST", "/admin/v1/teams", {"id": f"t{turn}{'ab'[gateway is first]}"})
                    if answer.status == 201:
                        break
                    self.assertEqual((answer.status, answer.json()["code"]), (409, "changed_elsewhere"))
                made += answer.status == 201
        self.assertEqual(made, 40)
        exports = [gateway.ask_admin("GET", "/admin/v1/config/export").body for gateway in (first, second)]
        self.soon(lambda: first.ask_admin("GET", "/admin/v1/config/export").body ==
                  second.ask_admin("GET", "/admin/v1/config/export").body, exports)
        # One unbroken audit log: every number once.
        numbers = [entry["number"] for entry in self.ok(first, "GET", "/admin/v1/audit?limit=500")["items"]]
        self.assertEqual(sorted(numbers), list(range(1, len(numbers) + 1)))

    # --- who signed in

    def signed_in(self, gateway):
        return self.ok(gateway, "POST", "/admin/v1/sessions", {"email": "ada@example.org", "password": PASSWORD},
                       headers={"Authorization": ""})

    def me(self, gateway, session, path="/admin/v1/me"):
        return gateway.ask_admin("GET", path, headers={"Authorization": "Bearer " + session["token"]})

    def test_sessions_hold_and_end_at_both(self):
        first, second = self.begin()
        self.ok(first, "PUT", "/admin/v1/users/ada", {"email": "ada@example.org", "grants": [{"role": "owner"}]})
        self.ok(first, "PUT", "/admin/v1/users/bob", {"email": "bob@example.org", "grants": [{"role": "owner"}]})
        self.ok(first, "PUT", "/admin/v1/users/ada/password", {"password": PASSWORD})
        for one, other in ((first, second), (second, first)):
            session = self.signed_in(one)
            self.soon(lambda: self.me(other, session).status == 200, "a session is not known in time")
            ended = other.ask_admin("DELETE", "/admin/v1/sessions/current",
                                    headers={"Authorization": "Bearer " + session["token"]})
            self.assertEqual(ended.status, 204, ended.body)
            self.soon(lambda: self.me(one, session).status == 401, "a session is taken for too long")
        # A password that is changed ends what was signed in with the old one, everywhere; so does less of a role.
        session, kept = self.signed_in(first), self.signed_in(second)
        self.soon(lambda: self.me(second, session).status == 200 and self.me(first, kept).status == 200, "not known")
        self.ok(second, "PATCH", "/admin/v1/users/ada", {"grants": [{"role": "member"}]})
        self.soon(lambda: self.me(first, session, "/admin/v1/users").status == 403, "a role is taken for too long")
        self.ok(second, "PUT", "/admin/v1/users/ada/password", {"password": PASSWORD + " anew"})
        self.soon(lambda: self.me(first, session).status == 401, "a session is taken for too long")
        self.ok(first, "DELETE", "/admin/v1/users/ada")
        self.soon(lambda: self.me(second, kept).status == 401, "a user who is gone is taken for too long")

    # --- what is done later

    def job(self, gateway, text):
        answer = self.call(gateway, text, ASYNC)
        self.assertEqual(answer.status, 202, answer.body)
        return answer.headers["location"]

    def over(self, gateway, location):
        answer = gateway.request("GET", location)
        self.assertEqual(answer.status, 200, answer.body)
        job = answer.json()
        return job if job["state"] in ("done", "failed", "cancelled") else None

    def asked(self):
        """How often each text came to the provider."""
        return collections.Counter(body["messages"][-1]["content"].rsplit(" ", 1)[-1]
                                   for body in self.provider.calls("/completions"))

    def test_each_job_is_done_once_wherever_it_was_asked_for(self):
        first, second = self.begin()
        locations = {}
        for number in range(24):
            locations[f"t{number}"] = self.job((first, second)[number % 2], f"t{number}")
        for text, location in locations.items():
            for gateway in (second, first):
                job = until(lambda: self.over(gateway, location))
                self.assertEqual((job["state"], job["attempts"]), ("done", 1), job)
        time.sleep(5)  # a lease is renewed meanwhile, and nothing is begun again
        self.assertEqual(self.asked(), {text: 1 for text in locations})
        # Cancelled at the other as well.
        self.provider.held.clear()
        waiting = [self.job(first, f"c{number}") for number in range(12)]
        self.assertEqual(second.request("DELETE", waiting[-1]).json()["state"], "cancelled")
        self.provider.held.set()
        for location in waiting[:-1]:
            self.assertEqual(until(lambda: self.over(second, location))["state"], "done")
        self.assertEqual(self.over(first, waiting[-1])["state"], "cancelled")
        self.assertEqual(self.asked()["c11"], 0)

    def test_jobs_outlive_the_gateway_that_took_them(self):
        first, second = self.begin()
        self.provider.held.clear()
        texts = {f"d{number}": self.job(first, f"d{number}") for number in range(12)}
        until(lambda: len(self.provider.arrived) == 8)  # as many of an application run at once
        running = set(self.asked())
        time.sleep(5)  # the first has said that it lives
        first.stop(signal.SIGKILL)
        killed = time.monotonic()
        self.provider.held.set()
        for text, location in texts.items():
            job = until(lambda: self.over(second, location), LEASE + 30)
            self.assertEqual(job["state"], "done", job)
            self.assertEqual(job["attempts"], 2 if text in running else 1, job)
        print(f"  taken over and done {time.monotonic() - killed:.1f} s after a kill")
        # What came back does nothing of it again.
        first.start()
        time.sleep(6)
        self.assertEqual(self.asked(), {text: 2 if text in running else 1 for text in texts})
        again = self.job(first, "again")
        self.assertEqual(until(lambda: self.over(second, again))["state"], "done")

    # --- news

    def hooked(self):
        url = self.receiver.url()
        first, second = self.begin(more=f"""
webhooks:
  - {{id: done, team: research, url: "{url}", events: [job.finished]}}
notices: {{webhook_networks: ["127.0.0.0/8"]}}
""")
        secret = self.ok(first, "POST", "/admin/v1/webhooks/done/rotate")["secret"]
        # The vault is each machine's own.
        self.ok(second, "PUT", "/admin/v1/secrets/webhook.done", {"value": secret})
        return first, second

    def arrived(self):
        return collections.Counter(headers["webhook-id"] for headers, _ in self.receiver.arrived)

    def test_news_is_told_once_by_whichever_gateway_has_it(self):
        first, second = self.hooked()
        jobs = [self.job((first, second)[number % 2], f"n{number}").rsplit("/", 1)[-1] for number in range(10)]
        until(lambda: len(self.receiver.arrived) >= len(jobs))
        time.sleep(6)
        told = collections.Counter(json.loads(body)["data"]["id"] for _, body in self.receiver.arrived)
        self.assertEqual(told, {job: 1 for job in jobs})
        lists = [self.ok(gateway, "GET", "/admin/v1/webhooks/done/deliveries")["items"] for gateway in (first, second)]
        self.assertEqual(lists[0], lists[1])
        self.assertEqual({item["state"] for item in lists[0]}, {"sent"})

    def test_retries_go_on_at_the_other_after_a_kill(self):
        first, second = self.hooked()
        self.receiver.statuses = [503] * 1
        made = self.ok(first, "POST", "/admin/v1/webhooks/done/test")["delivery"]
        until(lambda: self.receiver.arrived)
        until(lambda: self.ok(first, "GET", "/admin/v1/webhooks/done/deliveries")["items"][0]["attempts"] == 1)
        first.stop(signal.SIGKILL)
        killed = time.monotonic()
        until(lambda: self.ok(second, "GET", "/admin/v1/webhooks/done/deliveries")["items"][0]["state"] == "sent", LEASE)
        print(f"  a delivery went on {time.monotonic() - killed:.1f} s after a kill")
        first.start()
        time.sleep(6)
        self.assertEqual(self.arrived(), {made: 2})

    def test_who_was_held_up_does_not_tell_what_another_took_over(self):
        first, second = self.hooked()
        self.receiver.statuses = [503]
        made = self.ok(first, "POST", "/admin/v1/webhooks/done/test")["delivery"]
        until(lambda: self.ok(first, "GET", "/admin/v1/webhooks/done/deliveries")["items"][0]["attempts"] == 1)
        first.process.send_signal(signal.SIGSTOP)
        try:
            until(lambda: self.ok(second, "GET", "/admin/v1/webhooks/done/deliveries")["items"][0]["state"] == "sent",
                  LEASE)
        finally:
            first.process.send_signal(signal.SIGCONT)
        time.sleep(6)
        self.assertEqual(self.arrived(), {made: 2})
        self.assertEqual(self.ok(first, "GET", "/admin/v1/webhooks/done/deliveries")["items"][0]["state"], "sent")


if __name__ == "__main__":
    run_module()
