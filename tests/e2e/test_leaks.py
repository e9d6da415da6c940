# SPDX-License-Identifier: Apache-2.0
"""Planted secrets go through a whole workload; then every file, answer and process table is searched for them."""
import base64
import gzip
import os
import pathlib
import subprocess
import sys
import time
import unittest
import urllib.parse
import zlib

from support import ADMIN_TOKEN, BINARY, SHARED, Gateway, run_module

PLANTED = {
    "provider key in the environment": "sk-planted-env-7Hq2ZkP0vYt4Wd8LxN3c",
    "provider key in the file": "sk-planted-file-9Jr5XmQ2uBs6Ef1GyK7a",
    "provider key put by the admin API": "sk-planted-admin-3Tn8CwV5oDz9Rh4SbM6e",
    "gateway key from outside": "planted-gateway-key-5Uf1KpA8iXq3Lj7Ov",
    "admin token": ADMIN_TOKEN,
    "private prompt": "planted prompt: the merger with Umbrella closes on Friday",
    "vault passphrase": "planted-vault-passphrase-2Yc6Gn0",
    "wrong key of a client": "planted-wrong-key-8Zs4Hm1Qw6Bt0",
}


def forms(secret):
    raw = secret.encode()
    yield raw
    yield raw[::-1]
    yield raw.hex().encode()
    yield secret.encode("utf-16-le")
    yield urllib.parse.quote(secret, safe="").encode()
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw)[(0, 2, 3)[shift]:-4]
        yield encoded
        yield encoded.replace(b"+", b"-").replace(b"/", b"_")
    for start in range(8, len(raw) - 13, 2):  # a run of it is a leak too
        yield raw[start:start + 14]


def unpacked(data):
    yield data
    if data[:2] == b"\x1f\x8b":
        try:
            yield gzip.decompress(data)
        except (OSError, zlib.error, EOFError):
            pass


def places(secrets, sources):
    """(what, where) for each secret found; sources is a list of (name, bytes)."""
    found = []
    for name, data in sources:
        for view in unpacked(data):
            for what, secret in secrets.items():
                if any(form in view for form in forms(secret)):
                    found.append((what, name))
    return found


class Leaks(unittest.TestCase):
    def test_the_scan_finds_what_is_planted(self):
        for form in ("clear %s", "%s"):
            text = (form % PLANTED["provider key in the file"]).encode()
            self.assertTrue(places(PLANTED, [("x", text)]))
        self.assertTrue(places(PLANTED, [("x", base64.b64encode(b"ab" + PLANTED["admin token"].encode()))]))
        self.assertTrue(places(PLANTED, [("x", gzip.compress(PLANTED["private prompt"].encode()))]))
        self.assertTrue(places(PLANTED, [("x", PLANTED["gateway key from outside"].encode()[9:25])]))
        self.assertFalse(places(PLANTED, [("x", b"nothing of that kind")]))

    def test_nothing_leaks(self):
        key = PLANTED["gateway key from outside"]
        gateway = Gateway(f"""version: 1
providers:
  - {{id: fromenv, dialect: openai, base_url: "http://127.0.0.1:9/v1", keys: ["env:PLANTED_KEY"]}}
  - {{id: fromfile, dialect: anthropic, base_url: "http://127.0.0.1:9", keys: ["plain:{PLANTED['provider key in the file']}"]}}
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{key}"], models: ["*"]}}]
""", {"PLANTED_KEY": PLANTED["provider key in the environment"],
      "GATEHOUSE_VAULT_PASSPHRASE": PLANTED["vault passphrase"], "DBUS_SESSION_BUS_ADDRESS": "",
      "XDG_RUNTIME_DIR": "/nonexistent"}, ["--log-level", "debug"])
        answers = []
        try:
            made = gateway.ask_admin("POST", "/admin/v1/keys", {"app": "tests"}).json()["key"]
            secrets = dict(PLANTED, **{"issued gateway key": made})
            prompt = [{"role": "user", "content": PLANTED["private prompt"]}]
            for model in ("demo/echo", "demo/429", "demo/flaky", "fromenv/x", "fromfile/x", "nothing"):
                for stream in (False, True):
                    for path in ("/v1/chat/completions", "/v1/messages"):
                        answer = gateway.request("POST", path, {"model": model, "max_tokens": 50, "stream": stream,
                                                               "messages": prompt}, key=made)
                        if model not in ("demo/echo", "demo/flaky"):  # which give the prompt back to whom it belongs
                            answers.append((f"{path} {model}", answer.body + repr(answer.headers).encode()))
            wrong = gateway.request("GET", "/v1/models", key=PLANTED["wrong key of a client"])
            answers.append(("wrong key", wrong.body + repr(wrong.headers).encode()))
            answers.append(("broken body", gateway.request("POST", "/v1/chat/completions", PLANTED["private prompt"].encode(),
                                                           {"Content-Type": "application/json"}, key=made).body))
            put = gateway.ask_admin("PUT", "/admin/v1/secrets/mine", {"value": PLANTED["provider key put by the admin API"]})
            self.assertIn(put.status, (200, 201, 204), put.body)
            gateway.ask_admin("PUT", "/admin/v1/providers/third", {
                "dialect": "openai", "base_url": "http://127.0.0.1:9/v1",
                "keys": ["plain:" + PLANTED["provider key put by the admin API"]]})
            wrong_body = {"dialect": "openai", "keys": ["plain:" + PLANTED["provider key put by the admin API"]], "oops": 1}
            for method, path, body in (
                    ("PUT", "/admin/v1/providers/fourth", wrong_body), ("GET", "/admin/v1/providers", None),
                    ("GET", "/admin/v1/keys", None), ("GET", "/admin/v1/apps", None), ("GET", "/admin/v1/secrets", None),
                    ("GET", "/admin/v1/calls", None), ("GET", "/admin/v1/audit", None), ("GET", "/metrics", None),
                    ("GET", "/admin/v1/config/export", None), ("GET", "/admin/v1/status", None),
                    ("GET", "/admin/v1/stats?group_by=key", None)):
                answer = gateway.ask_admin(method, path, body)
                answers.append((f"{method} {path}", answer.body + repr(answer.headers).encode()))
            for call in gateway.ask_admin("GET", "/admin/v1/calls?limit=50").json()["items"]:
                answers.append((f"call {call['id']}", gateway.ask_admin("GET", f"/admin/v1/calls/{call['id']}").body))
            process = pathlib.Path(f"/proc/{gateway.process.pid}")
            for name in ("cmdline", "environ"):
                try:
                    answers.append((f"/proc {name}", (process / name).read_bytes()))
                except PermissionError:
                    pass  # not dumpable: closed to us as to any other process of the user
            time.sleep(0.1)
            gateway.stop()
            sources = answers + [(str(file), file.read_bytes()) for file in pathlib.Path(gateway.folder.name).rglob("*")
                                 if file.is_file() and file != gateway.config]
            self.assertGreater(len(sources), 30)
            self.assertEqual(places(secrets, sources), [])
        finally:
            gateway.close()


if __name__ == "__main__":
    run_module()
