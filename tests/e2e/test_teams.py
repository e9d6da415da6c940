# SPDX-License-Identifier: Apache-2.0
"""Two teams at one gateway: what the key of one reaches of the other at the addresses for calls, and what its admin
watches of the other's calls. (The admin API is walked by tests/core/admin/tst_admin_tenancy.cpp.)"""
import http.client
import json
import threading
import unittest

from support import PATIENT, Gateway, run_module

ACME = "e2e-acme-key-0123456789abcdef0123456789abc"
ZETA = "e2e-zeta-key-0123456789abcdef0123456789abc"
CHAT = {"messages": [{"role": "user", "content": "Hello"}]}


def team(name, key):
    return f"""  - id: {name}
    models: ["{name}-model"]
    apps: [{{id: {name}-app, keys: ["plain:{key}"], models: ["{name}-model"]}}]
"""


def published(name):
    return f"""  - id: {name}-inside
    team: {name}
    kind: prompt
    access: team
    versions: [{{version: "1", state: published, definition: {{prompt: "{name}-prompt@1"}}}}]
  - id: {name}-sold
    team: {name}
    kind: prompt
    title: "{name}marker"
    access: subscription
    versions: [{{version: "1", state: published, definition: {{prompt: "{name}-prompt@1"}}}}]
"""


def prompt(name):
    return f"""  - id: {name}-prompt
    team: {name}
    versions:
      - version: 1
        messages: [{{role: user, content: "{name}marker {{{{text}}}}"}}]
        variables: [{{name: text, schema: {{type: string}}}}]
        model: {name}-model
"""


