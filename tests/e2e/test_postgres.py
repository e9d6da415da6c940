# SPDX-License-Identifier: Apache-2.0
"""Gateways that share a PostgreSQL: what one changes the other obeys, an outage is outlived, backups move stores."""
import os
import pathlib
import re
import stat
import subprocess
import tempfile
import threading
import time
import unittest

import postgres
import support
from support import ADMIN_TOKEN, BINARY, KEY, Gateway

CALL = {"model": "demo/echo", "messages": [{"role": "user", "content": "hello"}]}
PROVIDER_KEY = "sk-planted-provider-key-0123456789abcdef"
PASSPHRASE = "planted passphrase of the vault 4711"


def config(url, teams=True):
    text = f'version: 1\nstore: {{url: "{url}"}}\n'
    if teams:
        text += (f"teams:\n  - id: research\n    apps:\n      - id: notebook\n        keys: [\"plain:{KEY}\"]\n")
    return text


def command(*words, environment=None):
    return subprocess.run([BINARY, *words], capture_output=True, text=True, timeout=120,
                          env={**os.environ, "GATEHOUSE_ADMIN_TOKEN": ADMIN_TOKEN, **(environment or {})})


def until(what, seconds, message):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return
        time.sleep(0.02)
    raise AssertionError(message)


class PostgresTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = postgres.Postgres()

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def gateway(self, *arguments, **named):
        gateway = Gateway(*arguments, **named)
        self.addCleanup(gateway.stop)
        return gateway

    def call(self, gateway, key=KEY):
        return gateway.request("POST", "/v1/chat/completions", CALL, key=key)

    def test_what_one_changes_the_other_obeys_within_a_second(self):
        url = self.server.fresh()
        first = self.gateway(config(url))
        second = self.gateway(config(url))
        self.assertEqual(self.call(first).status, 200)
        self.assertEqual(self.call(second).status, 200)
        times = []
        for turn in range(5):
            made = first.ask_admin("POST", "/admin/v1/keys", {"app": "notebook", "name": f"k{turn}"}).json()
            begun = time.monotonic()
            until(lambda: self.call(second, made["key"]).status == 200, 1, "a new key is not known in time")
            times.append(time.monotonic() - begun)
            self.assertEqual(first.ask_admin("DELETE", f"/admin/v1/keys/{made['id']}").status, 204)
            begun = time.monotonic()
            until(lambda: self.call(second, made["key"]).status == 401, 1, "a revoked key is taken for too long")
            times.append(time.monotonic() - begun)
        second.ask_admin("POST", "/admin/v1/routes",
                         {"model": "named", "targets": [{"provider": "demo", "model": "echo"}]})
        until(lambda: first.request("POST", "/v1/chat/completions", {**CALL, "model": "named"}).status == 200, 1,
              "a new route is not known in time")
        print(f"  a change is obeyed elsewhere after at most {max(times) * 1000:.0f} ms")
        self.assertEqual(first.ask_admin("GET", "/admin/v1/config/export").body,
                         second.ask_admin("GET", "/admin/v1/config/export").body)
        # Calls of both are in one log, and nothing says that any was lost.
        def rows():
            return len(first.ask_admin("GET", "/admin/v1/calls?limit=500").json()["items"])
        calls = rows()
        for gateway in (first, second) * 3:
            self.call(gateway)
        until(lambda: rows() >= calls + 6, 10, "calls of both gateways are not in one log")
        self.assertEqual(first.ask_admin("GET", "/admin/v1/status").json()["counters"]["lost_calls"], 0)

    def test_a_change_made_while_the_connection_was_lost_is_taken_over(self):
        url = self.server.fresh()
        first = self.gateway(config(url))
        second = self.gateway(config(url))
        self.server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gatehouse'")
        made = {}
        def change():
            answer = first.ask_admin("POST", "/admin/v1/keys", {"app": "notebook"})
            made.update(answer.json())
            return answer.status == 201
        until(change, 10, "no change after the connections were lost")
        until(lambda: self.call(second, made["key"]).status == 200, 5, "a change was missed")

    def test_an_outage_is_outlived(self):
        url = self.server.fresh()
        gateway = self.gateway(config(url))
        for _ in range(20):
            self.assertEqual(self.call(gateway).status, 200)
        self.server.stop()
        try:
            for _ in range(100):
                self.assertEqual(self.call(gateway).status, 200)
            begun = time.monotonic()
            answer = gateway.ask_admin("POST", "/admin/v1/keys", {"app": "notebook"})
            took = time.monotonic() - begun
            self.assertEqual(answer.status, 503, answer.body)
            self.assertLess(took, 5)
            self.assertNotIn(postgres.PASSWORD.encode(), answer.body)
            status = gateway.ask_admin("GET", "/admin/v1/status").json()
            self.assertTrue(status["problems"])
            self.assertEqual(gateway.request("GET", "/healthz", key=None).status, 200)
        finally:
            self.server.start()
        # Rows are committed without waiting for the disk: a server that is killed forgets the last of them, and says so.
        def recorded():
            answer = gateway.ask_admin("GET", "/admin/v1/calls?limit=500")
            lost = gateway.ask_admin("GET", "/admin/v1/status").json()["counters"].get("lost_calls", 0)
            return answer.status == 200 and len(answer.json()["items"]) + lost == 120
        until(recorded, 20, "calls of the outage are not in the log")
        until(lambda: gateway.ask_admin("POST", "/admin/v1/keys", {"app": "notebook"}).status == 201, 10,
              "no change after the outage")
        counters = gateway.ask_admin("GET", "/admin/v1/status").json()["counters"]
        self.assertEqual((counters["lost_calls"], counters["unwritten_rows"]), (0, 0))
        self.assertNotIn(postgres.PASSWORD, gateway.logged())

    def test_without_its_server_a_gateway_says_so_and_ends_with_5(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "g.yaml"
            file.write_text(config("env:STORE_ADDRESS"))
            for url, words in ((f"postgres://u:{postgres.PASSWORD}@127.0.0.1:{support.free_port()}/d", "cannot be reached"),
                               (self.server.url("none"), "not there"),
                               (self.server.url("postgres").replace("7f3a", "wrong"), "refused")):
                done = command("serve", "--config", str(file), "--data-dir", folder + "/data", "--listen",
                               "127.0.0.1:0", "--admin", "127.0.0.1:0", environment={"STORE_ADDRESS": url})
                self.assertEqual(done.returncode, 5, done.stderr)
                self.assertIn(words, done.stderr)
                self.assertNotIn("7f3a91c2", done.stderr)

    def test_a_backup_moves_a_running_store_elsewhere(self):
        for source, target in (("sqlite:", self.server.fresh()), (self.server.fresh(), "sqlite:")):
            with self.subTest(source=source.split(":")[0]):
                self.move(source, target)

    def move(self, source, target):
        keep = tempfile.TemporaryDirectory()
        self.addCleanup(keep.cleanup)
        here = pathlib.Path(keep.name)
        environment = {"GATEHOUSE_VAULT_PASSPHRASE": PASSPHRASE}
        gateway = self.gateway(config(source), environment=environment)
        self.assertEqual(gateway.ask_admin("PUT", "/admin/v1/secrets/openai", {"value": PROVIDER_KEY}).status // 100, 2)
        stop = threading.Event()
        load = threading.Thread(target=lambda: [self.call(gateway) for _ in iter(stop.is_set, True)])
        load.start()
        at = ("--data-dir", str(gateway.data))
        saved = command("backup", str(here / "b"), *at, environment=environment)
        stop.set()
        load.join()
        self.assertEqual(saved.returncode, 0, saved.stderr)
        self.assertEqual(stat.S_IMODE((here / "b").stat().st_mode), 0o600)
        self.assertEqual([entry.name for entry in here.iterdir()], ["b"])
        content = (here / "b").read_bytes()
        unpacked = subprocess.run(["zstd", "-dc"], input=content[12:-32], capture_output=True).stdout if \
            subprocess.run(["which", "zstd"], capture_output=True).returncode == 0 else b""
        for secret in (PROVIDER_KEY, PASSPHRASE, ADMIN_TOKEN, KEY, postgres.PASSWORD):
            self.assertNotIn(secret.encode(), content)
            self.assertNotIn(secret.encode(), unpacked)
        refused = command("restore", str(here / "b"), *at, environment=environment)
        self.assertEqual(refused.returncode, 5)
        self.assertIn("Stop it", refused.stderr)

        file = here / "target.yaml"
        file.write_text(config(target, teams=False))
        there = ("--data-dir", str(here / "data"), "--config", str(file))
        restored = command("restore", str(here / "b"), *there, environment=environment)
        self.assertEqual(restored.returncode, 0, restored.stderr)
        digest = re.compile(r"sha256:([0-9a-f]{64})")
        self.assertEqual(digest.search(saved.stdout).group(1), digest.search(restored.stdout).group(1))
        again = command("restore", str(here / "b"), *there, environment=environment)
        self.assertEqual(again.returncode, 5, again.stderr)
        self.assertIn("--force", again.stderr)
        exported = command("export", *there, environment=environment)
        self.assertEqual(exported.stdout.encode(), gateway.ask_admin(
            "GET", "/admin/v1/config/export", headers={"Accept": "application/yaml"}).body)
        gateway.stop()
        moved = self.gateway(config(target), environment=environment, at=here / "data")
        self.assertEqual(self.call(moved).status, 200)
        names = [secret["name"] for secret in moved.ask_admin("GET", "/admin/v1/secrets").json()["items"]]
        self.assertEqual(names, ["openai"])
        moved.stop()
        damaged = here / "damaged"
        damaged.write_bytes(content[:-50])
        broken = command("restore", str(damaged), "--force", *there, environment=environment)
        self.assertEqual(broken.returncode, 1, broken.stderr)
        self.assertIn("nothing was changed", broken.stderr)
        forced = command("restore", str(here / "b"), "--force", *there, environment=environment)
        self.assertEqual(forced.returncode, 0, forced.stderr)


if __name__ == "__main__":
    support.run_module()
