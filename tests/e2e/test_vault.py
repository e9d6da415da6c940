# SPDX-License-Identifier: Apache-2.0
"""The vault in the daemon: rotation of its key while calls are served, keys by systemd's credentials, wrong keys."""
import json
import os
import pathlib
import subprocess
import tempfile
import threading
import time
import unittest

from faulty_upstream import FaultyUpstream
from support import ADMIN_TOKEN, BINARY, KEY, PATIENT, Gateway, run_module

PROVIDER_KEY = "sk-kept-in-the-vault-0123456789"
PASSPHRASE = "a first passphrase"
# No key chain: what has to be kept goes into the vault.
NO_KEY_CHAIN = {"DBUS_SESSION_BUS_ADDRESS": "", "XDG_RUNTIME_DIR": "/nonexistent"}


def configuration(upstream):
    return f"""version: 1
server: {{{PATIENT}}}
providers:
  - {{id: kept, dialect: openai, base_url: "{upstream.base('good')}/v1", keys: ["vault:provider"]}}
routes:
  - {{model: m, targets: [{{provider: kept, model: m}}], retry: {{attempts: 1, "on": []}}}}
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
"""


def command(*words, stdin="", environment=None):
    return subprocess.run([BINARY, *words], input=stdin, capture_output=True, text=True, timeout=60,
                          env={**os.environ, **NO_KEY_CHAIN, "GATEHOUSE_ADMIN_TOKEN": ADMIN_TOKEN, **(environment or {})})