class Teams(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        names = ("acme", "zeta")
        cls.gateway = Gateway("version: 1\nserver: {" + PATIENT + "}\nroutes:\n" + "".join(
            f"  - {{model: {name}-model, targets: [{{provider: demo, model: echo}}]}}\n" for name in names)
            + "teams:\n" + team("acme", ACME) + team("zeta", ZETA) + "prompts:\n" + "".join(map(prompt, names))
            + "apis:\n" + "".join(map(published, names)))

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def ask(self, key, method, path, body=None, headers=None):
        return self.gateway.request(method, path, body, headers, key=key)

    def refused(self, answer, statuses=(403, 404)):
        self.assertIn(answer.status, statuses, answer.body)
        self.assertNotIn(b"zetamarker", answer.body)

    def test_models_are_the_teams_own(self):
        self.assertEqual(self.ask(ZETA, "POST", "/v1/chat/completions", {**CHAT, "model": "zeta-model"}).status, 200)
        self.refused(self.ask(ACME, "POST", "/v1/chat/completions", {**CHAT, "model": "zeta-model"}))
        for path in ("/v1/models", "/anthropic/v1/models"):
            answer = self.ask(ACME, "GET", path)
            self.assertEqual(answer.status, 200, path)
            self.assertNotIn(b"zeta", answer.body)
        self.refused(self.ask(ACME, "GET", "/v1/models/zeta-model"))

    def test_apis_are_called_by_whom_they_are_for(self):
        values = {"text": "hello"}
        answer = self.ask(ZETA, "POST", "/apis/zeta-inside/1", values)
        self.assertEqual(answer.status, 200, answer.body)
        for api in ("zeta-inside", "zeta-sold"):
            for version in ("1", "latest"):
                for method, path, body in (("POST", "", values), ("GET", "?text=hello", None),
                                           ("POST", "?stream=true", values), ("POST", "?async=true", values),
                                           ("GET", "/jobs/1", None)):
                    answer = self.ask(ACME, method, f"/apis/{api}/{version}{path}", body)
                    with self.subTest(api=api, path=path):
                        self.refused(answer)
        self.refused(self.ask(ACME, "GET", "/apis/zeta-inside/1/openapi.json"))

    def test_feedback_is_for_ones_own_calls(self):
        answer = self.ask(ZETA, "POST", "/v1/chat/completions", {**CHAT, "model": "zeta-model"})
        call = answer.headers["x-request-id"]
        self.gateway.call_record(call)
        foreign = self.ask(ACME, "POST", "/v1/feedback", {"id": call, "score": 1})
        unknown = self.ask(ACME, "POST", "/v1/feedback", {"id": "01" + "Z" * 24, "score": 1})
        self.assertEqual((foreign.status, foreign.body), (unknown.status, unknown.body))

    def signed_in(self, user, role, team):
        self.gateway.ask_admin("PUT", f"/admin/v1/users/{user}", {
            "email": f"{user}@example.org", "grants": [{"role": role, "team": team}]})
        self.gateway.ask_admin("PUT", f"/admin/v1/users/{user}/password", {"password": f"a long secret of {user}"})
        answer = self.gateway.ask_admin("POST", "/admin/v1/sessions", {
            "email": f"{user}@example.org", "password": f"a long secret of {user}"}, headers={"Authorization": ""})
        self.assertEqual(answer.status, 201, answer.body)
        return {"Authorization": "Bearer " + answer.json()["token"]}

    def watched(self, headers, until):
        """What a stream of events says until that word is in it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.gateway.admin_port, timeout=20)
        connection.request("GET", "/admin/v1/events", headers=headers)
        stream = connection.getresponse()
        self.assertEqual(stream.status, 200)
        seen, ready, over = [stream.readline()], threading.Event(), threading.Event()

        def read():
            ready.set()
            while until.encode() not in seen[-1]:
                line = stream.readline()
                if not line:
                    break
                seen.append(line)
            over.set()
        threading.Thread(target=read, daemon=True).start()
        ready.wait(10)

        def text():
            self.assertTrue(over.wait(20), seen[-5:])
            connection.close()
            return b"".join(seen)
        return text

    def test_a_teams_admin_watches_its_calls_and_no_others(self):
        token = self.signed_in("ann", "admin", "acme")
        seen = self.watched(token, "thelastone")
        for key, name in ((ZETA, "zeta"), (ACME, "acme")):
            answer = self.ask(key, "POST", "/v1/chat/completions", {**CHAT, "model": f"{name}-model"})
            self.assertEqual(answer.status, 200)
            self.gateway.call_record(answer.headers["x-request-id"])
        self.gateway.ask_admin("PUT", "/admin/v1/apps/zeta-quiet", {"team": "zeta"})
        self.gateway.ask_admin("PUT", "/admin/v1/apps/thelastone", {"team": "acme"})
        text = seen()
        for word in (b"call.started", b"call.finished", b"acme-app", b"config.changed"):
            self.assertIn(word, text)
        self.assertNotIn(b"zeta", text)
        # Its own log, export and trash are open, the other's are not there.
        self.gateway.ask_admin("DELETE", "/admin/v1/apps/zeta-quiet")
        self.gateway.ask_admin("DELETE", "/admin/v1/apps/thelastone")
        for path, own in (("audit", b"acme-prompt"), ("revisions", b"acme-prompt"), ("trash", b"thelastone"),
                          ("config/export", b"acme-prompt"), ("teams/acme/members", b"ann@example.org")):
            answer = self.gateway.ask_admin("GET", "/admin/v1/" + path, headers=token)
            self.assertEqual(answer.status, 200, (path, answer.body))
            self.assertIn(own, answer.body, path)
            self.assertNotIn(b"zeta", answer.body, path)
        supposed = self.gateway.ask_admin("POST", "/admin/v1/simulate", {"model": "acme-model", "app": "acme-app"},
                                          headers=token)
        self.assertEqual((supposed.status, len(supposed.json()["targets"])), (200, 1), supposed.body)

    def test_who_lost_the_role_is_told_no_more(self):
        token = self.signed_in("leo", "member", "acme")
        seen = self.watched(token, "never")
        self.gateway.ask_admin("PATCH", "/admin/v1/users/leo", {"grants": []})
        answer = self.ask(ACME, "POST", "/v1/chat/completions", {**CHAT, "model": "acme-model"})
        self.assertEqual(answer.status, 200)
        self.assertNotIn(b"call.", seen())  # it ended by itself

    def test_a_member_of_one_team_sees_the_catalogue_and_no_more(self):
        for name in ("acme", "zeta"):
            self.gateway.ask_admin("PUT", f"/admin/v1/users/{name}", {
                "email": f"{name}@example.org", "grants": [{"role": "member", "team": name}]})
            self.gateway.ask_admin("PUT", f"/admin/v1/users/{name}/password", {"password": f"a password of {name}"})
        answer = self.ask(None, "POST", "/portal/api/v1/sessions",
                          {"email": "acme@example.org", "password": "a password of acme"})
        self.assertEqual(answer.status, 201, answer.body)
        token = {"Authorization": "Bearer " + json.loads(answer.body)["token"]}
        seen = self.ask(None, "GET", "/portal/api/v1/catalogue", headers=token)
        self.assertIn(b"zeta-sold", seen.body)  # that is what a catalogue is for
        self.assertNotIn(b"zeta-inside", seen.body)
        for path in ("apps", "keys", "subscriptions", "usage", "budgets/state", "charges", "stats?group_by=team,model"):
            answer = self.ask(None, "GET", "/portal/api/v1/" + path, headers=token)
            self.assertEqual(answer.status, 200, (path, answer.body))
            self.assertNotIn(b"zeta", answer.body, path)
        self.refused(self.ask(None, "GET", "/portal/api/v1/catalogue/zeta-inside", headers=token))
        self.refused(self.ask(None, "POST", "/portal/api/v1/keys", {"app": "zeta-app"}, token))
        self.refused(self.ask(None, "POST", "/portal/api/v1/subscriptions",
                              {"api": "zeta-sold", "app": "zeta-app"}, token))
        self.refused(self.ask(None, "POST", "/portal/api/v1/subscriptions",
                              {"api": "zeta-inside", "app": "acme-app"}, token), (403, 404, 409))
        # A session's token is no key, and a key no session.
        self.assertEqual(self.ask(token["Authorization"][7:], "GET", "/v1/models").status, 401)
        self.assertEqual(self.ask(ACME, "GET", "/portal/api/v1/me").status, 401)


if __name__ == "__main__":
    run_module()
