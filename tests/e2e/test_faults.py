# SPDX-License-Identifier: Apache-2.0
"""What a hostile or broken provider, or a client that leaves, does to a call: the table of docs/faults.md.

Each row is a fault of faulty_upstream.py, called by clients of four dialects, whole and streamed. The provider speaks
Anthropic's dialect to Anthropic's clients and OpenAI's chat to the others, which is a translation for two of them. The
outcome is compared with the tables in docs/faults.md; with GATEHOUSE_WRITE_FAULTS=1 (or --write) that file is written
anew. What is booked for each call is held against what the provider says that it has told."""
import concurrent.futures
import http.client
import json
import os
import re
import socket
import sys
import threading
import time
import unittest

from faulty_upstream import FAULTS, TEXT, FaultyUpstream, packed_blanks
from support import KEY, PATIENT, ROOT, Gateway, free_port, run_module

DOCUMENT = ROOT / "docs/faults.md"
FIRST_BYTE, IDLE, TOTAL = 1.0, 1.0, 5.0
# A debug build with a sanitizer on a machine with more to do answers later than the gateway's own deadlines say.
SLACK = float(os.environ.get("GATEHOUSE_SLACK", "1.0"))
CLIENTS = {"openai": "OpenAI, chat completions", "responses": "OpenAI, responses", "anthropic": "Anthropic, messages",
           "gemini": "Gemini, generateContent"}
CASES = [(client, streamed) for client in CLIENTS for streamed in (False, True)]
PASSED = [case for case in CASES if case[0] in ("openai", "anthropic")]
MODELS = [f"{client}-{streamed}-{turn}" for client, streamed in CASES for turn in (1, 2)]
EXACT = (1, 2, 7)  # failures that open a circuit
INPUT, OUTPUT = 7, 11  # dollars per million tokens
NOT_IN_TABLE = {"good", "breakable", "late", "slow_stream"}
# Two whole answers of 64 MiB at the same time, in buffers that grow by doubling, and what the gateway needs besides.
MEMORY_BOUND = 448 << 20

DESCRIPTIONS = {
    "latency": "answers after 0.4 s",
    "jitter": "slices of any size at any pace",
    "one_byte_slices": "each byte sent alone",
    "bandwidth_1_kib": "1 KiB a second",
    "reset_before_first_byte": "TCP reset when the request has arrived",
    "reset_in_body": "TCP reset in the middle of the body",
    "close_before_first_byte": "closes without an answer",
    "close_in_body": "closes in the middle of the body",
    "half_close": "shuts its sending side in the middle, and stays",
    "silence": "takes the request and says nothing",
    "silence_after_head": "sends the head and nothing more",
    "silence_in_body": "sends half of the body and nothing more",
    "length_too_short": "Content-Length 20 below what it sends",
    "length_too_long": "Content-Length 20 above what it sends, then closes",
    "garbage": "random bytes in place of an answer",
    "garbage_body": "random bytes as the body",
    "endless_body": "a body without an end, as fast as it goes",
    "endless_headers": "header fields without an end",
    "endless_header_line": "one header field without an end",
    "gzip_bomb": "256 MiB of blanks packed into 256 KiB",
    "redirect": "302 to an address of its choice",
    "flood_of_1xx": "50,000 interim answers, then a good one",
    "invalid_utf8": "bytes that are no UTF-8 within a text",
    "header_injection": "CR and LF within the value of a header field",
    "error_500": "500 each time",
    "burst_of_5xx": "500 every other time",
    "refused": "nothing listens at its port",
    "no_such_name": "its name does not resolve",
    "unreachable": "takes no connection",
    "limited": "429 each time",
    "limited_for_a_second": "429 once, Retry-After: 1",
    "limited_for_50_ms": "429 once, retry-after-ms: 50",
    "limited_for_an_hour": "429, Retry-After: 3600",
    "quota_spent": "its account has nothing left",
    "key_revoked": "its key was revoked",
    "first_key_revoked": "the first of its two keys was revoked",
    "too_long": "the request is too long for its model",
    "content_refused": "its content filter refuses the request",
}

