# SPDX-License-Identifier: Apache-2.0
"""Signing in to a gateway over the wire: with passwords, and with a real provider of OpenID Connect on loopback."""
import html.parser
import http.cookiejar
import json
import os
import pathlib
import subprocess
import unittest
import urllib.error
import urllib.parse
import urllib.request

from support import ADMIN_TOKEN, Gateway, run_module, skip_all

HERE = pathlib.Path(__file__).resolve().parent
TOOLS = pathlib.Path(os.environ.get("GATEHOUSE_E2E_CLIENTS", "")) / "oidc"
REDIRECT = "http://127.0.0.1:1/back"


class Forms(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.action, self.fields = None, {}

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form" and self.action is None:
            self.action = attributes.get("action")
        if tag == "input" and attributes.get("type") == "hidden":
            self.fields[attributes["name"]] = attributes.get("value", "")


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows all but what leads back to who asked."""

    def redirect_request(self, request, *rest):
        if rest[-1].startswith(REDIRECT):
            return None
        return super().redirect_request(request, *rest)


class Provider:
    def __init__(self, algorithm):
        self.process = subprocess.Popen(["node", str(TOOLS / "provider.mjs"), algorithm], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.issuer = self.process.stdout.readline().strip()
        assert self.issuer.startswith("http://127.0.0.1:"), self.issuer

    def lie(self, how):
        request = urllib.request.Request(self.issuer + "/__lie", json.dumps({"how": how}).encode())
        urllib.request.urlopen(request, timeout=20).close()

    def sign_in(self, url, name):
        """A person in a browser: follows the links, fills in the forms. What the provider leads back with."""
        browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), Stay())
        body = None
        for _ in range(6):
            try:
                with browser.open(urllib.request.Request(url, body), timeout=20) as answer:
                    page, base = answer.read().decode(), answer.url
            except urllib.error.HTTPError as error:
                back = error.headers.get("Location", "")
                assert back.startswith(REDIRECT), (error.code, back, error.read()[:500])
                query = urllib.parse.parse_qs(urllib.parse.urlsplit(back).query)
                return {key: values[0] for key, values in query.items()}
            forms = Forms()
            forms.feed(page)
            fields = dict(forms.fields)
            if fields.get("prompt") == "login":
                fields.update(login=name, password="any")
            url = urllib.parse.urljoin(base, forms.action)
            body = urllib.parse.urlencode(fields).encode()
        raise AssertionError("the provider never led back")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


class SignIn(unittest.TestCase):
    algorithm = "RS256"

    @classmethod
    def setUpClass(cls):
        if not (TOOLS / "node_modules").exists():
            skip_all("oidc-provider is not installed")
        cls.provider = Provider(cls.algorithm)
        cls.gateway = Gateway(f"""version: 1
users:
  - {{id: ada, email: ada@example.org, grants: [{{role: auditor}}]}}
sign_in:
  oidc:
    - id: idp
      title: Example
      issuer: "{cls.provider.issuer}"
      client_id: open
      link_by_email: true
      groups: [{{group: gate-admins, role: admin}}]
    - id: closed
      issuer: "{cls.provider.issuer}"
      client_id: closed/1
      client_secret: env:OIDC_CLIENT_SECRET
      newcomers: [{{role: member}}]
    - id: elsewhere
      issuer: "{cls.provider.issuer}/"
      client_id: open
""", {"OIDC_CLIENT_SECRET": "a secret of the client +%"})

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.provider.stop()

    def portal(self, method, path, body=None, token=None):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.gateway.request(method, "/portal/api/v1" + path, body, headers, key=None)

    def begin(self, provider="idp", redirect=REDIRECT):
        return self.portal("POST", f"/sign_in/oidc/{provider}/begin", {"redirect_uri": redirect})

    def finish(self, begun, back, provider="idp"):
        return self.portal("POST", f"/sign_in/oidc/{provider}/finish",
                           {"flow": begun["flow"], "state": back["state"], "code": back["code"]})

    def go(self, name, provider="idp"):
        begun = json.loads(self.begin(provider).body)
        return begun, self.provider.sign_in(begun["url"], name)

    def test_a_known_person_is_the_user_of_his_address(self):
        begun, back = self.go("ada")
        self.assertEqual(back["state"], begun["state"])
        answer = self.finish(begun, back)
        self.assertEqual(answer.status, 201, answer.body)
        session = json.loads(answer.body)
        self.assertEqual((session["user"], session["way"]), ("ada", "idp"))
        me = json.loads(self.portal("GET", "/me", token=session["token"]).body)
        self.assertEqual([(g["role"], g["team"]) for g in me["grants"]], [("auditor", None), ("admin", None)])
        # From now on by the provider's word for him, not by his address.
        status, user = self.admin("GET", "/users/ada")
        self.assertEqual((user["oidc_provider"], user["oidc_subject"]), ("idp", "ada"))
        self.assertEqual(self.portal("DELETE", "/sessions/current", token=session["token"]).status, 204)
        self.assertEqual(self.portal("GET", "/me", token=session["token"]).status, 401)

    def admin(self, method, path, body=None):
        answer = self.gateway.ask_admin(method, "/admin/v1" + path, body)
        return answer.status, json.loads(answer.body) if answer.body else None

    def test_strangers_are_refused_or_made(self):
        begun, back = self.go("eve")
        answer = self.finish(begun, back)
        self.assertEqual((answer.status, json.loads(answer.body)["code"]), (403, "unknown_user"))
        begun, back = self.go("eve", "closed")
        answer = self.finish(begun, back, "closed")
        self.assertEqual(answer.status, 201, answer.body)
        user = json.loads(answer.body)["user"]
        status, made = self.admin("GET", f"/users/{user}")
        self.assertEqual((made["email"], made["grants"]), ("eve@example.org", [{"role": "member"}]))
        # Whose address nobody checked is nobody.
        begun, back = self.go("mallory", "closed")
        self.assertEqual(self.finish(begun, back, "closed").status, 403)

    def test_an_answer_is_good_once_and_for_who_asked(self):
        begun, back = self.go("ada")
        other = json.loads(self.begin().body)
        for wrong in ({"flow": other["flow"]}, {"flow": "x" * 43}):
            self.assertEqual(self.finish({**begun, **wrong}, back).status, 401)
        begun, back = self.go("ada")
        self.assertEqual(self.finish(begun, {**back, "state": "another"}).status, 401)
        self.assertEqual(self.finish(begun, back).status, 401)  # that try has used it up
        begun, back = self.go("ada")
        self.assertEqual(self.finish(begun, back, "closed").status, 401)
        begun, back = self.go("ada")
        self.assertEqual(self.finish(begun, back).status, 201)
        self.assertEqual(self.finish(begun, back).status, 401)
        # The code again, in a sign-in of its own: the provider knows it was used.
        again = json.loads(self.begin().body)
        answer = self.finish(again, {"state": again["state"], "code": back["code"]})
        self.assertEqual((answer.status, json.loads(answer.body)["code"]), (401, "oidc_code"))

    def test_a_code_of_another_attempt_is_refused(self):
        _, back = self.go("ada")  # fresh, but its verifier belongs to the other attempt (PKCE)
        other = json.loads(self.begin().body)
        answer = self.finish(other, {"state": other["state"], "code": back["code"]})
        self.assertEqual((answer.status, json.loads(answer.body)["code"]), (401, "oidc_code"))

    def test_wrong_tokens_are_refused(self):
        for how in ("nonce", "no nonce", "issuer", "audience", "expired", "future", "signature", "foreign key", "none",
                    "keyed"):
            with self.subTest(how):
                begun, back = self.go("ada")
                self.provider.lie(how)
                answer = self.finish(begun, back)
                self.assertEqual((answer.status, json.loads(answer.body)["code"]), (401, "oidc_token"), how)
        self.assertNotIn("eyJ", self.gateway.logged())  # no token in the log

    def test_it_leads_back_to_known_places_only(self):
        for redirect in ("https://evil.example/", "http://localhost:1/back", "http://127.0.0.1.evil.example/",
                         f"http://127.0.0.1:{self.gateway.port}@evil.example/portal"):
            self.assertEqual(self.begin(redirect=redirect).status, 409, redirect)
        own = f"http://127.0.0.1:{self.gateway.port}/portal"
        self.assertEqual(self.begin(redirect=own).status, 201)
        self.assertEqual(self.begin("nobody").status, 404)

    def test_a_provider_that_calls_itself_otherwise_is_refused(self):
        answer = self.begin("elsewhere")
        self.assertEqual((answer.status, json.loads(answer.body)["code"]), (502, "oidc_discovery"))

    def test_the_operators_token_opens_nothing_at_the_portal(self):
        self.assertEqual(self.portal("GET", "/me", token=ADMIN_TOKEN).status, 401)
        self.assertEqual(self.portal("GET", "/me").status, 401)

    def test_sessions_outlive_a_restart_and_end_for_good(self):
        self.admin("PUT", "/users/rita", {"email": "rita@example.org"})
        answer = self.gateway.ask_admin("PUT", "/admin/v1/users/rita/password", {"password": "a long password"})
        self.assertEqual(answer.status, 204)
        word = {"email": "rita@example.org", "password": "a long password"}
        kept = json.loads(self.portal("POST", "/sessions", word).body)["token"]
        ended = json.loads(self.portal("POST", "/sessions", word).body)["token"]
        self.assertEqual(self.portal("DELETE", "/sessions/current", token=ended).status, 204)
        self.restart()
        self.assertEqual(self.portal("GET", "/me", token=kept).status, 200)
        self.assertEqual(self.portal("GET", "/me", token=ended).status, 401)

    def restart(self):
        self.gateway.process.terminate()
        self.gateway.process.wait(20)
        self.gateway.start()


class SignInByCurve(SignIn):
    algorithm = "ES256"


if __name__ == "__main__":
    run_module()
