# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL server of the tests' own: temporary folder, free port of loopback, never as root."""
import ctypes
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

from support import free_port, skip_all, wait_for_port

PASSWORD = "pw-e2e-7f3a91c2"


def programs():
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        skip_all("PostgreSQL is not installed (package postgresql)")
    return found[-1].parent


class Postgres:
    def __init__(self):
        self.programs = programs()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-e2e-postgres-"))
        self.user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        secret = self.folder / "password"
        secret.write_text(PASSWORD + "\n")
        if self.user:
            for path in (self.folder, secret):
                os.chown(path, self.user.pw_uid, self.user.pw_gid)
        self.log = open(self.folder / "log", "w")
        self.port = free_port()
        self.process = None
        made = self.launch("initdb", "-D", str(self.folder / "data"), "-U", "gatehouse", "-A", "scram-sha-256",
                           "--pwfile", str(secret), "--no-sync", "-E", "UTF8", "--locale=C")
        if made.wait(60) != 0:
            raise AssertionError((self.folder / "log").read_text())
        self.databases = 0
        self.start()

    def launch(self, program, *arguments):
        user, prctl = self.user, ctypes.CDLL(None).prctl

        def as_server():
            if user:
                os.setgroups([])
                os.setgid(user.pw_gid)
                os.setuid(user.pw_uid)
            prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG: it ends with the test

        return subprocess.Popen([str(self.programs / program), *arguments], stdout=self.log, stderr=self.log, cwd="/",
                                preexec_fn=as_server)

    def start(self):
        self.process = self.launch("postgres", "-D", str(self.folder / "data"), "-c", "listen_addresses=127.0.0.1",
                                   "-c", f"port={self.port}", "-c", "unix_socket_directories=", "-c", "fsync=off",
                                   "-c", "max_connections=60")
        wait_for_port(self.port)
        self.run("SELECT 1")

    def stop(self):
        """At once, without a word to its clients."""
        if self.process:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)
            self.process = None

    def run(self, sql):
        end = time.monotonic() + 30
        while True:
            done = subprocess.run([str(self.programs / "psql"), "-XAtq", "-c", sql, self.url("postgres")],
                                  capture_output=True, text=True)
            if done.returncode == 0:
                return done.stdout.strip()
            waiting = "starting up" in done.stderr or "not yet accepting" in done.stderr
            if not waiting or time.monotonic() > end:
                raise AssertionError(done.stderr)
            time.sleep(0.02)

    def url(self, database):
        return f"postgres://gatehouse:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def fresh(self):
        self.databases += 1
        self.run(f"CREATE DATABASE store{self.databases}")
        return self.url(f"store{self.databases}")

    def close(self):
        self.stop()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
