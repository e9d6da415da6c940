#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a prompt of 1 MB costs on its way: CPU (user + system, all threads of the daemon) a call, and how far the
resident memory rises while several run at once. Same dialect and translated; 1 KB beside it as the baseline."""
import argparse
import http.client
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import threading

KEY = "bench-gateway-key-0123456789abcdef0123456789"
MB = 1_000_000
USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
CHAT = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "usage": USAGE,
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "ok"}}]}
MESSAGE = {"id": "m", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn",
           "stop_sequence": None, "content": [{"type": "text", "text": "ok"}],
           "usage": {"input_tokens": 1, "output_tokens": 1}}


class Upstream:
    """Answers when a request has come whole; waits for "together" of them first, so that calls overlap for certain."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.together = threading.Barrier(1)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        stream = connection.makefile("rb", buffering=1 << 16)
        while line := stream.readline():
            length = 0
            while (field := stream.readline()) != b"\r\n":
                if field.lower().startswith(b"content-length:"):
                    length = int(field.split(b":")[1])
            stream.read(length)
            self.together.wait()
            body = json.dumps(MESSAGE if b"/v1/messages" in line else CHAT).encode()
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                               % (len(body), body))


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid, name):
    return int(re.search(name + r":\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1)) * 1024


def prompt(size):
    """Text as people send it: words, some of them not ASCII, line ends and quotes that JSON escapes."""
    text = 'The café "Zur Börse" opens at 8.\nNobody comes before nine, they say.\n'
    return (text * (size // len(text) + 1))[:size]


def body(model, size):
    return json.dumps({"model": model, "max_tokens": 5, "messages": [
        {"role": "user", "content": "Read this."}, {"role": "assistant", "content": "Gladly."},
        {"role": "user", "content": prompt(size)}]}, ensure_ascii=False).encode()


class Gateway:
    def __init__(self, binary, port, folder):
        config = pathlib.Path(folder) / "gatehouse.yaml"
        # Nothing is shed: other load on the machine must not change what is measured.
        config.write_text(f"""version: 1
server: {{limits: {{shed_after: 10s}}}}
providers:
  - {{id: openai, dialect: openai, base_url: "http://127.0.0.1:{port}/v1", keys: ["plain:sk-x"]}}
  - {{id: claude, dialect: anthropic, base_url: "http://127.0.0.1:{port}", keys: ["plain:sk-x"]}}
teams: [{{id: t, apps: [{{id: a, keys: ["plain:{KEY}"]}}]}}]
""")
        environment = dict(os.environ, GATEHOUSE_ADMIN_TOKEN="t" * 40)
        self.process = subprocess.Popen([binary, "serve", "--config", str(config), "--data-dir", folder + "/data",
                                         "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--threads", "1"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
        line = self.process.stdout.readline()
        if not line.startswith("ready"):
            sys.exit("the daemon did not start")
        self.port = int(re.search(r"gateway=http://[^:]+:(\d+)", line).group(1))

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def call(self, connection, path, data):
        connection.request("POST", path, data, {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            sys.exit(f"{answer.status}: {text[:300]}")

    def cpu_per_call(self, path, data, calls):
        connection = self.connect()
        self.call(connection, path, data)
        before = cpu_seconds(self.process.pid)
        for _ in range(calls):
            self.call(connection, path, data)
        return (cpu_seconds(self.process.pid) - before) / calls

    def memory_per_call(self, upstream, path, data, at_once):
        """Of the peak, while so many wait for their answers at the same time."""
        connections = [self.connect() for _ in range(at_once)]
        self.call(connections[0], path, data)
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
        before = memory(self.process.pid, "VmRSS")
        upstream.together = threading.Barrier(at_once, timeout=50)
        threads = [threading.Thread(target=self.call, args=(c, path, data)) for c in connections]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        upstream.together = threading.Barrier(1)
        return (memory(self.process.pid, "VmHWM") - before) / at_once


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gatehoused", default="build/release/app/gatehoused")
    parser.add_argument("--calls", type=int, default=300)
    parser.add_argument("--at-once", type=int, default=16)
    parser.add_argument("--check", action="store_true", help="fail where a figure is missed")
    options = parser.parse_args()
    upstream = Upstream()
    missed = False
    with tempfile.TemporaryDirectory(prefix="gatehouse-bench-") as folder:
        gateway = Gateway(options.gatehoused, upstream.port, folder)
        try:
            for name, path, model in [("same dialect (Chat)", "/v1/chat/completions", "openai/m"),
                                      ("same dialect (Messages)", "/anthropic/v1/messages", "claude/m"),
                                      ("translated (Chat to Messages)", "/v1/chat/completions", "claude/m"),
                                      ("translated (Messages to Chat)", "/anthropic/v1/messages", "openai/m")]:
                large, small = body(model, MB), body(model, 1000)
                base = gateway.cpu_per_call(path, small, options.calls)
                cpu = gateway.cpu_per_call(path, large, options.calls)
                held = gateway.memory_per_call(upstream, path, large, options.at_once)
                missed = missed or cpu > 0.003 or held > 2 * len(large)
                print(f"1 MB prompt, {name}: {cpu * 1000:.2f} ms CPU a call ({base * 1000:.2f} ms with 1 KB; must: 3), "
                      f"{held / len(large):.2f} x body resident, {options.at_once} at once (must: 2)", flush=True)
        finally:
            gateway.process.terminate()
            gateway.process.wait(30)
    return 1 if missed and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