class Vault(unittest.TestCase):
    def setUp(self):
        self.upstream = FaultyUpstream()

    def tearDown(self):
        self.upstream.close()

    def gateway(self, environment=None):
        gateway = Gateway(configuration(self.upstream), {**NO_KEY_CHAIN, **(environment or {})})
        self.addCleanup(gateway.close)
        kept = gateway.ask_admin("PUT", "/admin/v1/secrets/provider", {"value": PROVIDER_KEY})
        self.assertEqual(kept.status, 200, kept.body)
        self.assertEqual(kept.json()["place"], "vault")
        self.assertEqual(self.call(gateway), 200)
        return gateway

    def call(self, gateway):
        return gateway.request("POST", "/v1/chat/completions",
                               {"model": "m", "messages": [{"role": "user", "content": "x"}]}).status

    def restart(self, gateway, environment):
        self.assertEqual(gateway.stop(), 0)
        for name in ("GATEHOUSE_VAULT_PASSPHRASE", "CREDENTIALS_DIRECTORY"):
            gateway.environment.pop(name, None)
        gateway.environment.update(environment)
        gateway.start()

    def test_the_key_is_rotated_while_calls_are_served(self):
        gateway = self.gateway({"GATEHOUSE_VAULT_PASSPHRASE": PASSPHRASE})
        data = str(gateway.data)
        statuses, stop = [], threading.Event()

        def load():
            while not stop.is_set():
                statuses.append(self.call(gateway))

        threads = [threading.Thread(target=load) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            for turn in range(4):
                words = (["--make-key-file"] if turn % 2 else [])
                done = command("vault", "rotate", *words, "--data-dir", data, stdin=f"passphrase number {turn}\n")
                self.assertEqual(done.returncode, 0, done.stderr)
                # Providers whose keys are in the vault read them anew, under the new key.
                kept = gateway.ask_admin("PUT", "/admin/v1/secrets/provider", {"value": f"{PROVIDER_KEY}-{turn}"})
                self.assertEqual(kept.status, 200, kept.body)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        self.assertEqual([s for s in statuses if s != 200], [])
        self.assertGreater(len(statuses), 20)
        for turn in range(4):
            self.assertGreater(self.upstream.keys.get(f"{PROVIDER_KEY}-{turn}", 0), 0, "each new key was used")
        audit = gateway.ask_admin("GET", "/admin/v1/audit?limit=50").json()["items"]
        self.assertEqual(sum(entry["action"] == "vault.rotate" for entry in audit), 4)
        self.assertNotIn("passphrase number", json.dumps(audit) + gateway.logged())
        self.restart(gateway, {})  # the last rotation made a key file
        self.assertEqual(self.call(gateway), 200)

    def test_a_rotated_passphrase_is_the_one_that_opens(self):
        gateway = self.gateway({"GATEHOUSE_VAULT_PASSPHRASE": PASSPHRASE})
        done = command("vault", "rotate", "--data-dir", str(gateway.data), stdin="a second passphrase\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.restart(gateway, {"GATEHOUSE_VAULT_PASSPHRASE": PASSPHRASE})
        self.assertEqual(self.call(gateway), 503)  # serves, but has no key to call with
        warnings = gateway.ask_admin("GET", "/admin/v1/status").json()["warnings"]
        self.assertIn("does not open the vault", json.dumps(warnings))
        refused = gateway.ask_admin("PUT", "/admin/v1/vault/key", {"passphrase": "a third passphrase"})
        self.assertGreaterEqual(refused.status, 400)
        self.assertEqual(refused.json()["code"], "vault_wrong_key")
        self.restart(gateway, {"GATEHOUSE_VAULT_PASSPHRASE": "a second passphrase"})
        self.assertEqual(self.call(gateway), 200)

    def test_the_passphrase_is_read_once_and_overwritten(self):
        gateway = self.gateway({"GATEHOUSE_VAULT_PASSPHRASE": PASSPHRASE})
        self.assertNotIn(PASSPHRASE.encode(), pathlib.Path(f"/proc/{gateway.process.pid}/environ").read_bytes())

    def test_a_rotation_without_a_running_gateway(self):
        gateway = self.gateway()
        gateway.stop()
        data = str(gateway.data)
        self.assertEqual(command("vault", "rotate", "--data-dir", data, stdin="short\n").returncode, 1)
        before = (gateway.data / "vault-key").read_bytes()
        self.assertEqual(command("vault", "rotate", "--make-key-file", "--data-dir", data).returncode, 0)
        self.assertNotEqual((gateway.data / "vault-key").read_bytes(), before)
        self.assertFalse((gateway.data / "vault-key.next").exists())
        gateway.start()
        self.assertEqual(self.call(gateway), 200)

    def test_systemd_credentials_open_it(self):
        for name, content in (("gatehouse-vault-passphrase", "a passphrase of systemd"),
                              ("gatehouse-vault-key", "k" * 48)):
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                credential = pathlib.Path(folder) / name
                credential.write_text(content + "\n")
                credential.chmod(0o440)  # as stat() shows a file with an access control list for the service's user
                gateway = self.gateway({"CREDENTIALS_DIRECTORY": folder})
                self.assertFalse((gateway.data / "vault-key").exists())
                self.restart(gateway, {"CREDENTIALS_DIRECTORY": folder})
                self.assertEqual(self.call(gateway), 200)
                if name == "gatehouse-vault-key":
                    refused = gateway.ask_admin("PUT", "/admin/v1/vault/key", {"make_key_file": True})
                    self.assertEqual(refused.json()["code"], "vault_no_key")
                    fresh = pathlib.Path(folder) / "fresh"
                    fresh.write_text("n" * 48)
                    fresh.chmod(0o600)
                    done = command("vault", "rotate", "--new-key-file", str(fresh), "--data-dir", str(gateway.data))
                    self.assertEqual(done.returncode, 0, done.stderr)
                    fresh.rename(credential)
                    self.restart(gateway, {"CREDENTIALS_DIRECTORY": folder})
                    self.assertEqual(self.call(gateway), 200)
                credential.chmod(0o444)
                self.assertEqual(gateway.stop(), 0)
                opened = command("secret", "list", "--data-dir", str(gateway.data),
                                 environment={"CREDENTIALS_DIRECTORY": folder})
                self.assertNotEqual(opened.returncode, 0, "open to everybody")
                self.assertIn("open to other users", opened.stderr)

    def test_what_is_no_key_is_refused(self):
        gateway = self.gateway()
        for body in ({}, {"passphrase": "short"}, {"key": "k" * 31}, {"passphrase": "x" * 20, "key": "k" * 40},
                     {"make_key_file": False}, {"passphrase": 7}, {"other": "x"}, [], "text",
                     {"passphrase": "a line\nend and more"}):
            refused = gateway.ask_admin("PUT", "/admin/v1/vault/key", json.dumps(body))
            self.assertEqual(refused.status // 100, 4, body)
        self.assertEqual(self.call(gateway), 200)


if __name__ == "__main__":
    run_module()
