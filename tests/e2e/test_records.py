# SPDX-License-Identifier: Apache-2.0
"""What is kept of calls: bodies by policy, masked; changed while the gateway runs; exports; sums made anew; vacuum."""
import csv
import http.client
import io
import json
import time
import unittest

from support import ADMIN_TOKEN, KEY, Gateway, run_module

OTHER_KEY = "e2e-private-key-0123456789abcdef0123456789"
CONFIG = f"""version: 1
records: {{bodies: all, body_cap: 4KiB}}
routes:
  - {{model: echo, targets: [{{provider: demo, model: echo}}]}}
  - {{model: private, bodies: errors, targets: [{{provider: demo, model: echo}}]}}
teams:
  - id: e2e
    apps:
      - {{id: tests, keys: ["plain:{KEY}"]}}
      - {{id: private, bodies: "off", keys: ["plain:{OTHER_KEY}"]}}
"""
EMAIL = "jane.planted@example.org"
SECRET = "sk-planted0123456789abcdefghijklmnop"
CARD = "4111 1111 1111 1111"


def wait_for(what, seconds=20):
    end = time.monotonic() + seconds
    while True:
        value = what()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError("it did not come")
        time.sleep(0.02)


class Records(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway(CONFIG)

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def call(self, content, model="echo", key=KEY, stream=False, headers=None):
        answer = self.gateway.request("POST", "/v1/chat/completions", {
            "model": model, "stream": stream, "messages": [{"role": "user", "content": content}]}, headers, key)
        record = self.gateway.call_record(answer.headers["x-request-id"])
        return answer, record["id"]

    def bodies(self, call):
        answer = wait_for(lambda: (lambda a: a if a.status == 200 else None)(
            self.gateway.ask_admin("GET", f"/admin/v1/calls/{call}/bodies")))
        return {body["part"]: body for body in answer.json()["bodies"]}

    def no_bodies(self, call):
        # A call that comes later and is kept stands behind it.
        _, later = self.call("later")
        if self.gateway.ask_admin("GET", "/admin/v1/records").json()["bodies"] == "all":
            self.bodies(later)
        return self.gateway.ask_admin("GET", f"/admin/v1/calls/{call}/bodies").status == 404

    def test_bodies_are_kept_masked(self):
        text = f"Mail {EMAIL}, pay with {CARD}, use {SECRET}; picture data:image/png;base64,{'iVBORw0KGgo' * 200}"
        answer, call = self.call(text)
        self.assertEqual(answer.status, 200)
        bodies = self.bodies(call)
        kept = bodies["request_received"]["text"]
        self.assertIn("[masked:email]", kept)
        self.assertIn("[masked:card]", kept)
        self.assertIn("[masked:credential]", kept)
        self.assertIn("[left out: image/png, 1650 bytes]", kept)
        self.assertTrue(bodies["request_received"]["left_out"])
        self.assertGreaterEqual(bodies["request_received"]["masked"], 3)
        self.assertEqual(bodies["answer_received"], {"part": "answer_received", "same_as": "answer_sent"})
        self.assertNotIn(EMAIL, json.dumps(bodies))
        self.assertEqual(bodies["answer_sent"]["size"], len(answer.body))

    def test_streams_are_kept_masked_across_their_events(self):
        answer, call = self.call(f"Mail {EMAIL} and pay with {CARD} please", stream=True)
        self.assertIn(b"[DONE]", answer.body)
        sent = self.bodies(call)["answer_sent"]
        self.assertEqual(sent["content_type"], "text/event-stream")
        self.assertIn("[masked:", sent["text"])
        spelled = "".join(json.loads(line[6:])["choices"][0]["delta"].get("content") or ""
                          for line in sent["text"].splitlines()
                          if line.startswith("data: {") and json.loads(line[6:])["choices"])
        self.assertNotIn("jane.planted", spelled)
        self.assertNotIn("4111", spelled)

    def test_long_bodies_are_cut_and_say_so(self):
        _, call = self.call("many words " * 2000)
        kept = self.bodies(call)["request_received"]
        self.assertTrue(kept["cut"])
        self.assertEqual(len(kept["text"]), 4096)
        self.assertGreater(kept["size"], 20000)

    def test_the_most_private_setting_wins(self):
        _, app_off = self.call("x", key=OTHER_KEY)
        self.assertTrue(self.no_bodies(app_off))
        _, route_errors = self.call("x", model="private")
        self.assertTrue(self.no_bodies(route_errors))

    def test_what_is_kept_is_changed_while_it_runs(self):
        before = self.gateway.ask_admin("GET", "/admin/v1/records")
        self.assertEqual(before.json()["bodies"], "all")
        changed = self.gateway.ask_admin("PATCH", "/admin/v1/records", {"bodies": "errors"},
                                         {"If-Match": before.headers["etag"]})
        self.assertEqual(changed.status, 200)
        try:
            stale = self.gateway.ask_admin("PATCH", "/admin/v1/records", {"bodies": "all"},
                                           {"If-Match": before.headers["etag"]})
            self.assertEqual(stale.status, 412)
            _, well = self.call("fine")
            _, failed = self.call("no such", model="nowhere")
            self.assertIn("nowhere", self.bodies(failed)["request_received"]["text"])
            self.assertEqual(self.gateway.ask_admin("GET", f"/admin/v1/calls/{well}/bodies").status, 404)
            exported = self.gateway.ask_admin("GET", "/admin/v1/config/export").body.decode()
            self.assertIn("bodies: errors", exported)
        finally:
            self.gateway.ask_admin("PATCH", "/admin/v1/records", {"bodies": "all"})
        self.assertEqual(self.gateway.ask_admin("PATCH", "/admin/v1/records", {"bodies": "some"}).status, 400)
        self.assertEqual(self.gateway.ask_admin("PATCH", "/admin/v1/records", {"none": None}).status, 400)

    def test_no_planted_value_is_in_the_store(self):
        self.call(f"{EMAIL} {SECRET} {CARD}", stream=True)
        _, call = self.call(f"{EMAIL} {SECRET} {CARD}")
        self.bodies(call)
        for file in self.gateway.data.iterdir():
            if file.is_file():
                data = file.read_bytes()
                for value in (EMAIL, SECRET, CARD, KEY, "planted"):
                    self.assertNotIn(value.encode(), data, file.name)

    def test_exports_hold_what_the_filter_finds(self):
        for _ in range(3):
            self.call("x", headers={"User-Agent": "=HYPERLINK(\"http://evil\")", "x-gatehouse-tags": "exported"})
        listed = self.gateway.ask_admin("GET", "/admin/v1/calls?q=tag:exported").json()["items"]
        lines = self.gateway.ask_admin("GET", "/admin/v1/exports/calls?q=tag:exported")
        self.assertEqual(lines.headers["content-type"], "application/jsonl")
        self.assertEqual([json.loads(line) for line in lines.body.splitlines()], listed)
        table = self.gateway.ask_admin("GET", "/admin/v1/exports/calls?format=csv&q=tag:exported")
        rows = list(csv.DictReader(io.StringIO(table.body.decode())))
        self.assertEqual([row["id"] for row in rows], [call["id"] for call in listed])
        self.assertEqual(rows[0]["client"], "'=HYPERLINK(\"http://evil\")")
        running = self.gateway.ask_admin("GET", "/admin/v1/exports").json()["items"]
        self.assertEqual((running[0]["state"], running[0]["rows"], running[0]["searched"]), ("done", 3, 1.0))
        self.assertEqual(self.gateway.ask_admin("GET", "/admin/v1/exports/calls?q=status>>").status, 400)

    def test_a_client_that_leaves_ends_its_export(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.gateway.admin_port, timeout=20)
        connection.request("GET", "/admin/v1/exports/calls", headers={"Authorization": f"Bearer {ADMIN_TOKEN}"})
        connection.sock.close()
        wait_for(lambda: all(one["state"] != "running"
                             for one in self.gateway.ask_admin("GET", "/admin/v1/exports").json()["items"]))

    def test_sums_are_made_anew_and_room_given_back(self):
        self.call("x")
        asked = "/admin/v1/stats?from=-1h&step=1h&metrics=calls,tokens,latency"
        before = self.gateway.ask_admin("GET", asked).json()["series"]
        for kind in ("rebuild_rollups", "vacuum"):
            self.assertEqual(self.gateway.ask_admin("POST", f"/admin/v1/records/jobs/{kind}").status, 202)
            job = wait_for(lambda: next((job for job in self.gateway.ask_admin("GET", "/admin/v1/records/jobs")
                                         .json()["items"] if job["kind"] == kind and job["state"] == "done"), None))
            self.assertEqual(job["done"], job["total"])
        self.assertEqual(self.gateway.ask_admin("GET", asked).json()["series"], before)
        self.assertIn(self.gateway.ask_admin("POST", "/admin/v1/records/jobs/other").status, (400, 404))


if __name__ == "__main__":
    run_module()
