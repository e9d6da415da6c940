#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The gateway against nginx and against the direct call, in one run, on this machine.

CPU is user + system time of all threads of the process under test, per call. Latency is open loop: counted from the
time that a call was due. nginx (static answers) is the upstream; nginx (proxy_pass, keep-alive) is the baseline."""
import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

KEY = "bench-gateway-key-0123456789abcdef0123456789"
BODY = json.dumps({"model": "gpt-4o-mini", "temperature": 0.2, "messages": [
    {"role": "system", "content": "You are helpful."}, {"role": "user", "content": "lorem " * 160}]})
ANSWER = json.dumps({"id": "chatcmpl-bench", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini",
                     "choices": [{"index": 0, "finish_reason": "stop",
                                  "message": {"role": "assistant", "content": "y" * 780}}],
                     "usage": {"prompt_tokens": 170, "completion_tokens": 200, "total_tokens": 370}})
# The same conversation from clients of other dialects, for the same upstream: address, header that holds the key, body.
SYSTEM, ASKED = "You are helpful.", "lorem " * 160
TRANSLATED = {
    "anthropic": ("/anthropic/v1/messages", {"model": "gpt-4o-mini", "temperature": 0.2, "max_tokens": 512,
                  "system": SYSTEM, "messages": [{"role": "user", "content": ASKED}]}),
    "responses": ("/v1/responses", {"model": "gpt-4o-mini", "temperature": 0.2, "instructions": SYSTEM, "input": ASKED}),
    "gemini": ("/gemini/v1beta/models/gpt-4o-mini:generateContent", {
               "systemInstruction": {"parts": [{"text": SYSTEM}]}, "generationConfig": {"temperature": 0.2},
               "contents": [{"role": "user", "parts": [{"text": ASKED}]}]}),
    "bedrock": ("/bedrock/model/gpt-4o-mini/converse", {
                "system": [{"text": SYSTEM}], "inferenceConfig": {"temperature": 0.2},
                "messages": [{"role": "user", "content": [{"text": ASKED}]}]}),
    "cohere": ("/cohere/v2/chat", {"model": "gpt-4o-mini", "temperature": 0.2, "messages": [
               {"role": "system", "content": SYSTEM}, {"role": "user", "content": ASKED}]}),
    "ollama": ("/ollama/api/chat", {"model": "gpt-4o-mini", "stream": False, "options": {"temperature": 0.2}, "messages": [
               {"role": "system", "content": SYSTEM}, {"role": "user", "content": ASKED}]}),
}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cpu_seconds(pid):
    total = 0
    for process in [pid, *children(pid)]:
        fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def children(pid):
    return [int(c) for task in pathlib.Path(f"/proc/{pid}/task").iterdir() for c in (task / "children").read_text().split()]


def resident_kib(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1))


def wait_for(port):
    for _ in range(500):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.02)
    sys.exit(f"nothing listens on {port}")


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-bench-"))
        self.folder.chmod(0o755)
        self.processes = []

    def close(self):
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def nginx(self, name, server):
        folder = self.folder / name
        folder.mkdir()
        temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in
                            ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "conf").write_text(
            f"worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error;"
            "events { worker_connections 19000; } http { access_log off; keepalive_requests 100000000;"
            f"client_body_buffer_size 4m; client_max_body_size 64m; {temporary} {server} }}")
        process = subprocess.Popen(["nginx", "-c", str(folder / "conf")], stderr=subprocess.DEVNULL)
        self.processes.append(process)
        return process

    def start(self):
        self.upstream = free_port()
        www = self.folder / "www/v1/chat"
        www.mkdir(parents=True)
        (www / "completions").write_text(ANSWER)
        self.nginx("upstream", f"default_type application/json; server {{ listen 127.0.0.1:{self.upstream} backlog=4096;"
                               f" root {self.folder}/www; error_page 405 =200 $uri; location / {{ }} }}")
        self.baseline = free_port()
        self.nginx_process = self.nginx("proxy", f"""
            upstream u {{ server 127.0.0.1:{self.upstream}; keepalive 512; keepalive_requests 100000000; }}
            server {{ listen 127.0.0.1:{self.baseline} backlog=4096; location / {{ proxy_pass http://u;
              proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Authorization "Bearer up"; }} }}""")
        (self.folder / "gatehouse.yaml").write_text(f"""version: 1
providers:
  - {{id: up, dialect: openai, base_url: "http://127.0.0.1:{self.upstream}/v1", keys: ["env:BENCH_KEY"]}}
