# SPDX-License-Identifier: Apache-2.0
"""Mixed traffic for hours at a part of what the machine can do; memory, descriptors and answers are watched.

  GATEHOUSE_SOAK_SECONDS   7200   how long
  GATEHOUSE_SOAK_LOAD      0.6    part of the rate that saturates, measured at the start
  GATEHOUSE_SOAK_RATE      0      calls a second in place of that
  GATEHOUSE_SOAK_LOG       -      samples as CSV, to look at later

Fails where memory after warm-up grows by more than 1 MB/h (beyond twice the error of the fit, which is large in short
runs), descriptors rise, or an answer of 5xx or a broken one has no reason in what the provider was told to do."""
import collections
import http.client
import json
import os
import pathlib
import random
import socket
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from faulty_upstream import FaultyUpstream  # noqa: E402
from support import ADMIN_TOKEN, KEY, Gateway  # noqa: E402

SECONDS = float(os.environ.get("GATEHOUSE_SOAK_SECONDS", "7200"))
LOAD = float(os.environ.get("GATEHOUSE_SOAK_LOAD", "0.6"))
RATE = float(os.environ.get("GATEHOUSE_SOAK_RATE", "0"))
WORKERS = 16
SAMPLE = 5.0
MOST_SLOPE = 1.0  # MB/h
WARM_UP = max(0.25 * SECONDS, 30.0) if SECONDS < 3600 else 900.0


def configuration(upstream):
    return f"""version: 1
providers:
  - {{id: openai, dialect: openai, base_url: "{upstream.base('good')}/v1", keys: ["env:SOAK_KEY"]}}
  - {{id: anthropic, dialect: anthropic, base_url: "{upstream.base('good')}", keys: ["env:SOAK_KEY"]}}
  - {{id: endless, dialect: openai, base_url: "{upstream.base('slow_stream')}/v1", keys: ["env:SOAK_KEY"]}}
  - {{id: failing, dialect: openai, base_url: "{upstream.base('error_500')}/v1", keys: ["env:SOAK_KEY"]}}
  - {{id: cut, dialect: openai, base_url: "{upstream.base('close_in_body')}/v1", keys: ["env:SOAK_KEY"]}}
routes:
  - {{model: first, targets: [{{provider: openai, model: a}}, {{provider: anthropic, model: b}}]}}
  - {{model: backed, targets: [{{provider: failing, model: a}}, {{provider: anthropic, model: b}}]}}
teams:
  - id: soak
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
"""


