#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An exact hit of the cache against nginx that answers the same POST from proxy_cache, keyed on the request's body: CPU
per call of either process, in one run. The gateway records every call."""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys

from gateway_bench import BODY, KEY, Bench, free_port, wait_for

ASKED = json.dumps({**json.loads(BODY), "temperature": 0})


class CacheBench(Bench):
    def start(self):
        super().start()
        folder = self.folder / "cached"
        self.baseline = free_port()
        self.nginx_process = self.nginx("cached", f"""
            proxy_cache_path {folder}/store levels=1:2 keys_zone=c:10m max_size=64m inactive=60m;
            server {{ listen 127.0.0.1:{self.baseline} backlog=4096; location / {{
              proxy_pass http://127.0.0.1:{self.upstream}; proxy_cache c; proxy_cache_methods POST;
              proxy_cache_key "$request_uri|$http_authorization|$request_body"; proxy_cache_valid 200 60m;
              add_header X-Cache $upstream_cache_status; }} }}""")
        wait_for(self.baseline)

    def hit_cost(self):
        rows = {"nginx": [], "gateway": []}
        both = (("nginx", self.baseline, self.nginx_process), ("gateway", self.gateway, self.gateway_process))
        for _, port, process in both:
            self.closed_loop(port, process.pid, 2, f"Bearer {KEY}", body=ASKED)
        for _ in range(self.options.rounds):
            for name, port, process in both:
                rows[name].append(self.closed_loop(port, process.pid, self.options.seconds, f"Bearer {KEY}",
                                                   body=ASKED)[0])
        return {name: statistics.median(values) for name, values in rows.items()}

    def check_hit(self, port, name, header):
        answer = subprocess.run(["curl", "-si", "-d", ASKED, "-H", "Content-Type: application/json", "-H",
                                 f"Authorization: Bearer {KEY}", f"http://127.0.0.1:{port}/v1/chat/completions"],
                                capture_output=True, text=True).stdout
        if not re.search(header, answer, re.I | re.M):
            sys.exit(f"{name} did not answer from its cache:\n{answer[:600]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gatehoused", required=True)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    options.gatehoused = os.path.abspath(options.gatehoused)
    options.route_extra = ", cache: {mode: exact}"
    bench = CacheBench(options)
    try:
        bench.start()
        cost = bench.hit_cost()
        bench.check_hit(bench.baseline, "nginx", r"^x-cache: HIT")
        bench.check_hit(bench.gateway, "the gateway", r"^x-gatehouse-cache: hit")
    finally:
        bench.close()
    print(f"CPU per exact hit, nginx proxy_cache   {cost['nginx']:.1f} us")
    print(f"CPU per exact hit, gateway             {cost['gateway']:.1f} us")
    print(f"  ratio to nginx                       {cost['gateway'] / cost['nginx']:.2f}   (<= 2.0)")


if __name__ == "__main__":
    main()
