# SPDX-License-Identifier: Apache-2.0
"""Commands, options and exit codes of gatehoused; signals; configuration doors."""
import http.client
import json
import os
import pathlib
import signal
import socket
import ssl
import stat
import subprocess
import tempfile
import threading
import time
import unittest

from support import ADMIN_TOKEN, BINARY, KEY, Gateway, free_port, run_module

TEAM = f"""teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
"""


def run(*words, stdin="", environment=None):
    env = {k: v for k, v in os.environ.items()}
    env.update(environment or {})
    return subprocess.run([BINARY, *words], input=stdin, capture_output=True, text=True, env=env, timeout=60)


class WithoutADaemon(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="gatehouse-e2e-")
        self.path = pathlib.Path(self.folder.name)
        self.data = str(self.path / "data")

    def tearDown(self):
        self.folder.cleanup()

    def write(self, text, name="gatehouse.yaml"):
        (self.path / name).write_text(text)
        return str(self.path / name)

    def test_help_and_version(self):
        self.assertEqual(run("--help").returncode, 0)
        self.assertIn("gatehoused serve", run("--help").stdout)
        self.assertEqual(run("--version").returncode, 0)

    def test_wrong_usage(self):
        for words in ([], ["dance"], ["serve", "--dance"], ["apply"], ["key", "new"], ["serve", "--threads", "0"],
                      ["export", "--prune"], ["check", "a", "b"]):
            with self.subTest(words):
                done = run(*words)
                self.assertEqual(done.returncode, 2 if words else 2, done.stderr)
                self.assertIn("--help", done.stderr)

    def test_schema_is_json(self):
        schema = json.loads(run("schema").stdout)
        self.assertIn("draft-07", schema["$schema"])

    def test_check(self):
        self.assertEqual(run("check", self.write("version: 1\n" + TEAM)).returncode, 0)
        done = run("check", self.write("version: 1\nproviders:\n  - id: x\n    base_url: ftp://y\n    dialect: openai\n"))
        self.assertEqual(done.returncode, 3)
        self.assertIn("gatehouse.yaml:4", done.stderr)
        for text, named in (("version: 1\nroutes:\n  - {model: a, strategy: weighted, targets: [{provider: demo, model: echo, weight: 0}]}\n", "weight"),
                            ("version: 1\ncluster: {redis: redis://127.0.0.1:1/0}\n", "redis"),
                            ("version: 1\nnonsense: 1\n", "nonsense"),
                            ("version: 1\nversion: 1\n", "version")):
            with self.subTest(named):
                done = run("check", self.write(text))
                self.assertEqual(done.returncode, 3)
                self.assertIn(named, done.stderr)

    def test_apply_and_export_are_inverse(self):
        file = self.write("version: 1\nproviders:\n  - {id: p, dialect: openai, base_url: 'http://127.0.0.1:1/v1', keys: ['env:X']}\n"
                          "routes:\n  - {model: m, targets: [{provider: p, model: x}, {provider: demo, model: echo}]}\n" + TEAM)
        self.assertEqual(run("apply", file, "--data-dir", self.data).returncode, 0)
        exported = run("export", "--data-dir", self.data)
        self.assertEqual(exported.returncode, 0)
        self.assertNotIn(KEY, exported.stdout)
        self.assertIn("hash:", exported.stdout)
        again = self.write(exported.stdout, "again.yaml")
        dry = run("apply", again, "--dry-run", "--prune", "--data-dir", self.data)
        self.assertEqual(dry.returncode, 0, dry.stderr)
        self.assertIn("no change", dry.stdout.lower())
        self.assertEqual(run("export", "--data-dir", self.data).stdout, exported.stdout)

    def test_keys_and_secrets(self):
        run("apply", self.write("version: 1\n" + TEAM), "--data-dir", self.data)
        made = run("key", "new", "tests", "--data-dir", self.data)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertRegex(made.stdout.strip(), r"^gh_[a-z0-9]{8}_[0-9A-Za-z]{49}$")
        self.assertEqual(run("key", "new", "nobody", "--data-dir", self.data).returncode, 1)
        secret = "sk-e2e-secret-0123456789"
        private = {"DBUS_SESSION_BUS_ADDRESS": "", "XDG_RUNTIME_DIR": "/nonexistent"}
        self.assertEqual(run("secret", "set", "openai", "--data-dir", self.data, stdin=secret + "\n", environment=private).returncode, 0)
        listed = run("secret", "list", "--data-dir", self.data, environment=private)
        self.assertIn("openai", listed.stdout)
        self.assertIn("6789", listed.stdout)
        self.assertNotIn(secret, listed.stdout)
        self.assertEqual(run("secret", "remove", "openai", "--data-dir", self.data, environment=private).returncode, 0)
        self.assertNotIn("openai", run("secret", "list", "--data-dir", self.data, environment=private).stdout)

    def test_data_folder_that_cannot_be_used(self):
        self.assertEqual(run("export", "--data-dir", "/proc/nothing").returncode, 5)

    def test_store_from_a_newer_version(self):
        run("apply", self.write("version: 1\n" + TEAM), "--data-dir", self.data)
        store = next(p for p in pathlib.Path(self.data).iterdir() if p.suffix in (".db", ".sqlite"))
        tables = subprocess.run(["sqlite3", str(store), ".tables"], capture_output=True, text=True).stdout.split()
        table = next(t for t in tables if "migration" in t or "schema" in t)
        columns = subprocess.run(["sqlite3", str(store), f"select name from pragma_table_info('{table}')"], capture_output=True,
                                 text=True).stdout.split()
        version = next(c for c in columns if c in ("version", "number", "id"))
        rest = [c for c in columns if c != version]
        subprocess.run(["sqlite3", str(store), f"insert into {table} ({version}{''.join(',' + c for c in rest)}) "
                        f"select 999999{''.join(',' + c for c in rest)} from {table} limit 1"], check=True)
        done = run("export", "--data-dir", self.data)
        self.assertEqual(done.returncode, 5, done.stderr)
        self.assertIn("newer", done.stderr)