class Worker(threading.Thread):
    """Calls of all kinds on a connection that is kept, at a pace."""

    def __init__(self, soak, number):
        super().__init__(daemon=True)
        self.soak, self.random = soak, random.Random(number)
        self.connection = None

    def run(self):
        due = time.monotonic()
        while not self.soak.stop.is_set():
            kind = self.random.choices(KINDS, WEIGHTS)[0]
            try:
                self.soak.count(kind[0], self.call(*kind[1:]))
            except (OSError, http.client.HTTPException) as error:
                self.connection = None
                self.soak.count(kind[0], f"broken: {type(error).__name__}")
            if self.soak.pause:
                due = max(due + self.random.expovariate(1 / self.soak.pause), time.monotonic() - 5 * self.soak.pause)
                self.soak.stop.wait(max(0.0, due - time.monotonic()))

    def call(self, path, model, stream, expected, change=None):
        if expected == "leave":
            return self.leave(model)
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.soak.gateway.port, timeout=60)
        body = {"model": model, "max_tokens": 50, "stream": stream,
                "messages": [{"role": "user", "content": "x" * self.random.choice((10, 200, 5000))}]}
        body.update(change or {})
        data = "{" if change == {} else json.dumps(body)
        key = "wrong" if model == "no key" else KEY
        self.connection.request("POST", path, data, {"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
        answer = self.connection.getresponse()
        try:
            content = answer.read()
        except http.client.IncompleteRead as error:
            self.connection.close()
            self.connection = None
            return "ok" if expected == "cut" and b'"error"' in error.partial else "broken stream"
        if answer.getheader("connection", "").lower() == "close":
            self.connection.close()
            self.connection = None
        if answer.status not in (expected if isinstance(expected, tuple) else (expected,)):
            return f"{answer.status} {answer.getheader('x-gatehouse-error', '')}"
        if stream and answer.status == 200 and b"[DONE]" not in content and b"message_stop" not in content:
            return "no end"
        return "ok"

    def leave(self, model):
        data = json.dumps({"model": model, "stream": True, "messages": [{"role": "user", "content": "x"}]})
        with socket.create_connection(("127.0.0.1", self.soak.gateway.port), 20) as s:
            s.sendall((f"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {KEY}\r\n"
                       f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n{data}").encode())
            head = s.recv(4096)
            return "ok" if head.startswith(b"HTTP/1.1 200") else head[9:12].decode()


OPENAI, ANTHROPIC = "/v1/chat/completions", "/anthropic/v1/messages"
FAILED = (500, 503)  # the provider's own error, or its circuit open
# name, path, model, stream, what is expected
MIX = [(24, ("whole", OPENAI, "first", False, 200)), (10, ("whole", ANTHROPIC, "anthropic/m", False, 200)),
       (16, ("stream", OPENAI, "openai/m", True, 200)), (8, ("stream", ANTHROPIC, "anthropic/m", True, 200)),
       (8, ("translated", OPENAI, "anthropic/m", False, 200)), (6, ("translated stream", OPENAI, "anthropic/m", True, 200)),
       (6, ("translated", ANTHROPIC, "openai/m", False, 200)), (4, ("translated stream", ANTHROPIC, "openai/m", True, 200)),
       (4, ("failed over", OPENAI, "backed", False, 200)), (3, ("provider fails", OPENAI, "failing/m", False, FAILED)),
       (3, ("cut stream", OPENAI, "cut/m", True, "cut")), (2, ("no such model", OPENAI, "nothing", False, 404)),
       (2, ("wrong key", OPENAI, "no key", False, (401, 429))), (1, ("no JSON", OPENAI, "first", False, 400, {})),
       (3, ("client leaves", OPENAI, "endless/m", True, "leave"))]
WEIGHTS, KINDS = zip(*MIX)


class Soak:
    def __init__(self):
        self.upstream = FaultyUpstream()
        self.gateway = Gateway(configuration(self.upstream), {"SOAK_KEY": "sk-soak-0123456789"}, ["--log-level", "error"])
        self.lock = threading.Lock()
        self.counts = collections.Counter()
        self.unexplained = collections.Counter()
        self.stop = threading.Event()
        self.pause = 0.0
        self.samples = []

    def count(self, kind, result):
        # A stream that was cut, or whose target rests because it was cut before, is what was asked for.
        if kind == "cut stream" and result == "503 circuit_open":
            result = "ok"
        with self.lock:
            self.counts[kind] += 1
            if result != "ok":
                self.unexplained[f"{kind}: {result}"] += 1

    def total(self):
        with self.lock:
            return sum(self.counts.values())

    def start_workers(self):
        self.stop = threading.Event()
        workers = [Worker(self, number) for number in range(WORKERS)]
        for worker in workers:
            worker.start()
        return workers

    def end(self, workers):
        self.stop.set()
        for worker in workers:
            worker.join(30)

    def saturation(self, seconds=10):
        begun, workers = self.total(), self.start_workers()
        time.sleep(seconds)
        rate = (self.total() - begun) / seconds
        self.end(workers)
        return rate

    def change(self, number):
        """What an operator does meanwhile."""
        body = {"model": f"changing-{number % 5}", "targets": [{"provider": "openai", "model": f"m{number % 3}"}]}
        answer = self.gateway.ask_admin("PUT", f"/admin/v1/routes/{body['model']}", body)
        self.count("change", "ok" if answer.status in (200, 201) else str(answer.status))
        for path in ("/metrics", "/admin/v1/calls?limit=20", "/admin/v1/status", "/admin/v1/routes"):
            answer = self.gateway.ask_admin("GET", path)
            self.count("look", "ok" if answer.status == 200 else f"{path} {answer.status}")

    def sample(self, begun):
        process = self.gateway.process.pid
        with open(f"/proc/{process}/status") as status:
            values = {line.split(":")[0]: line.split()[1] for line in status if line.startswith(("VmRSS", "RssAnon"))}
        with open(f"/proc/{process}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        self.samples.append((time.monotonic() - begun, int(values["VmRSS"]) / 1024, int(values["RssAnon"]) / 1024,
                             len(os.listdir(f"/proc/{process}/fd")), self.total(), cpu))

    def run(self):
        rate = RATE or LOAD * self.saturation()
        self.pause = WORKERS / rate
        print(f"{rate:.0f} calls/s for {SECONDS:.0f} s, warm-up {WARM_UP:.0f} s", flush=True)
        before = self.total()
        begun, workers, number, shown = time.monotonic(), self.start_workers(), 0, 0.0
        while (now := time.monotonic() - begun) < SECONDS and self.gateway.process.poll() is None:
            self.sample(begun)
            self.change(number)
            number += 1
            if now - shown >= 300:
                shown = now
                print(f"{now:6.0f} s: {self.samples[-1][2]:.1f} MB anonymous, {self.samples[-1][1]:.1f} resident, "
                      f"{self.samples[-1][3]} descriptors, {self.total() - before} calls", flush=True)
            time.sleep(max(0.0, min(SAMPLE, SECONDS - now)))
        self.end(workers)
        calls = self.total() - before
        time.sleep(1)
        self.sample(begun)
        return calls

    def judge(self, calls):
        if log := os.environ.get("GATEHOUSE_SOAK_LOG"):
            with open(log, "w") as out:
                out.write("seconds,resident_mb,anonymous_mb,descriptors,calls,cpu_seconds\n")
                out.writelines(",".join(f"{value:.3f}" for value in sample) + "\n" for sample in self.samples)
        counted = [s for s in self.samples[:-1] if s[0] >= WARM_UP]
        slope, error = fit([(s[0] / 3600, s[2]) for s in counted])
        resident, _ = fit([(s[0] / 3600, s[1]) for s in counted])
        half = len(counted) // 2
        descriptors = [max(s[3] for s in part) for part in (counted[:half], counted[half:])]
        took = self.samples[-2][0] - self.samples[0][0]
        busy = (self.samples[-2][5] - self.samples[0][5]) / max(took, 1)
        print(f"{calls} calls, {calls / max(took, 1):.0f} a second, {busy:.2f} cores of CPU in the gateway")
        print("kinds:", ", ".join(f"{name} {count}" for name, count in sorted(self.counts.items())))
        print(f"memory slope after warm-up: {slope:+.2f} ± {error:.2f} MB/h anonymous ({resident:+.2f} resident), "
              f"from {counted[0][2]:.1f} to {counted[-1][2]:.1f} MB; bound {MOST_SLOPE} MB/h")
        print(f"descriptors: at most {descriptors[0]} in the first half, {descriptors[1]} in the second, "
              f"{self.samples[-1][3]} at rest")
        print("unexplained:", dict(self.unexplained) or "none")
        faults = []
        if self.gateway.process.poll() is not None:
            faults.append("the gateway ended by itself")
        if slope - 2 * error > MOST_SLOPE:
            faults.append("memory grows")
        if descriptors[1] > descriptors[0] + 2 * WORKERS:
            faults.append("descriptors rise")
        if self.unexplained:
            faults.append("answers without an explanation")
        return faults


def fit(points):
    """Slope of the straight line through the points by least squares, and its standard error."""
    n = len(points)
    x = sum(p[0] for p in points) / n
    y = sum(p[1] for p in points) / n
    width = sum((p[0] - x) ** 2 for p in points)
    slope = sum((p[0] - x) * (p[1] - y) for p in points) / width
    rest = sum((p[1] - y - slope * (p[0] - x)) ** 2 for p in points)
    return slope, (rest / max(n - 2, 1) / width) ** 0.5


def main():
    soak = Soak()
    try:
        faults = soak.judge(soak.run())
    finally:
        soak.gateway.close()
        soak.upstream.close()
    print("soak:", "; ".join(faults) if faults else "held")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
