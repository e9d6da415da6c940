# SPDX-License-Identifier: Apache-2.0
"""The wall clock jumps by an hour and a day, forwards and backwards, while calls are served."""
import os
import pathlib
import struct
import tempfile
import threading
import time
import unittest

from faulty_upstream import FaultyUpstream
from support import KEY, PATIENT, Gateway, run_module, skip_all

HOUR, DAY = 3600, 86400
LIBRARY = os.environ.get("GATEHOUSE_MOVED_CLOCK", "")
LIMITED, COSTLY = KEY + "-limited", KEY + "-costly"


def configuration(upstream):
    return f"""version: 1
server: {{{PATIENT}}}
providers:
  - {{id: openai, preset: openai, base_url: "{upstream.base('good')}/v1", keys: ["env:CLOCK_KEY"]}}
routes:
  - {{model: priced, targets: [{{provider: openai, model: gpt-4o-mini}}]}}
teams:
  - id: e2e
    apps:
      - {{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}
      - {{id: limited, keys: ["plain:{LIMITED}"], models: ["*"], limits: {{requests_per_minute: 20}}}}
      - {{id: costly, keys: ["plain:{COSTLY}"], models: ["*"], budget: {{usd: 0.00006, period: day}}}}
"""


class Clock(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.offset = pathlib.Path(cls.folder.name) / "offset"
        cls.offset.write_bytes(bytes(8))
        cls.upstream = FaultyUpstream()
        cls.gateway = Gateway(configuration(cls.upstream), {
            "LD_PRELOAD": LIBRARY, "GATEHOUSE_CLOCK_OFFSET": str(cls.offset), "CLOCK_KEY": "sk-clock-0123456789"})
        cls.noon = int(time.time()) // DAY * DAY + DAY // 2 - int(time.time())  # so that an hour is not another day

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.upstream.close()
        cls.folder.cleanup()

    def setUp(self):
        self.move(0)

    def move(self, seconds):
        """The clock stands at so long after (before) today's noon."""
        with open(self.offset, "r+b") as out:
            out.write(struct.pack("=q", self.noon + seconds))

    def call(self, model="demo/echo", key=KEY, **more):
        return self.gateway.request("POST", "/v1/chat/completions", {
            "model": model, "max_tokens": 20, "messages": [{"role": "user", "content": "x"}], **more}, key=key)

    def test_the_clock_moves_at_all(self):
        self.move(10 * DAY)
        record = self.gateway.call_record(self.call().headers["x-request-id"])
        self.assertEqual(record["started_at"][:10], time.strftime("%Y-%m-%d", time.gmtime(time.time() + self.noon + 10 * DAY)))

    def test_limits_go_by_the_other_clock(self):
        statuses = [self.call(key=LIMITED).status for _ in range(25)]
        self.assertEqual(statuses.count(200), 20)
        for jump in (HOUR, -HOUR, DAY, -DAY, 0):
            self.move(jump)
            refused = self.call(key=LIMITED)
            self.assertEqual(refused.status, 429, "a jump lets nobody by")
            self.assertLessEqual(int(refused.headers["retry-after"]), 62, "nor locks anybody out for longer than a window")

    def test_calls_and_streams_go_on(self):
        statuses, streams, stop = [], [], threading.Event()

        def load():
            while not stop.is_set():
                statuses.append(self.call().status)

        def stream():
            streams.append(self.call("demo/slow", stream=True))

        threads = [threading.Thread(target=load) for _ in range(2)] + [threading.Thread(target=stream) for _ in range(3)]
        for thread in threads:
            thread.start()
        for jump in (HOUR, -HOUR, DAY, -DAY, 0) * 3:
            self.move(jump)
            time.sleep(0.1)
        for thread in threads[2:]:
            thread.join()
        stop.set()
        for thread in threads[:2]:
            thread.join()
        self.assertEqual([s for s in statuses if s != 200], [])
        self.assertTrue(all(b"[DONE]" in answer.body and not answer.cut for answer in streams))
        for answer in streams:
            record = self.gateway.call_record(answer.headers["x-request-id"])
            self.assertTrue(0 <= record["duration_ms"] < 60_000, record["duration_ms"])

    def spend(self):
        """Calls until the budget refuses; answers how many passed."""
        for passed in range(100):
            answer = self.call("priced", COSTLY)
            if answer.status != 200:
                self.assertEqual(answer.headers["x-gatehouse-error"], "budget_exceeded", answer.body)
                return passed
        raise AssertionError("the budget never refuses")

    def test_a_budget_begins_anew_once_a_day(self):
        first = self.spend()
        self.assertGreater(first, 0)
        self.assertEqual(self.spend(), 0)
        self.move(HOUR)
        self.assertEqual(self.spend(), 0, "the same day")
        self.move(DAY)
        self.assertEqual(self.spend(), first, "another day")
        for jump in (0, DAY, -HOUR, -DAY, DAY):
            self.move(jump)
            self.assertEqual(self.spend(), 0, "no day twice")
        self.move(2 * DAY)
        self.assertEqual(self.spend(), first, "and no longer shut out than a day")


if __name__ == "__main__":
    if not LIBRARY or not pathlib.Path(LIBRARY).exists():
        skip_all("GATEHOUSE_MOVED_CLOCK names no library to preload (a build with sanitizers has none)")
    run_module()
