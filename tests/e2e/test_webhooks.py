# SPDX-License-Identifier: Apache-2.0
"""Webhooks as their receivers see them: signed for the official library, tried again, never sent to forbidden
addresses."""
import json
import signal
import unittest

from published import Provider, Receiver, config, until
from support import Gateway, run_module, skip_all

try:
    from standardwebhooks import Webhook, WebhookVerificationError
except ImportError:
    skip_all("the package standardwebhooks is not installed")


def webhooks(url, networks='["127.0.0.0/8"]'):
    return f"""
webhooks:
  - {{id: done, team: research, url: "{url}", events: [job.finished]}}
  - {{id: foreign, team: sales, url: "{url}", events: [job.finished]}}
notices: {{webhook_networks: {networks}}}
"""


class Sent(unittest.TestCase):
    def setUp(self):
        self.provider, self.receiver = Provider(), Receiver()
        self.gateway = None

    def tearDown(self):
        if self.gateway:
            self.gateway.close()
        self.provider.close()
        self.receiver.close()

    def begin(self, url=None, **more):
        self.gateway = Gateway(config(self.provider, more=webhooks(url or self.receiver.url(), **more)))

    def rotate(self, webhook="done"):
        answer = self.gateway.ask_admin("POST", f"/admin/v1/webhooks/{webhook}/rotate")
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.headers["cache-control"], "no-store")
        return answer.json()

    def try_it(self, webhook="done"):
        answer = self.gateway.ask_admin("POST", f"/admin/v1/webhooks/{webhook}/test")
        self.assertEqual(answer.status, 202, answer.body)
        return answer.json()["delivery"]

    def delivery(self, made, states=("sent", "dead")):
        def over():
            items = self.gateway.ask_admin("GET", "/admin/v1/webhooks/done/deliveries").json()["items"]
            return next((item for item in items if item["id"] == made and item["state"] in states), None)
        return until(over)

    def verified(self, secret, number=0):
        headers, body = self.receiver.arrived[number]
        return Webhook(secret).verify(body, headers)

    def test_a_finished_job_is_told_and_the_official_library_believes_it(self):
        self.begin()
        secret = self.rotate()["secret"]
        self.rotate("foreign")
        job = self.gateway.request("POST", "/apis/mood/1", {"text": "x"}, {"Prefer": "respond-async"}).json()["id"]
        until(lambda: self.receiver.arrived)
        told = self.verified(secret)
        self.assertEqual(told["type"], "job.finished")
        self.assertEqual((told["data"]["id"], told["data"]["state"]), (job, "done"))
        self.assertNotIn("fine", json.dumps(told))
        with self.assertRaises(WebhookVerificationError):
            Webhook("whsec_" + "A" * 44).verify(self.receiver.arrived[0][1], self.receiver.arrived[0][0])
        self.assertEqual(len(self.receiver.arrived), 1)  # another team's webhook hears nothing of it

    def test_without_a_secret_nothing_is_sent(self):
        self.begin()
        answer = self.gateway.ask_admin("POST", "/admin/v1/webhooks/done/test")
        self.assertEqual(answer.status, 409)
        self.assertEqual(answer.json()["code"], "webhook_off")

    def test_two_secrets_sign_while_receivers_change_over(self):
        self.begin()
        first = self.rotate()
        self.assertIsNone(first["previous_until"])
        second = self.rotate()
        self.assertIsNotNone(second["previous_until"])
        self.delivery(self.try_it())
        self.verified(first["secret"])
        self.verified(second["secret"])

    def test_it_is_tried_again_with_the_same_id(self):
        self.begin()
        secret = self.rotate()["secret"]
        self.receiver.statuses = [500]
        made = self.try_it()
        delivery = self.delivery(made)
        self.assertEqual((delivery["state"], delivery["attempts"]), ("sent", 2))
        self.assertEqual([headers["webhook-id"] for headers, _ in self.receiver.arrived], [made, made])
        self.verified(secret, 1)

    def test_what_was_not_taken_outlives_a_kill(self):
        self.begin()
        secret = self.rotate()["secret"]
        self.receiver.statuses = [503]
        made = self.try_it()
        until(lambda: self.receiver.arrived)
        self.delivery(made, ("pending",))
        self.gateway.stop(signal.SIGKILL)
        self.gateway.start()
        self.assertEqual(self.delivery(made)["state"], "sent")
        self.verified(secret, 1)

    def test_a_redirect_leads_nowhere(self):
        self.begin()
        self.rotate()
        elsewhere = Receiver()
        self.receiver.statuses, self.receiver.location = [307], elsewhere.url()
        made = self.try_it()
        until(lambda: self.receiver.arrived)
        last = until(lambda: self.delivery(made, ("pending", "sent")).get("last"))
        self.assertEqual(last["status"], 307)
        self.assertEqual(elsewhere.arrived, [])
        elsewhere.close()

    def test_forbidden_addresses_are_not_even_connected_to(self):
        for host in ("127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "127.1"):
            with self.subTest(host):
                self.begin(self.receiver.url(host), networks='["10.0.0.0/8"]')
                self.rotate()
                made = self.try_it()
                last = until(lambda: self.delivery(made, ("pending", "dead")).get("last"))
                self.assertIsNone(last["status"])
                self.assertIn("not called", last["error"])
                self.assertEqual(self.receiver.arrived, [])
                self.gateway.close()
                self.gateway = None

    def test_secrets_are_shown_once_and_go_with_their_webhook(self):
        self.begin()
        secret = self.rotate()["secret"]
        for path in ("/admin/v1/webhooks/done", "/admin/v1/secrets", "/admin/v1/audit", "/admin/v1/config/export"):
            self.assertNotIn(secret[6:].encode(), self.gateway.ask_admin("GET", path).body, path)
        self.assertNotIn(secret[6:], self.gateway.logged())
        names = [item["name"] for item in self.gateway.ask_admin("GET", "/admin/v1/secrets").json()["items"]]
        self.assertIn("webhook.done", names)
        self.assertEqual(self.gateway.ask_admin("DELETE", "/admin/v1/webhooks/done").status, 204)
        names = [item["name"] for item in self.gateway.ask_admin("GET", "/admin/v1/secrets").json()["items"]]
        self.assertNotIn("webhook.done", names)


if __name__ == "__main__":
    run_module()