class Serving(unittest.TestCase):
    def setUp(self):
        self.gateway = Gateway("version: 1\n" + TEAM)

    def tearDown(self):
        self.gateway.close()

    def chat(self, model="demo/echo", **more):
        return self.gateway.request("POST", "/v1/chat/completions", {
            "model": model, "messages": [{"role": "user", "content": "one two three four"}], **more})

    def test_files_are_private(self):
        self.assertEqual(stat.S_IMODE(self.gateway.data.stat().st_mode), 0o700)
        for file in self.gateway.data.rglob("*"):
            if file.is_file():
                self.assertEqual(stat.S_IMODE(file.stat().st_mode) & 0o077, 0, file)

    def test_port_and_folder_taken(self):
        taken = run("serve", "--data-dir", str(self.gateway.data) + "2", "--listen", f"127.0.0.1:{self.gateway.port}",
                    "--admin", "127.0.0.1:0")
        self.assertEqual(taken.returncode, 4, taken.stderr)
        self.assertIn(str(self.gateway.port), taken.stderr)
        used = run("serve", "--data-dir", str(self.gateway.data), "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0")
        self.assertEqual(used.returncode, 5, used.stderr)

    def test_commands_go_through_the_running_daemon(self):
        environment = {"GATEHOUSE_ADMIN_TOKEN": ADMIN_TOKEN}
        made = run("key", "new", "tests", "--data-dir", str(self.gateway.data), environment=environment)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertEqual(self.gateway.request("GET", "/v1/models", key=made.stdout.strip()).status, 200)
        exported = run("export", "--data-dir", str(self.gateway.data), environment=environment)
        self.assertIn("tests", exported.stdout)
        wrong = self.gateway.config.with_name("wrong.yaml")
        wrong.write_text("version: 1\nteams: 3\n")
        self.assertEqual(run("apply", str(wrong), "--data-dir", str(self.gateway.data), environment=environment).returncode, 3)
        more = self.gateway.config.with_name("more.yaml")
        more.write_text("version: 1\nroutes:\n  - {model: mine, targets: [{provider: demo, model: echo}]}\n" + TEAM)
        done = run("apply", str(more), "--data-dir", str(self.gateway.data), environment=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.chat("mine").status, 200)

    def test_sighup_applies_the_file_and_a_wrong_one_changes_nothing(self):
        self.assertEqual(self.chat("mine").status, 404)
        self.gateway.config.write_text("version: 1\nroutes:\n  - {model: mine, targets: [{provider: demo, model: echo}]}\n" + TEAM)
        self.gateway.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 5
        while self.chat("mine").status != 200:
            self.assertLess(time.monotonic(), end)
        self.gateway.config.write_text("version: 1\nroutes: nonsense\n")
        self.gateway.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 5
        while "routes" not in self.gateway.logged():
            self.assertLess(time.monotonic(), end)
        self.assertEqual(self.chat("mine").status, 200)

    def test_sigterm_lets_a_stream_end_and_writes_its_record(self):
        answers = []
        stream = threading.Thread(target=lambda: answers.append(self.chat("demo/slow", stream=True)))
        stream.start()
        end = time.monotonic() + 5
        while b"1" not in [line.split()[-1] for line in self.gateway.ask_admin("GET", "/metrics").body.splitlines()
                           if line.startswith(b"gatehouse_requests_running{listener=\"gateway\"}")]:
            self.assertLess(time.monotonic(), end, "no metric shows the running call")
        code = self.gateway.stop()
        stream.join()
        self.assertEqual(code, 0)
        self.assertIn(b"[DONE]", answers[0].body)
        self.gateway.start()
        self.assertEqual(self.gateway.call_record(answers[0].headers["x-request-id"])["outcome"], "ok")

    def test_a_client_that_leaves_is_noticed(self):
        body = json.dumps({"model": "demo/slow", "stream": True, "messages": [{"role": "user", "content": "a b c d e f g h i j"}]})
        with socket.create_connection(("127.0.0.1", self.gateway.port)) as s:
            s.sendall((f"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {KEY}\r\n"
                       f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode())
            head = s.recv(4096).decode()
            request_id = [line.split(": ")[1] for line in head.split("\r\n") if line.lower().startswith("x-request-id")][0]
        self.assertEqual(self.gateway.call_record(request_id)["outcome"], "cancelled")

    def test_events_tell_of_calls(self):
        with socket.create_connection(("127.0.0.1", self.gateway.admin_port)) as s:
            s.settimeout(10)
            s.sendall((f"GET /admin/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {ADMIN_TOKEN}\r\n\r\n").encode())
            data = s.recv(4096)
            self.assertIn(b"200", data.split(b"\r\n")[0])
            self.chat("demo/echo")
            while b"call.finished" not in data:
                piece = s.recv(4096)
                self.assertTrue(piece)
                data += piece
        self.assertIn(b"call.started", data)

    def test_a_limit_change_bites_on_the_next_request(self):
        self.assertEqual(self.chat().status, 200)
        changed = self.gateway.ask_admin("PATCH", "/admin/v1/apps/tests", {"models": ["other"]},
                                         {"Content-Type": "application/merge-patch+json"})
        self.assertEqual(changed.status, 200, changed.body)
        self.assertEqual(self.chat().status, 403)


def make_certificate(folder, name, serial):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-set_serial", str(serial), "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", f"{folder}/{name}-key.pem", "-out",
                    f"{folder}/{name}.pem"], check=True, stderr=subprocess.DEVNULL)


