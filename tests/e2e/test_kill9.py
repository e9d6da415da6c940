# SPDX-License-Identifier: Apache-2.0
"""kill -9 under load: no acknowledged change is lost, at most 100 ms of call rows, the store stays whole.

GATEHOUSE_KILLS sets the rounds (50 in `make soak`)."""
import json
import os
import random
import signal
import sqlite3
import threading
import time
import unittest

from support import KEY, Gateway, run_module

ROUNDS = int(os.environ.get("GATEHOUSE_KILLS", "4"))


class Kill(unittest.TestCase):
    def test_nothing_that_was_promised_is_lost(self):
        gateway = Gateway(f"""version: 1
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""")
        seeded = random.Random(7)
        acknowledged = {}
        worst = 0.0
        try:
            for number in range(ROUNDS):
                answered = []  # (time of the answer, request id)
                stop = threading.Event()

                def change(worker):
                    value = 0
                    while not stop.is_set():
                        value += 1
                        name = f"route-{worker}"
                        body = {"model": name, "targets": [{"provider": "demo", "model": "echo"}] * 1,
                                "retry": {"attempts": 1 + (number * 1000 + value) % 9}}
                        try:
                            answer = gateway.ask_admin("PUT", f"/admin/v1/routes/{name}", body)
                        except OSError:
                            return
                        except Exception:
                            return
                        if answer.status in (200, 201):
                            acknowledged[name] = body["retry"]["attempts"]

                def call():
                    while not stop.is_set():
                        try:
                            answer = gateway.request("POST", "/v1/chat/completions", {
                                "model": "demo/echo", "messages": [{"role": "user", "content": "x"}]})
                        except Exception:
                            return
                        answered.append((time.monotonic(), answer.headers["x-request-id"]))

                threads = [threading.Thread(target=change, args=(w,)) for w in range(2)] + \
                          [threading.Thread(target=call) for _ in range(3)]
                for thread in threads:
                    thread.start()
                time.sleep(seeded.uniform(0.4, 1.0))
                killed = time.monotonic()
                gateway.stop(signal.SIGKILL)
                stop.set()
                for thread in threads:
                    thread.join()
                begun = time.monotonic()
                gateway.start()
                self.assertLess(time.monotonic() - begun, 2.0, "healthy again within 2 s")
                for name, attempts in acknowledged.items():
                    answer = gateway.ask_admin("GET", f"/admin/v1/routes/{name}")
                    self.assertEqual(answer.status, 200, name)
                    # The change after the last acknowledged one may have been stored as well, whole.
                    self.assertIn(answer.json()["retry"]["attempts"], (attempts, attempts % 9 + 1), name)
                    acknowledged[name] = answer.json()["retry"]["attempts"]
                for moment, request_id in answered:
                    if moment > killed:
                        continue
                    if gateway.ask_admin("GET", f"/admin/v1/calls/{request_id}").status != 200:
                        worst = max(worst, killed - moment)
                store = next(p for p in gateway.data.iterdir() if p.suffix == ".db")
                with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as database:
                    self.assertEqual(database.execute("pragma integrity_check").fetchone()[0], "ok")
            print(f"oldest lost call row: {worst * 1000:.0f} ms before the kill, {ROUNDS} rounds", flush=True)
            self.assertLessEqual(worst, 0.1)
        finally:
            gateway.close()


if __name__ == "__main__":
    run_module()
