# SPDX-License-Identifier: Apache-2.0
"""A provider that does what it is told to do wrong. Both dialects, whole and streamed; the fault is the first part of
the path: http://127.0.0.1:PORT/FAULT/v1/chat/completions. A thread for each connection; standard library only."""
import functools
import json
import random
import select
import socket
import struct
import threading
import time
import zlib

WORDS = [f"word{i}" for i in range(8)]
TEXT = " ".join(WORDS)


def openai_whole():
    return json.dumps({"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [
        {"index": 0, "message": {"role": "assistant", "content": TEXT}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 8, "total_tokens": 11}}).encode()


def anthropic_whole():
    return json.dumps({"id": "m1", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn",
                       "stop_sequence": None, "content": [{"type": "text", "text": TEXT}],
                       "usage": {"input_tokens": 3, "output_tokens": 8}}).encode()


USAGE = {"prompt_tokens": 3, "completion_tokens": 8, "total_tokens": 11}


def openai_events(usage=False):
    def event(delta, finish=None, **more):
        return b"data: " + json.dumps({"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m",
                                       "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
                                       **more}).encode() + b"\n\n"
    events = [event({"role": "assistant", "content": ""})]
    events += [event({"content": word + " "}) for word in WORDS]
    events.append(event({}, "stop"))
    if usage:
        last = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [], "usage": USAGE}
        events.append(b"data: " + json.dumps(last).encode() + b"\n\n")
    return events + [b"data: [DONE]\n\n"]


def anthropic_events():
    def event(kind, **more):
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **more})}\n\n".encode()
    message = {"id": "m1", "type": "message", "role": "assistant", "model": "m", "content": [], "stop_reason": None,
               "stop_sequence": None, "usage": {"input_tokens": 3, "output_tokens": 1}}
    events = [event("message_start", message=message),
              event("content_block_start", index=0, content_block={"type": "text", "text": ""})]
    events += [event("content_block_delta", index=0, delta={"type": "text_delta", "text": word + " "}) for word in WORDS]
    return events + [event("content_block_stop", index=0),
                     event("message_delta", delta={"stop_reason": "end_turn", "stop_sequence": None},
                           usage={"output_tokens": 8}), event("message_stop")]


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


class Left(Exception):
    """The gateway has closed the connection."""


class Conversation:
    """One request and the means to answer it."""

    def __init__(self, upstream, connection, fault, path, headers, body):
        self.upstream, self.connection, self.fault = upstream, connection, fault
        self.path, self.headers, self.body = path, headers, body
        self.anthropic = path.endswith("/messages")
        asked = json.loads(body or b"{}")
        self.stream = bool(asked.get("stream"))
        self.model = asked.get("model")
        self.key = headers.get("authorization", "").removeprefix("Bearer ") or headers.get("x-api-key", "")
        self.usage_asked = bool((asked.get("stream_options") or {}).get("include_usage"))
        self.sent = b""
        self.random = random.Random(len(body))
        with upstream.lock:  # how often this model was asked for in this way
            key = (path, asked.get("model"))
            self.turn = upstream.turns[key] = upstream.turns.get(key, 0) + 1

    def send(self, data):
        if len(self.sent) < 65536:
            self.sent += data
        try:
            self.connection.sendall(data)
        except OSError as error:
            raise Left from error

    def sleep(self, seconds):
        """Waits, but ends at once when the gateway leaves."""
        readable, _, _ = select.select([self.connection], [], [], seconds)
        if readable:
            try:
                if not self.connection.recv(1, socket.MSG_PEEK):
                    raise Left
            except OSError as error:
                raise Left from error

    def pieces(self):
        if self.stream:
            return anthropic_events() if self.anthropic else openai_events(self.usage_asked)
        return [anthropic_whole() if self.anthropic else openai_whole()]

    def told(self):
        """The tokens that this answer has told its reader of: (input, output)."""
        if self.anthropic:
            if b'"output_tokens": 8' in self.sent:
                return 3, 8
            return (3, 1) if b'"output_tokens": 1}' in self.sent else (0, 0)
        return (3, 8) if b'"completion_tokens": 8, "total_tokens": 11}' in self.sent else (0, 0)

    def kind(self):
        return "text/event-stream" if self.stream else "application/json"

    def head(self, status=200, framing=None, more=""):
        body = b"".join(self.pieces())
        if framing is None:
            framing = "Transfer-Encoding: chunked" if self.stream else f"Content-Length: {len(body)}"
        return (f"HTTP/1.1 {status} X\r\nContent-Type: {self.kind()}\r\n{framing}\r\n{more}\r\n").encode()

    def content(self):
        """The right body, framed."""
        if self.stream:
            return b"".join(chunk(p) for p in self.pieces()) + b"0\r\n\r\n"
        return self.pieces()[0]

    def good(self):
        self.send(self.head() + self.content())

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise ConnectionResetError

    def forever(self):
        while True:
            self.sleep(30)


