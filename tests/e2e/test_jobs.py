# SPDX-License-Identifier: Apache-2.0
"""Calls that are answered later: taken with 202, kept across restarts and outages, seen by their owner alone."""
import json
import signal
import unittest

from published import OTHER_KEY, Provider, config, until
from support import ADMIN_TOKEN, KEY, Gateway, run_module

ASYNC = {"Prefer": "respond-async"}


class Jobs(unittest.TestCase):
    def setUp(self):
        self.provider = Provider()
        self.gateway = Gateway(config(self.provider))

    def tearDown(self):
        self.gateway.close()
        self.provider.close()

    def ask(self, body=None, headers=ASYNC, path="/apis/mood/1", **more):
        return self.gateway.request("POST", path, body or {"text": "hello"}, headers, **more)

    def look(self, location, key=KEY):
        return self.gateway.request("GET", location, key=key)

    def finished(self, location, seconds=30):
        def over():
            answer = self.look(location)
            self.assertEqual(answer.status, 200, answer.body)
            job = answer.json()
            return job if job["state"] in ("done", "failed", "cancelled") else None
        return until(over, seconds)

    def test_a_call_is_taken_and_answered_later(self):
        taken = self.ask()
        self.assertEqual(taken.status, 202, taken.body)
        self.assertEqual(taken.headers["preference-applied"], "respond-async")
        self.assertIn("retry-after", taken.headers)
        location = taken.headers["location"]
        self.assertEqual(location, "/apis/mood/1/jobs/" + taken.json()["id"])
        job = self.finished(location)
        self.assertEqual(job["state"], "done", job)
        self.assertEqual(job["answer"]["status"], 200)
        self.assertEqual(job["answer"]["body"], "fine")
        self.assertEqual(job["attempts"], 1)
        record = self.gateway.call_record(job["call"])
        self.assertEqual((record["app"], record["api"]), ("notebook", "mood"))

    def test_a_query_asks_for_it_as_well(self):
        taken = self.ask(headers={}, path="/apis/mood/latest?async=true")
        self.assertEqual(taken.status, 202, taken.body)
        self.assertTrue(taken.headers["location"].startswith("/apis/mood/1/jobs/"))
        self.assertEqual(self.finished(taken.headers["location"])["state"], "done")

    def test_a_stream_cannot_be_answered_later(self):
        answer = self.ask(path="/apis/mood/1?stream=true")
        self.assertEqual(answer.status, 400)
        self.assertEqual(answer.headers["x-gatehouse-error"], "stream_unsupported")

    def test_secret_values_are_not_kept_for_later(self):
        self.gateway.ask_admin("POST", "/admin/v1/prompts", {"id": "sealed", "versions": [
            {"version": 1, "model": "up/m", "messages": [{"content": "{{token}}"}],
             "variables": [{"name": "token", "secret": True}]}]})
        made = self.gateway.ask_admin("POST", "/admin/v1/apis", {"id": "sealed", "access": "open", "versions": [
            {"version": "1", "definition": {"prompt": "sealed@1"}}]})
        self.assertEqual(made.status, 201, made.body)
        self.assertEqual(self.gateway.ask_admin("POST", "/admin/v1/apis/sealed/versions/1/publish", {}).status, 200)
        refused = self.ask({"token": "a-secret"}, path="/apis/sealed/1")
        self.assertEqual((refused.status, refused.headers["x-gatehouse-error"]), (400, "secrets_not_kept"))
        self.assertEqual(self.ask({"token": "a-secret"}, {}, path="/apis/sealed/1").status, 200)

    def test_another_application_sees_nothing_of_it(self):
        location = self.ask().headers["location"]
        for key in (OTHER_KEY,):
            self.assertEqual(self.look(location, key).status, 404)
            self.assertEqual(self.gateway.request("DELETE", location, key=key).status, 404)
        self.assertEqual(self.look(location, None).status, 401)
        self.assertEqual(self.look("/apis/mood/1/jobs/01ABC").status, 404)
        self.assertEqual(self.finished(location)["state"], "done")

    def test_an_outage_is_waited_for(self):
        down = [3]

        def answer(_):
            down[0] -= 1
            return (503, "") if down[0] >= 0 else (200, "back")
        self.provider.answer = answer
        job = self.finished(self.ask().headers["location"], 60)
        self.assertEqual(job["state"], "done", job)
        self.assertEqual(job["answer"]["body"], "back")
        self.assertGreater(job["attempts"], 1)

    def test_what_is_wrong_is_not_tried_again(self):
        job = self.finished(self.ask({"nothing": 1}).headers["location"])
        self.assertEqual(job["state"], "failed")
        self.assertEqual(job["attempts"], 1)
        self.assertEqual(job["answer"]["status"], 400)
        self.assertEqual(self.provider.arrived, [])

    def test_jobs_outlive_a_kill(self):
        self.provider.held.clear()
        locations = [self.ask({"text": f"t{i}"}).headers["location"] for i in range(12)]  # some run, some wait
        until(lambda: len(self.provider.arrived) >= 2)
        self.gateway.stop(signal.SIGKILL)
        self.provider.held.set()
        self.gateway.start()
        for location in locations:
            job = self.finished(location)
            self.assertEqual((job["state"], job["answer"]["body"]), ("done", "fine"))

    def test_a_running_job_is_cancelled(self):
        self.provider.held.clear()
        location = self.ask().headers["location"]
        until(lambda: self.provider.arrived)
        self.assertIn(self.gateway.request("DELETE", location).status, (200, 202))
        self.assertEqual(self.finished(location)["state"], "cancelled")

    def test_a_key_that_is_revoked_meanwhile_asks_for_nothing(self):
        self.provider.held.clear()
        # The application's room is taken, so that the last one waits.
        locations = [self.ask({"text": f"t{i}"}).headers["location"] for i in range(9)]
        until(lambda: len(self.provider.arrived) >= 8)
        key = self.gateway.ask_admin("GET", "/admin/v1/keys?app=notebook").json()["items"][0]["id"]
        self.assertEqual(self.gateway.ask_admin("PATCH", f"/admin/v1/keys/{key}", {"revoked": True},
                                                {"Content-Type": "application/merge-patch+json"}).status, 200)
        self.provider.held.set()
        last = locations[-1].rsplit("/", 1)[1]

        def over():
            job = self.gateway.ask_admin("GET", f"/admin/v1/jobs/{last}").json()
            return job if job["state"] == "failed" else None
        self.assertEqual(until(over)["error"]["code"], "invalid_key")

    def test_operators_list_and_cancel(self):
        self.provider.held.clear()
        made = self.ask().json()["id"]
        listed = self.gateway.ask_admin("GET", "/admin/v1/jobs?app=notebook&limit=1").json()
        self.assertEqual([job["id"] for job in listed["items"]], [made])
        self.assertEqual(self.gateway.ask_admin("GET", "/admin/v1/jobs?state=done").json()["items"], [])
        self.assertEqual(self.gateway.ask_admin("DELETE", f"/admin/v1/jobs/{made}").status, 200)
        until(lambda: self.gateway.ask_admin("GET", f"/admin/v1/jobs/{made}").json()["state"] == "cancelled")
        self.assertEqual(self.gateway.ask_admin("GET", "/admin/v1/jobs/nosuch").status, 404)


if __name__ == "__main__":
    run_module()
