# SPDX-License-Identifier: Apache-2.0
"""E-mail to those who approve, by way of a real SMTP server: TLS that is demanded, a password that is sent over it
alone, texts of applicants that stay texts."""
import email
import email.policy
import pathlib
import ssl
import subprocess
import tempfile
import unittest

from published import Provider, config, until
from support import Gateway, free_port, run_module, skip_all

try:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult
except ImportError:
    skip_all("the package aiosmtpd is not installed")

PASSWORD = "e2e-mail-password-5f3a"


class Box:
    """Keeps what is handed in."""

    def __init__(self):
        self.mails, self.logins, self.greeted = [], [], 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.greeted += 1
        session.host_name = hostname
        return responses

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        return "250 OK"

    def login(self, server, session, envelope, mechanism, data):
        right = data.login == b"gatehouse" and data.password == PASSWORD.encode()
        self.logins.append((mechanism, right, session.ssl is not None))
        return AuthResult(success=right)


def certificate(folder):
    files = folder / "key.pem", folder / "cert.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                    "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout",
                    files[0], "-out", files[1]], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files[1], files[0])
    return context, files[1]


class Mail(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.context, cls.ca = certificate(pathlib.Path(cls.folder.name))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.box, self.provider, self.server, self.gateway = Box(), Provider(), None, None

    def tearDown(self):
        if self.gateway:
            self.gateway.close()
        if self.server:
            self.server.stop()
        self.provider.close()

    def serve(self, tls, **more):
        port = free_port()  # the controller looks at its own, so 0 will not do
        self.server = Controller(self.box, hostname="127.0.0.1", port=port, authenticator=self.box.login,
                                 ssl_context=self.context if tls == "tls" else None,
                                 tls_context=self.context if tls == "starttls" else None, **more)
        self.server.start()
        return port

    def begin(self, smtp):
        self.gateway = Gateway(config(self.provider, apis="""
  - id: asked
    kind: prompt
    versions: [{version: "1", state: published, definition: {prompt: "sentiment@1"}}]
""", more=f"""
notices:
  smtp: {smtp}
  approvals: {{emails: [ada@example.com, ben@example.com]}}
"""), {"E2E_MAIL_PASSWORD": PASSWORD})

    def subscribe(self, reason="please"):
        answer = self.gateway.ask_admin("POST", "/admin/v1/subscriptions",
                                        {"api": "asked", "app": "shop", "reason": reason})
        self.assertEqual(answer.status, 201, answer.body)

    def mail(self):
        until(lambda: self.box.mails)
        sender, receivers, content = self.box.mails[0]
        return sender, receivers, email.message_from_bytes(content, policy=email.policy.default)

    def test_approvers_are_told_over_starttls(self):
        port = self.serve("starttls", require_starttls=True, auth_require_tls=True, auth_required=True)
        self.begin(f'{{host: 127.0.0.1, port: {port}, user: gatehouse, password: "env:E2E_MAIL_PASSWORD", '
                   f'from: gatehouse@example.com, ca: "{self.ca}"}}')
        self.subscribe("for the shop\r\nBcc: eve@example.com\r\n\r\n.\r\nRCPT TO:<eve@example.com>")
        sender, receivers, message = self.mail()
        self.assertEqual(sender, "gatehouse@example.com")
        self.assertEqual(receivers, ["ada@example.com", "ben@example.com"])
        self.assertIsNone(message["bcc"])
        self.assertIn("shop asks for the API asked", message["subject"])
        self.assertIn("Bcc: eve@example.com", message.get_content())
        self.assertEqual(self.box.logins[-1][1:], (True, True))
        self.assertNotIn(PASSWORD, self.gateway.logged())

    def test_who_asked_is_told_of_the_decision(self):
        port = self.serve("tls", auth_required=True, auth_require_tls=False)
        self.begin(f'{{host: 127.0.0.1, port: {port}, tls: tls, user: gatehouse, password: "env:E2E_MAIL_PASSWORD", '
                   f'from: gatehouse@example.com, ca: "{self.ca}"}}')
        admin = self.gateway.ask_admin
        user = {"email": "grace@example.com", "grants": [{"role": "member", "team": "sales"}]}
        self.assertEqual(admin("PUT", "/admin/v1/users/grace", user).status, 201)
        word = "correct horse battery"
        self.assertEqual(admin("PUT", "/admin/v1/users/grace/password", {"password": word}).status, 204)
        begun = admin("POST", "/admin/v1/sessions", {"email": user["email"], "password": word},
                      {"Authorization": ""})
        self.assertEqual(begun.status, 201, begun.body)
        hers = {"Authorization": "Bearer " + begun.json()["token"]}
        asked = admin("POST", "/admin/v1/subscriptions", {"api": "asked", "app": "shop", "reason": "please"}, hers)
        self.assertEqual(asked.status, 201, asked.body)
        where = "/admin/v1/subscriptions/" + asked.json()["id"]
        self.mail()
        self.box.mails.clear()
        self.assertEqual(admin("POST", where + "/approve", {"reason": "go on\r\nBcc: eve@example.com"}).status, 200)
        _, receivers, message = self.mail()
        self.assertEqual(receivers, ["grace@example.com"])
        self.assertEqual(message["subject"], "Subscription approved: shop and the API asked")
        self.assertIsNone(message["bcc"])
        self.assertIn("The application shop may call the API asked.", message.get_content())
        self.assertIn("Bcc: eve@example.com", message.get_content())
        self.box.mails.clear()
        # Nobody is told what he did himself, and nobody at all where that is switched off.
        self.assertEqual(admin("POST", where + "/cancel", {}, hers).status, 200)
        asked = admin("POST", "/admin/v1/subscriptions", {"api": "asked", "app": "shop"}, hers).json()["id"]
        self.mail()
        self.box.mails.clear()
        off = admin("PATCH", "/admin/v1/notices", {"approvals": {"applicants": False}})
        self.assertEqual(off.status, 200, off.body)
        self.assertEqual(admin("POST", f"/admin/v1/subscriptions/{asked}/reject", {"reason": "no"}).status, 200)
        self.assertEqual(admin("PATCH", "/admin/v1/notices", {"approvals": {"applicants": True}}).status, 200)
        self.assertEqual(admin("PUT", "/admin/v1/users/grace", {**user, "enabled": True}).status, 200)
        asked = admin("POST", "/admin/v1/subscriptions", {"api": "asked", "app": "shop"}, hers).json()["id"]
        self.assertEqual(admin("POST", f"/admin/v1/subscriptions/{asked}/reject", {"reason": "not now"}).status, 200)
        until(lambda: any(to == ["grace@example.com"] for _, to, _ in self.box.mails))
        subjects = [email.message_from_bytes(content, policy=email.policy.default)["subject"]
                    for _, to, content in self.box.mails if to == ["grace@example.com"]]
        self.assertEqual(subjects, ["Subscription rejected: shop and the API asked"])

    def test_approvers_are_told_over_tls(self):
        port = self.serve("tls", auth_required=True, auth_require_tls=False)
        self.begin(f'{{host: 127.0.0.1, port: {port}, tls: tls, user: gatehouse, password: "env:E2E_MAIL_PASSWORD", '
                   f'from: gatehouse@example.com, ca: "{self.ca}"}}')
        self.subscribe()
        self.assertIn("Reason: please", self.mail()[2].get_content())

    def test_without_tls_no_password_is_sent(self):
        port = self.serve("none", auth_require_tls=False)
        self.begin(f'{{host: 127.0.0.1, port: {port}, tls: none, user: gatehouse, password: "env:E2E_MAIL_PASSWORD", '
                   f'from: gatehouse@example.com}}')
        self.subscribe()
        until(lambda: "outbox.dead" in self.gateway.logged())
        self.assertEqual((self.box.logins, self.box.mails), ([], []))

    def test_a_server_without_tls_gets_nothing_where_it_is_demanded(self):
        port = self.serve("none")
        self.begin(f"{{host: 127.0.0.1, port: {port}, from: gatehouse@example.com}}")
        self.subscribe()
        until(lambda: self.box.greeted >= 2)  # it was tried, and tried again
        self.assertEqual(self.box.mails, [])

    def test_a_relay_on_this_machine_needs_neither(self):
        port = self.serve("none")
        self.begin(f"{{host: 127.0.0.1, port: {port}, tls: none, from: gatehouse@example.com}}")
        self.subscribe()
        self.mail()


if __name__ == "__main__":
    run_module()