def endless():
    def play(c):
        c.send(c.head(framing="Transfer-Encoding: chunked" if c.stream else "Content-Length: 999999999999"))
        piece = chunk(c.pieces()[2 if c.stream else 0]) if c.stream else b" " * 65536
        while True:
            c.send(piece * (64 if c.stream else 1))
            if c.stream:
                c.sleep(0.02)
    return play


def slices(size, pause):
    def play(c):
        data = c.head() + c.content()
        for at in range(0, len(data), size):
            c.send(data[at:at + size])
            if pause:
                c.sleep(pause)
    return play


def jitter(c):
    c.sleep(c.random.uniform(0.02, 0.1))
    c.send(c.head())
    data = c.content()
    while data:
        size = c.random.randint(1, 300)
        c.send(data[:size])
        data = data[size:]
        c.sleep(c.random.uniform(0, 0.03))


@functools.lru_cache(maxsize=1)
def packed_blanks():
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([packer.compress(b" " * (1 << 20)) for _ in range(256)] + [packer.flush()])


def bomb(c):
    packed = packed_blanks()
    c.send(c.head(framing=f"Content-Length: {len(packed)}", more="Content-Encoding: gzip\r\n") + packed)


def half(c):
    data = c.head() + c.content()
    c.send(data[:len(c.head()) + len(c.content()) // 2])


def cut_then(end):
    def play(c):
        half(c)
        end(c)
    return play


def short_length(c):
    body = b"".join(c.pieces())
    c.send(c.head(framing=f"Content-Length: {len(body) - 20}") + body)
    c.connection.shutdown(socket.SHUT_WR)


def long_length(c):
    body = b"".join(c.pieces())
    c.send(c.head(framing=f"Content-Length: {len(body) + 20}") + body)


def half_close(c):
    half(c)
    c.connection.shutdown(socket.SHUT_WR)
    c.forever()


def garbage(c):
    c.send(c.random.randbytes(4096))


def garbage_body(c):
    c.send(c.head(framing="Content-Length: 4096") + c.random.randbytes(4096))


def endless_head(c):
    c.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        c.send(b"".join(b"X-%d: %s\r\n" % (i, b"y" * 60) for i in range(100)))


def endless_line(c):
    c.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        c.send(b"y" * 65536)


def flood_1xx(c):
    for _ in range(5000):
        c.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 10)
    c.good()


def invalid_utf8(c):
    whole = b"".join(c.pieces()).replace(b"word3", b"wo\xff\xfe3")
    framing = f"Content-Length: {len(whole)}"
    c.send(c.head(framing=framing) + whole)


def header_injection(c):
    body = b"".join(c.pieces())
    c.send((f"HTTP/1.1 200 OK\r\nContent-Type: {c.kind()}\r\nContent-Length: {len(body)}\r\n").encode() +
           b"X-Request-Id: a\rSet-Cookie: evil=1\nX-Evil: 2\r\n\r\n" + body)


def redirect(c):
    c.send(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/trap/\r\nContent-Length: 0\r\n\r\n" % c.upstream.port)


def silent_body(c):
    c.send(c.head())
    c.forever()


def silent_in_body(c):
    half(c)
    c.forever()


def error_500(c):
    body = b'{"error":{"message":"boom","type":"server_error"}}'
    if c.anthropic:
        body = b'{"type":"error","error":{"type":"api_error","message":"boom"}}'
    c.send(b"HTTP/1.1 500 X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))


def refusal(status, body, more=""):
    data = json.dumps(body).encode()
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n{more}\r\n"
    return lambda c: c.send(head.encode() + data)


def worded(openai, anthropic, status, more=""):
    """The same refusal in the provider's own dialect."""
    def play(c):
        if c.anthropic:
            refusal(status, {"type": "error", "error": anthropic}, more)(c)
        else:
            refusal(status, {"error": openai}, more)(c)
    return play


LIMITED = ({"message": "Rate limit reached", "type": "requests", "code": "rate_limit_exceeded"},
           {"type": "rate_limit_error", "message": "Too many requests"}, 429)
REJECTED = worded({"message": "Incorrect API key provided", "type": "invalid_request_error", "code": "invalid_api_key"},
                  {"type": "authentication_error", "message": "invalid x-api-key"}, 401)


def once(play):
    """Wrong the first time, right from then on."""
    return lambda c: c.good() if c.turn > 1 else play(c)


def first_key_revoked(c):
    if c.key.endswith("first"):
        REJECTED(c)
    else:
        c.good()


def burst(count):
    def play(c):
        if c.turn % (count + 1):
            error_500(c)
        else:
            c.good()
    return play


def breakable(c):
    """Wrong or right as the test says at this moment."""
    if c.upstream.broken:
        error_500(c)
    else:
        c.good()


def late(c):
    """Much too late, as long as the test says so."""
    if c.upstream.late:
        c.sleep(15)
    c.good()


def slow_stream(c):
    c.send(c.head())
    for piece in c.pieces():
        c.send(chunk(piece) if c.stream else piece)
        c.sleep(0.1)
    while c.stream:
        c.send(chunk(c.pieces()[3]))
        c.sleep(0.1)


FAULTS = {
    "good": lambda c: c.good(),
    "latency": lambda c: (c.sleep(0.4), c.good()),
    "jitter": jitter,
    "one_byte_slices": slices(1, 0),
    "bandwidth_1_kib": slices(256, 0.25),
    "reset_before_first_byte": lambda c: c.reset(),
    "reset_in_body": cut_then(lambda c: c.reset()),
    "close_before_first_byte": lambda c: None,
    "close_in_body": half,
    "half_close": half_close,
    "silence": lambda c: c.forever(),
    "silence_after_head": silent_body,
    "silence_in_body": silent_in_body,
    "length_too_short": short_length,
    "length_too_long": long_length,
    "garbage": garbage,
    "garbage_body": garbage_body,
    "endless_body": endless(),
    "endless_headers": endless_head,
    "endless_header_line": endless_line,
    "gzip_bomb": bomb,
    "redirect": redirect,
    "flood_of_1xx": flood_1xx,
    "invalid_utf8": invalid_utf8,
    "header_injection": header_injection,
    "error_500": error_500,
    "burst_of_5xx": burst(1),
    "limited": worded(*LIMITED),
    "limited_for_a_second": once(worded(*LIMITED, "Retry-After: 1\r\n")),
    "limited_for_50_ms": once(worded(*LIMITED, "retry-after-ms: 50\r\n")),
    "limited_for_an_hour": worded(*LIMITED, "Retry-After: 3600\r\n"),
    "quota_spent": worded({"message": "You exceeded your current quota", "type": "insufficient_quota",
                           "code": "insufficient_quota"},
                          {"type": "invalid_request_error", "message": "Your credit balance is too low"}, 429),
    "key_revoked": REJECTED,
    "first_key_revoked": first_key_revoked,
    "too_long": worded({"message": "This model's maximum context length is 8 tokens", "type": "invalid_request_error",
                        "code": "context_length_exceeded"},
                       {"type": "invalid_request_error", "message": "prompt is too long: 9 tokens > 8"}, 400),
    "content_refused": worded({"message": "It was filtered", "code": "content_filter"},
                              {"type": "invalid_request_error", "message": "content_filter", "code": "content_filter"},
                              400),
    "breakable": breakable,
    "late": late,
    "slow_stream": slow_stream,
}


KEEPING_THE_CONNECTION = {"good", "late", "latency", "breakable", "error_500", "burst_of_5xx", "limited", "limited_for_a_second",
                          "limited_for_50_ms", "limited_for_an_hour", "quota_spent", "key_revoked",
                          "first_key_revoked", "too_long", "content_refused"}


class FaultyUpstream:
    """Listens on a port of its own from its construction to close()."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        self.counts = {}      # fault -> requests that arrived
        self.turns = {}
        self.left = {}        # fault -> times (monotonic) at which the gateway left an unfinished answer
        self.keys = {}        # key of the provider -> requests
        self.told = {}        # (fault, model) -> tokens that its answers have told, (input, output)
        self.broken = True
        self.late = False
        threading.Thread(target=self._accept, daemon=True).start()

    def base(self, fault):
        return f"http://127.0.0.1:{self.port}/{fault}"

    def total(self):
        with self.lock:
            return sum(self.counts.values())

    def count(self, fault):
        with self.lock:
            return self.counts.get(fault, 0)

    def close(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        fault = "?"
        try:
            while True:
                request = self._read(connection)
                if request is None:
                    return
                path, headers, body = request
                fault = path.split("/")[1]
                with self.lock:
                    self.counts[fault] = self.counts.get(fault, 0) + 1
                    key = headers.get("authorization", "").removeprefix("Bearer ") or headers.get("x-api-key", "")
                    self.keys[key] = self.keys.get(key, 0) + 1
                conversation = Conversation(self, connection, fault, path, headers, body)
                try:
                    FAULTS.get(fault, FAULTS["good"])(conversation)
                finally:
                    self._count(conversation)
                if fault not in KEEPING_THE_CONNECTION:
                    return
        except Left:
            with self.lock:
                self.left.setdefault(fault, []).append(time.monotonic())
        except OSError:
            pass
        finally:
            connection.close()

    def _count(self, conversation):
        told = conversation.told()
        key = (conversation.fault, conversation.model)
        with self.lock:
            before = self.told.get(key, (0, 0))
            self.told[key] = (before[0] + told[0], before[1] + told[1])

    @staticmethod
    def _read(connection):
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                return None
            data += piece
        head, body = data.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines[1:])}
        length = int(headers.get("content-length", 0))
        while len(body) < length:
            piece = connection.recv(65536)
            if not piece:
                return None
            body += piece
        return lines[0].split(" ")[1], headers, body