routes:
  - {{model: gpt-4o-mini, targets: [{{provider: up, model: gpt-4o-mini}}]{getattr(self.options, "route_extra", "")}}}
teams:
  - id: bench
    budget: {{usd: 1000000, period: month}}
    apps:
      - id: bench
        keys: ["plain:{KEY}"]
        limits: {{requests_per_minute: 100000000, tokens_per_minute: 100000000000, concurrent: 100000}}
        models: ["*"]
""")
        begun = time.monotonic()
        self.gateway_process = subprocess.Popen(
            [self.options.gatehoused, "serve", "--config", str(self.folder / "gatehouse.yaml"), "--data-dir",
             str(self.folder / "data"), "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--threads", "1"],
            stdout=subprocess.PIPE, stderr=open(self.folder / "log", "w"), text=True,
            env={**os.environ, "BENCH_KEY": "sk-up", "GATEHOUSE_ADMIN_TOKEN": "bench-admin-token-0123456789"})
        line = self.gateway_process.stdout.readline()
        self.ready_ms = (time.monotonic() - begun) * 1000
        self.processes.append(self.gateway_process)
        if not line.startswith("ready "):
            sys.exit(f"not ready; log in {self.folder}/log: " + (self.folder / "log").read_text()[-2000:])
        self.gateway = int(re.search(r"gateway=\S*:(\d+)", line).group(1))
        for port in (self.upstream, self.baseline, self.gateway):
            wait_for(port)
        time.sleep(2)
        self.idle_kib = resident_kib(self.gateway_process.pid)

    def closed_loop(self, port, pid, seconds, authorization=None, path="/v1/chat/completions", body=BODY):
        """wrk, 16 connections: CPU microseconds per call, calls a second."""
        script = self.folder / "load.lua"
        lines = ['wrk.method="POST"', 'wrk.headers["Content-Type"]="application/json"', f"wrk.body={json.dumps(body)}"]
        if authorization:
            lines.append(f'wrk.headers["Authorization"]="{authorization}"')
        script.write_text("\n".join(lines))
        before = cpu_seconds(pid)
        text = subprocess.run(["wrk", "-t1", "-c16", f"-d{seconds}s", "--latency", "-s", str(script),
                               f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True).stdout
        used = cpu_seconds(pid) - before
        bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        if bad:
            sys.exit(f"{bad.group(1)} calls failed")
        calls = int(re.search(r"(\d+) requests in", text).group(1))
        return used * 1e6 / calls, calls / seconds

    def cpu_per_call(self):
        rows = {"nginx": [], "gateway": []}
        self.closed_loop(self.baseline, self.nginx_process.pid, 1)
        self.closed_loop(self.gateway, self.gateway_process.pid, 1, f"Bearer {KEY}")
        for _ in range(self.options.rounds):
            rows["nginx"].append(self.closed_loop(self.baseline, self.nginx_process.pid, self.options.seconds)[0])
            rows["gateway"].append(self.closed_loop(self.gateway, self.gateway_process.pid, self.options.seconds,
                                                    f"Bearer {KEY}")[0])
        return {name: statistics.median(values) for name, values in rows.items()}

    def cpu_translated(self, passed):
        """CPU of a translated call, by the client's dialect, as a ratio to one that is passed through."""
        ratios = {}
        for name, (path, body) in TRANSLATED.items():
            values = [self.closed_loop(self.gateway, self.gateway_process.pid, self.options.seconds, f"Bearer {KEY}",
                                       path, json.dumps(body))[0] for _ in range(self.options.rounds)]
            ratios[name] = statistics.median(values) / passed
        return ratios

    def cpu_with_idle(self, without):
        sockets = [socket.create_connection(("127.0.0.1", self.gateway)) for _ in range(self.options.idle)]
        for s in sockets:  # a kept connection, not one that never spoke
            s.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        for s in sockets:
            s.recv(4096)
        values = [self.closed_loop(self.gateway, self.gateway_process.pid, self.options.seconds, f"Bearer {KEY}")[0]
                  for _ in range(self.options.rounds)]
        for s in sockets:
            s.close()
        return statistics.median(values) / without

    def added_latency(self):
        body = self.folder / "body.json"
        body.write_text(BODY)
        out = subprocess.run([self.options.open_loop, "1000", str(self.options.seconds), str(body),
                              f"direct={self.upstream}", f"nginx={self.baseline}",
                              f"gateway={self.gateway}:Authorization: Bearer {KEY}",
                              f"direct2={self.upstream}"], capture_output=True, text=True, check=True).stdout
        return {row["name"]: row for row in map(json.loads, out.splitlines())}

    def stream_event(self):
        """CPU microseconds for one event of a stream passed through, gateway and nginx: 200 streams, 20 events a second."""
        streams, events, rate = 200, 100, 20
        port = self.upstream_for_streams()
        source = subprocess.Popen([self.options.streams, "serve", str(port), str(events), str(rate)])
        self.processes.append(source)
        proxy_port = free_port()
        proxy = self.nginx("stream-proxy", f"""
            server {{ listen 127.0.0.1:{proxy_port} backlog=4096; location / {{ proxy_pass http://127.0.0.1:{port};
              proxy_http_version 1.1; proxy_buffering off; proxy_set_header Connection ""; }} }}""")
        wait_for(port)
        wait_for(proxy_port)
        used = {}
        for name, target, process in (("nginx", proxy_port, proxy), ("gateway", self.gateway, self.gateway_process)):
            before = cpu_seconds(process.pid)
            answer = json.loads(subprocess.run([self.options.streams, "load", str(target), str(streams),
                                                "streams/gpt-4o-mini", KEY], capture_output=True, text=True,
                                               check=True).stdout)
            if answer["whole"] != streams or answer["events"] != streams * events:
                sys.exit(f"streams through {name} did not all end whole: {answer}")
            used[name] = (cpu_seconds(process.pid) - before) * 1e6 / answer["events"]
        return used

    def upstream_for_streams(self):
        port = free_port()
        admin = json.dumps({"dialect": "openai", "base_url": f"http://127.0.0.1:{port}/v1", "keys": ["env:BENCH_KEY"]})
        address = json.loads((self.folder / "data/gateway.json").read_text())["admin"].rsplit(":", 1)[1]
        import http.client
        connection = http.client.HTTPConnection("127.0.0.1", int(address))
        connection.request("PUT", "/admin/v1/providers/streams", admin, {
            "Content-Type": "application/json", "Authorization": "Bearer bench-admin-token-0123456789"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status not in (200, 201):
            sys.exit(f"cannot add a provider: {answer.status} {text}")
        return port


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gatehoused", required=True)
    parser.add_argument("--open-loop", required=True)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--idle", type=int, default=4000)
    parser.add_argument("--streams", required=True)
    bench = Bench(parser.parse_args())
    try:
        bench.start()
        cpu = bench.cpu_per_call()
        ratio = cpu["gateway"] / cpu["nginx"]
        translated = bench.cpu_translated(cpu["gateway"])
        idle = bench.cpu_with_idle(cpu["gateway"])
        latency = bench.added_latency()
        direct = min(latency["direct"]["p50_us"], latency["direct2"]["p50_us"])
        direct99 = min(latency["direct"]["p99_us"], latency["direct2"]["p99_us"])
        added50 = latency["gateway"]["p50_us"] - direct
        added99 = latency["gateway"]["p99_us"] - direct99
        nginx99 = latency["nginx"]["p99_us"] - direct99
        event = bench.stream_event()
        rows = [
            ("CPU per call, nginx proxy_pass", f"{cpu['nginx']:.1f} us", ""),
            ("CPU per call, gateway", f"{cpu['gateway']:.1f} us", ""),
            ("  ratio to nginx", f"{ratio:.2f}", "<= 2.0"),
            *[(f"  translated from {name}, ratio to passed through", f"{value:.2f}", "<= 1.5")
              for name, value in translated.items()],
            (f"  with {bench.options.idle} idle connections, ratio to itself", f"{idle:.2f}", "<= 1.15"),
            ("latency at 1,000 calls/s, p50 over direct", f"{added50} us", "<= 200 us"),
            ("  p99 over direct", f"{added99} us", "<= 2,000 us or 1.5 x nginx"),
            ("  p99 over direct, nginx", f"{nginx99} us", ""),
            ("start to ready", f"{bench.ready_ms:.0f} ms", "<= 250 ms"),
            ("idle resident memory", f"{bench.idle_kib / 1024:.1f} MB", "<= 40 MB"),
            ("CPU per stream event passed through", f"{event['gateway']:.1f} us", "<= 10 us"),
            ("  nginx, the same streams", f"{event['nginx']:.1f} us", ""),
        ]
        for name, value, must in rows:
            print(f"{name:58} {value:>12}  {must}")
        print(json.dumps({"cpu": cpu, "ratio": ratio, "translated": translated, "idle_ratio": idle, "latency": latency, "ready_ms": bench.ready_ms,
                          "idle_kib": bench.idle_kib, "event_us": event}))
    finally:
        bench.close()


if __name__ == "__main__":
    main()