class Secure(unittest.TestCase):
    def serial(self, port):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", port)) as plain, context.wrap_socket(plain) as secure:
            der = secure.getpeercert(binary_form=True)
            self.assertIn(secure.version(), ("TLSv1.2", "TLSv1.3"))
        text = subprocess.run(["openssl", "x509", "-inform", "der", "-noout", "-serial"], input=der, capture_output=True,
                              check=True).stdout
        return int(text.decode().strip().split("=")[1], 16)

    def test_both_listeners_speak_tls_and_reload_without_dropping_a_call(self):
        with tempfile.TemporaryDirectory() as folder:
            make_certificate(folder, "now", 17)
            gateway = Gateway(f"version: 1\nserver: {{tls: {{cert: {folder}/now.pem, key: {folder}/now-key.pem}}}}\n" + TEAM)
            try:
                self.assertTrue(gateway.base.startswith("https:") and gateway.admin.startswith("https:"))
                self.assertEqual(self.serial(gateway.port), 17)
                self.assertEqual(self.serial(gateway.admin_port), 17)
                context = ssl.create_default_context(cafile=f"{folder}/now.pem")
                connection = http.client.HTTPSConnection("127.0.0.1", gateway.port, context=context, timeout=20)
                body = json.dumps({"model": "demo/slow", "stream": True, "messages": [{"role": "user", "content": "a b c"}]})
                connection.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json",
                                                                          "Authorization": f"Bearer {KEY}"})
                answer = connection.getresponse()
                make_certificate(folder, "now", 18)
                gateway.process.send_signal(signal.SIGHUP)
                end = time.monotonic() + 5
                while self.serial(gateway.port) != 18:
                    self.assertLess(time.monotonic(), end)
                self.assertIn(b"[DONE]", answer.read())
                connection.close()
                made = run("key", "new", "tests", "--data-dir", str(gateway.data),
                           environment={"GATEHOUSE_ADMIN_TOKEN": ADMIN_TOKEN})
                self.assertEqual(made.returncode, 0, made.stderr)
            finally:
                gateway.close()

    def test_a_certificate_that_cannot_be_read_stops_the_start(self):
        with tempfile.TemporaryDirectory() as folder:
            config = pathlib.Path(folder) / "c.yaml"
            config.write_text(f"version: 1\nserver: {{tls: {{cert: {folder}/none.pem, key: {folder}/none.pem}}}}\n")
            done = run("serve", "--config", str(config), "--data-dir", folder + "/data", "--listen", "127.0.0.1:0",
                       "--admin", "127.0.0.1:0")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("none.pem", done.stderr)


if __name__ == "__main__":
    run_module()