# Ways past a failure: the route's targets (faults), what else it says, and what it shows.
ROUTES = {
    "all_down": ("every target of the route refuses connections", ["refused", "refused_too"], ""),
    "second_target": ("the first of two targets refuses connections", ["refused", "good"], ""),
    "second_of_slow": ("the first of two targets says nothing", ["silence", "good"], "retry: {attempts: 1}"),
    "larger_model": ("too long for the model, `fallbacks` on context", ["too_long"],
                     "fallbacks: [{on: [context], route: good-%s}]"),
    "other_filter": ("refused by the content filter, `fallbacks` on refused", ["content_refused"],
                     "fallbacks: [{on: [refused], route: good-%s}]"),
    "any_fallback": ("500 each time, `fallbacks` on any", ["error_500"], "fallbacks: [{route: good-%s}]"),
    "goes_on": ("closes in the middle of the body, `cut_streams: continue`", ["close_in_body", "good"],
                "cut_streams: continue"),
    "shorter": ("says nothing, the route's own `timeouts` of 200 ms", ["silence"], "timeouts: {first_byte: 200ms}"),
}
ELSEWHERE = {"refused", "refused_too", "no_such_name", "unreachable"}


class Unreachable:
    """A port whose queue of connections is full: one more gets no answer."""

    def __init__(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(0)
        self.port = self.listener.getsockname()[1]
        self.waiting = []
        for _ in range(4):
            s = socket.socket()
            s.setblocking(False)
            s.connect_ex(("127.0.0.1", self.port))
            self.waiting.append(s)

    def close(self):
        for s in [*self.waiting, self.listener]:
            s.close()


def spoken_to(client):
    """The dialect of the providers that serve it."""
    return "anthropic" if client == "anthropic" else "openai"


def configuration(upstream, unreachable):
    timeouts = f"{{connect: 1s, first_byte: {int(FIRST_BYTE * 1000)}ms, idle: {int(IDLE * 1000)}ms, " \
               f"total: {int(TOTAL * 1000)}ms}}"
    lines = []
    used = {fault for _, faults, _ in ROUTES.values() for fault in faults} | {"good"}
    for fault in [*FAULTS, *sorted(ELSEWHERE)]:
        base = upstream.base(fault)
        if fault in ("refused", "refused_too"):
            base = f"http://127.0.0.1:{free_port()}"
        elif fault == "no_such_name":
            base = "http://no-such-host.invalid"
        elif fault == "unreachable":
            base = f"http://127.0.0.1:{unreachable.port}"
        keys = '["env:FAULT_KEY_FIRST", "env:FAULT_KEY"]' if fault == "first_key_revoked" else '["env:FAULT_KEY"]'
        for dialect, path in (("openai", "/v1"), ("anthropic", "")):
            models = MODELS + ["hedged"] + [f"{row}-{model}" for row in ROUTES for model in MODELS if fault in used]
            prices = ", ".join(f'{{model: "{model}", input: "{INPUT}", output: "{OUTPUT}"}}' for model in models)
            lines.append(f"  - {{id: {dialect}-{fault}, dialect: {dialect}, base_url: \"{base}{path}\", "
                         f"keys: {keys}, timeouts: {timeouts}, prices: [{prices}]}}")
    routes = []
    for failures in EXACT:
        lines.append(f"  - {{id: opens-at-{failures}, dialect: openai, base_url: \"{upstream.base('error_500')}/v1\", "
                     f"keys: [\"env:FAULT_KEY\"], breaker: {{failures: {failures}, rest: 1m, longest_rest: 1m}}}}")
        routes.append(f"  - {{model: opens-at-{failures}, retry: {{attempts: 1}}, "
                      f"targets: [{{provider: opens-at-{failures}, model: opens-at-{failures}}}]}}")
    routes.append("  - {model: hedged, hedge: {percentile: 90, at_least: 300ms}, timeouts: {first_byte: 20s, total: 20s}, "
                  "targets: [{provider: openai-late, model: hedged}, {provider: openai-good, model: hedged}]}")
    for row, (_, faults, more) in ROUTES.items():
        for name in MODELS:
            dialect = spoken_to(name.split("-")[0])
            route = f"{row}-{name}"  # its targets' models too, so that one row does not count, or open, for another
            targets = [f'{{provider: {dialect}-{fault}, model: "{route}"}}' for fault in faults]
            said = ", " + (more % route if "%s" in more else more) if more else ""
            routes.append(f"  - {{model: {route}, targets: [{', '.join(targets)}]{said}}}")
            if "%s" in more:
                routes.append(f'  - {{model: good-{route}, targets: [{{provider: {dialect}-good, model: "{route}"}}]}}')
    return f"version: 1\nserver: {{{PATIENT}}}\nproviders:\n" + "\n".join(lines) + "\nroutes:\n" + "\n".join(routes) + f"""
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
"""


def request_of(client, model, streamed):
    """Path and body of a call."""
    messages = [{"role": "user", "content": "x"}]
    if client == "openai":
        return "/v1/chat/completions", {"model": model, "max_tokens": 20, "stream": streamed, "messages": messages}
    if client == "anthropic":
        return "/anthropic/v1/messages", {"model": model, "max_tokens": 20, "stream": streamed, "messages": messages}
    if client == "responses":
        return "/v1/responses", {"model": model, "max_output_tokens": 20, "stream": streamed, "store": False, "input": "x"}
    method = "streamGenerateContent?alt=sse" if streamed else "generateContent"
    return (f"/gemini/v1beta/models/{model.replace('/', '%2F')}:{method}",
            {"contents": [{"role": "user", "parts": [{"text": "x"}]}], "generationConfig": {"maxOutputTokens": 20}})


ENDS = {"openai": b"[DONE]", "anthropic": b"message_stop", "responses": b"response.completed",
        "gemini": b'"finishReason"'}
ERRORS = {"openai": lambda e: e["error"]["message"], "responses": lambda e: e["error"]["message"],
          "anthropic": lambda e: (e["type"] == "error") and e["error"]["message"],
          "gemini": lambda e: e["error"]["status"] and e["error"]["message"]}


class Seen:
    """One answer as a client sees it."""

    def __init__(self, answer, took, client):
        self.took, self.client = took, client
        self.status = answer.status
        self.code = answer.headers.get("x-gatehouse-error", "")
        self.attempts = answer.headers.get("x-gatehouse-attempts", "0")
        self.id = answer.headers.get("x-request-id", "")
        self.cut, self.body, self.headers = answer.cut, answer.body, answer.headers

    def ending(self, streamed):
        """whole, told (an error event, and the stream without its end), or cut."""
        if not streamed or self.status != 200:
            return "whole" if not self.cut else "cut"
        ended = ENDS[self.client] in self.body
        told = re.search(rb'"error"\s*:\s*[{"]|event: error|response\.failed', self.body) is not None
        assert not (told and ended), "a stream that failed must not end as if it were whole"
        # A missing end mark behind a finish reason loses nothing.
        complete = ended or (not told and b'"finish_reason": "stop"' in self.body)
        return "whole" if complete and not self.cut else "told" if told else "cut"


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        packed_blanks()  # takes a while, and would hold up the other answers
        cls.upstream = FaultyUpstream()
        cls.unreachable = Unreachable()
        cls.gateway = Gateway(configuration(cls.upstream, cls.unreachable),
                              {"FAULT_KEY": "sk-fault-key-0123456789", "FAULT_KEY_FIRST": "sk-fault-key-first"})
        cls.requests = 0
        cls.lock = threading.Lock()

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.upstream.close()
        cls.unreachable.close()

    @classmethod
    def call(cls, fault, client, streamed, model="m"):
        with cls.lock:
            cls.requests += 1
        name = f"{fault}-{model}" if fault in ROUTES else f"{spoken_to(client)}-{fault}/{model}"
        path, body = request_of(client, name, streamed)
        begun = time.monotonic()
        answer = cls.gateway.request("POST", path, body)
        return Seen(answer, time.monotonic() - begun, client)

    def resident(self):
        with open(f"/proc/{self.gateway.process.pid}/status") as status:
            return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM"))

    def cell(self, fault, client, streamed, turn=1):
        with self.subTest(fault=fault, client=client, streamed=streamed):
            # Each its own model, so that one case does not open the circuit of the next.
            model = f"{client}-{streamed}-{turn}"
            seen = self.call(fault, client, streamed, model)
            record = self.gateway.call_record(seen.id, 10)
            attempts = record["attempts"]
            deadline = self.deadline(fault, attempts)
            if turn == 1 and record["duration_ms"] / 1000 >= deadline + SLACK:
                return "late"  # once more, alone
            self.assertLess(record["duration_ms"] / 1000, deadline + SLACK)
            # As the client saw it: what a busy machine adds is allowed for.
            self.assertLess(seen.took, deadline + SLACK + 3)
            self.assertNotIn(b"sk-fault-key", seen.body)
            self.assertNotIn("x-evil", seen.headers)
            self.assertNotIn("set-cookie", seen.headers)
            self.assertNotIn("location", seen.headers)
            self.assertEqual(record["status"], seen.status)
            if seen.status == 200 and seen.ending(streamed) == "whole":
                self.assertEqual(record["outcome"], "ok")
                if fault not in ("invalid_utf8", "goes_on"):
                    self.assertEqual(self.text(seen, streamed), TEXT)
            else:
                self.assertNotEqual(record["outcome"], "ok")
                self.assertTrue(seen.code or record["error"], "a failure has a code")
                if seen.status != 200:
                    self.assertTrue(ERRORS[client](json.loads(seen.body)), "told in the client's dialect")
            return shown(seen.status, seen.code or record["error"] or "", seen.ending(streamed), attempts,
                         record["outcome"], self.booked(fault, client, model, record))
        return "?"

    def booked(self, fault, client, model, record):
        """What was booked, held against what the provider has told: never another sum where it could be read."""
        faults = ROUTES[fault][1] + ["good"] if fault in ROUTES else [fault]
        model = f"{fault}-{model}" if fault in ROUTES else model
        cost = round(float(record["cost"] or 0) * 1_000_000)
        end = time.monotonic() + 1
        while True:  # the provider counts when it has written and paused
            with self.upstream.lock:
                told = [self.upstream.told.get((one, model), (0, 0)) for one in dict.fromkeys(faults)]
            due = sum(tokens[0] for tokens in told) * INPUT + sum(tokens[1] for tokens in told) * OUTPUT
            if due >= cost or time.monotonic() > end:
                break
            time.sleep(0.02)
        if record["tokens"]["estimated"]:
            return "estimated"
        if cost == due:
            return "as told" if cost else "nothing"
        self.assertLess(cost, due, "never more than was told")
        return "what could be read"

    @staticmethod
    def deadline(fault, attempts):
        """How long the answer may take by the deadlines that were set; pauses between attempts included."""
        if fault in ("bandwidth_1_kib", "endless_body", "endless_headers"):
            return TOTAL
        return min(TOTAL, max(1, attempts) * (max(FIRST_BYTE, IDLE) + 0.4) + 1.5)

    @staticmethod
    def text(seen, streamed):
        """The words of the answer."""
        if not streamed:
            answer = json.loads(seen.body)
            if "choices" in answer:
                return answer["choices"][0]["message"]["content"]
            if "candidates" in answer:
                return "".join(part["text"] for part in answer["candidates"][0]["content"]["parts"])
            if "output" in answer:
                return answer["output"][0]["content"][0]["text"]
            return answer["content"][0]["text"]
        words = ""
        for line in seen.body.decode().splitlines():
            # An end mark that was cut behind the finish reason is passed on as it came.
            if line.startswith("data: {") and line.endswith("}"):
                event = json.loads(line[6:])
                if event.get("choices"):
                    words += event["choices"][0]["delta"].get("content") or ""
                elif event.get("candidates"):
                    words += "".join(p.get("text", "") for p in event["candidates"][0].get("content", {}).get("parts", []))
                elif event.get("type") == "content_block_delta":
                    words += event["delta"].get("text", "")
                elif event.get("type") == "response.output_text.delta":
                    words += event["delta"]
        return words.strip()

    def test_a_table_of_faults(self):
        names = [*DESCRIPTIONS, *ROUTES]
        self.assertEqual(set(DESCRIPTIONS), (set(FAULTS) | ELSEWHERE) - NOT_IN_TABLE - {"refused_too"})
        asked = [(fault, client, streamed) for fault in names for client, streamed in CASES]
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            cells = list(pool.map(lambda case: self.cell(*case), asked))
        # What a busy machine had too little time for is asked once more, alone.
        writing = "GATEHOUSE_WRITE_FAULTS" in os.environ
        for number, (case, told) in enumerate(zip(asked, documented_cells(asked))):
            if cells[number] in ("?", "late") or (cells[number] != told and not writing):
                cells[number] = self.cell(*case, turn=2)
        rows = dict(zip(asked, cells))
        self.assertIsNone(self.gateway.process.poll(), "the daemon is alive")
        self.assertLess(self.resident(), MEMORY_BOUND)
        text = document(rows)
        if os.environ.get("GATEHOUSE_WRITE_FAULTS"):
            DOCUMENT.write_text(text)
        self.maxDiff = None
        self.assertEqual(text, DOCUMENT.read_text() if DOCUMENT.exists() else "",
                         "docs/faults.md is not what happens: --write writes it anew")

    def test_b_the_circuit_opens_probes_and_closes(self):
        for client in ("openai", "anthropic"):
            with self.subTest(client):
                before = self.upstream.count("breakable")
                self.upstream.broken = True
                answers = [self.call("breakable", client, False) for _ in range(30)]
                arrived = self.upstream.count("breakable") - before
                self.assertLessEqual(arrived, 5 + 3, "five failures open it; a probe or two may fall into the loop")
                refused = [a for a in answers if a.code == "circuit_open"]
                self.assertGreater(len(refused), 20)
                self.assertEqual({a.status for a in refused}, {503})
                self.assertTrue(all(int(a.headers["retry-after"]) >= 1 for a in refused))
                record = self.gateway.call_record(refused[-1].id)
                self.assertIn("circuit is open", record["explain"]["skipped"][0]["reason"])
                self.assertIn(b"gatehouse_circuits_open", self.gateway.ask_admin("GET", "/metrics").body)
                self.upstream.broken = False
                end = time.monotonic() + 10
                while self.call("breakable", client, False).status != 200:
                    self.assertLess(time.monotonic(), end, "it closes when the provider is well again")
                    time.sleep(0.05)
                self.assertEqual([self.call("breakable", client, False).status for _ in range(10)], [200] * 10)

    def test_b_the_circuit_opens_with_the_very_failure_that_is_configured(self):
        for failures in EXACT:
            with self.subTest(failures=failures):
                before = self.upstream.count("error_500")
                codes = []
                for _ in range(failures + 5):
                    with self.lock:
                        type(self).requests += 1
                    codes.append(self.gateway.request("POST", *request_of("openai", f"opens-at-{failures}", False)))
                self.assertEqual(self.upstream.count("error_500") - before, failures)
                self.assertEqual([answer.status for answer in codes], [500] * failures + [503] * 5)

    def test_b_a_second_call_answers_when_the_first_is_late(self):
        def ask():
            with self.lock:
                type(self).requests += 1
            answer = self.gateway.request("POST", *request_of("openai", "hedged", streamed))
            self.assertEqual(answer.status, 200)
            return self.gateway.call_record(answer.headers["x-request-id"])
        for streamed in (False, True):
            with self.subTest(streamed=streamed):
                self.upstream.late = False
                for _ in range(25):
                    ask()
                self.upstream.late = True
                left = len(self.upstream.left.get("late", []))
                record = ask()
                self.upstream.late = False
                first, second = record["explain"]["attempts"]
                self.assertEqual((record["provider"], record["attempts"], record["outcome"]), ("openai-good", 2, "ok"))
                self.assertIn("another attempt answered first", first["decision"])
                self.assertEqual(second["decision"], "served")
                self.assertEqual(len(self.upstream.left["late"]), left + 1, "the late call was ended")
                self.assertEqual(round(float(record["cost"]) * 1_000_000), 3 * INPUT + 8 * OUTPUT, "and nobody pays twice")

    def test_c_nothing_is_sent_again_and_again(self):
        begun, requests = self.upstream.total(), self.requests
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            jobs = [pool.submit(self.call, fault, client, streamed)
                    for _ in range(60) for client, streamed in PASSED
                    for fault in ("burst_of_5xx", "error_500", "reset_before_first_byte", "good")]
            for job in jobs:
                job.result()
        attempts, asked = self.upstream.total() - begun, self.requests - requests
        print(f"{attempts} attempts at providers for {asked} requests", flush=True)
        self.assertLessEqual(attempts, 1.2 * asked)

    def test_e_over_the_whole(self):
        attempts = self.upstream.total()
        print(f"{attempts} attempts at providers for {self.requests} requests in all", flush=True)
        self.assertLessEqual(attempts, 1.2 * self.requests)

    def test_d_a_client_that_leaves_is_followed_by_the_gateway(self):
        for client, streamed in PASSED:
            with self.subTest(client=client, streamed=streamed):
                fault = "slow_stream" if streamed else "silence"
                left = len(self.upstream.left.get(fault, []))
                path = "/v1/chat/completions" if client == "openai" else "/anthropic/v1/messages"
                body = json.dumps({"model": f"{client}-{fault}/left", "max_tokens": 20, "stream": streamed,
                                   "messages": [{"role": "user", "content": "x"}]})
                count = self.upstream.count(fault)
                with socket.create_connection(("127.0.0.1", self.gateway.port)) as s:
                    s.sendall((f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {KEY}\r\nx-gatehouse-tags: "
                               f"left-{client}-{streamed}\r\nContent-Type: application/json\r\nContent-Length: "
                               f"{len(body)}\r\n\r\n{body}").encode())
                    if streamed:
                        data = b""
                        while b"word1" not in data:
                            data += s.recv(4096)
                    end = time.monotonic() + 5
                    while self.upstream.count(fault) == count:
                        self.assertLess(time.monotonic(), end)
                        time.sleep(0.002)
                gone = time.monotonic()
                while len(self.upstream.left.get(fault, [])) == left:
                    self.assertLess(time.monotonic(), gone + 5)
                    time.sleep(0.001)
                self.assertLess(self.upstream.left[fault][-1] - gone, 0.1 * max(1.0, SLACK))
                end = time.monotonic() + 5
                while True:
                    found = self.gateway.ask_admin("GET", f"/admin/v1/calls?q=tag:left-{client}-{streamed}").json()
                    if found.get("items"):
                        break
                    self.assertLess(time.monotonic(), end, found)
                    time.sleep(0.02)
                record = found["items"][0]
                self.assertEqual(record["outcome"], "cancelled")
                if streamed:
                    self.assertTrue(record["tokens"]["estimated"])
                    self.assertGreater(record["tokens"]["output"], 0)


def shown(status, code, ending, attempts, outcome, booked):
    parts = [str(status), f"`{code}`" if code else "", "" if ending == "whole" else f"*{ending}*",
             f"{attempts} attempt" + ("" if attempts == 1 else "s"), outcome, f"booked: {booked}"]
    return ", ".join(part for part in parts if part)


def described(fault):
    return DESCRIPTIONS[fault] if fault in DESCRIPTIONS else ROUTES[fault][0]


def documented_cells(asked):
    """The cells of the tables as they were committed, in the order asked."""
    cells, client = {}, ""
    for line in DOCUMENT.read_text().splitlines() if DOCUMENT.exists() else []:
        if line.startswith("## "):
            client = line.removeprefix("## ")
        elif line.startswith("| "):
            what, *found = line.removeprefix("| ").removesuffix(" |").split(" | ")
            cells.update({(what, client, streamed): cell for streamed, cell in zip((False, True), found)})
    return [cells.get((described(fault), CLIENTS[client], streamed), "") for fault, client, streamed in asked]


def document(rows):
    lines = ["# What a broken provider does to a call", "",
             "Made by `tests/e2e/test_faults.py` from what happened (`--write` writes it), and compared by it in every run. But",
             "for the last rows of a table, the provider is asked directly, without a route, so the retry rule is the default:",
             "two attempts for connect, timeout, 408, 429 and 5xx, as long as nothing has reached the client. Anthropic's client",
             "is served by a provider of its own dialect, the others by one that speaks OpenAI's chat completions. Every answer",
             "came within its deadline and a second, and every error in the form of the client's dialect.", "",
             "A cell says: status, code (`x-gatehouse-error`, or the record's where the head had been sent), how the answer",
             "ended for the client, attempts, outcome in the record, money. *told* is a stream that ends with an error event in",
             "the client's dialect and without its own end; *cut* one whose last event came by half, so that nothing could be",
             "told but the missing end. Booked is *as told*: to the last token what the provider has told of, all attempts",
             "together; *estimated*: a stream that ended before usage was told, by its text; *what could be read*: usage that",
             "stood in bytes which never arrived, or not as an answer; *nothing*: the provider told of none."]
    for client, title in CLIENTS.items():
        lines += ["", f"## {title}", "", "| fault | whole | stream |", "|---|---|---|"]
        for fault in [*DESCRIPTIONS, *ROUTES]:
            cells = [rows[(fault, client, streamed)] for streamed in (False, True)]
            lines.append(f"| {described(fault)} | " + " | ".join(cells) + " |")
    lines += ["", "## Beyond one call", "",
              "- A target that failed five times in a row (no answer, a server error, a whole answer that broke off) is left alone",
              "  for 1 s, then one call probes it; while probes fail the rest doubles up to 30 s. Where every target of a model",
              "  rests, the client gets 503, `circuit_open`, with `Retry-After`; the record names the skipped targets.",
              "- A key that is rejected, out of quota or limited rests by itself where its provider has another, for as long as the",
              "  provider says, else for the circuit's rest; the other keys serve at once.",
              "- Second attempts on one target are bounded (20 at once, one more a second and for every ten calls), so that a",
              "  provider in trouble gets at most about 1.2 attempts a call, however many come.",
              "- A client that leaves takes its call along: the provider's connection is closed within 100 ms, and what was used",
              "  until then is booked as an estimate and marked so.", "",
              "## When it is not the provider", "",
              "| what | what happens | shown by |", "|---|---|---|",
              "| the disk is full | calls go on; a change is refused whole with 503, `store_full`; records wait in a bounded queue, "
              "and what does not fit is kept in the sums only and counted (`gatehouse_call_rows_folded_total`); all is well within "
              "5 s of room | `tests/e2e/test_disk.py`, on a file system of 64 MiB |",
              "| another process holds the database | calls go on; a change is refused with 503, `store_locked`, within 5 s; records "
              "catch up by themselves | `tests/e2e/test_disk.py` |",
              "| the wall clock jumps | limits and deadlines go by the monotonic clock; a budget's period begins once, however often "
              "the clock passes its beginning | `tests/e2e/test_clock.py` |",
              "| the power fails | the store opens whole with every acknowledged change; call records since the last sync may go, by "
              "whole batches | `tests/core/store/tst_power_loss.cpp`, at 1,000 moments |",
              "| the process is killed | the same; call records of the last 100 ms may go, and are counted | "
              "`tests/e2e/test_kill9.py`, `tst_store_crash` |",
              "| the configuration, keys, the vault's key or the certificate change | no call fails, none goes a way that was "
              "changed before it came; a revoked key is refused within a second | `tests/e2e/test_reload.py` |", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    if "--write" in sys.argv:
        sys.argv.remove("--write")
        os.environ["GATEHOUSE_WRITE_FAULTS"] = "1"
    run_module()
