# SPDX-License-Identifier: Apache-2.0
"""A provider of the tests' own: the parts of OpenAI's and Anthropic's APIs that are not chat, over plain sockets. It
reads bodies without keeping large ones, and remembers what arrived. Standard library only."""
import hashlib
import http.server
import json
import threading
import urllib.parse

KEPT = 8 << 20  # bytes of a request body that are remembered
SOUND = bytes(range(256)) * 300  # no text: every byte value
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
RESULTS = b'{"custom_id":"a","result":{"type":"succeeded"}}\n{"custom_id":"b","result":{"type":"errored"}}\n'


class Arrived:
    def __init__(self, method, target, headers):
        self.method, self.target, self.headers = method, target, headers
        self.path = urllib.parse.urlsplit(target).path
        self.size, self.body, self.digest = 0, b"", hashlib.sha256()

    def take(self, piece):
        self.size += len(piece)
        self.digest.update(piece)
        if len(self.body) < KEPT:
            self.body += piece

    def json(self):
        return json.loads(self.body)

    def fields(self):
        """The fields of a form: name -> value, files as (name, size)."""
        boundary = self.headers["content-type"].split("boundary=")[1].strip('"')
        found = {}
        for part in self.body.split(b"--" + boundary.encode())[1:-1]:
            head, _, value = part.partition(b"\r\n\r\n")
            name = head.split(b'name="')[1].split(b'"')[0].decode()
            found[name] = value[:-2]
        return found


def events(*items, done=False):
    text = "".join(f"event: {i['type']}\ndata: {json.dumps(i)}\n\n" for i in items)
    return (text + ("data: [DONE]\n\n" if done else "")).encode()


IMAGE_USAGE = {"input_tokens": 13, "output_tokens": 272, "total_tokens": 285,
               "input_tokens_details": {"text_tokens": 13, "image_tokens": 0}}
SOUND_USAGE = {"type": "tokens", "input_tokens": 14, "output_tokens": 45, "total_tokens": 59,
               "input_token_details": {"text_tokens": 0, "audio_tokens": 14}}


def file_object(name, size):
    return {"id": name, "object": "file", "bytes": size, "created_at": 1, "filename": "a.jsonl", "purpose": "batch",
            "status": "processed"}


def batch_object(name="batch_1", status="validating"):
    return {"id": name, "object": "batch", "endpoint": "/v1/chat/completions", "input_file_id": "file-1",
            "completion_window": "24h", "status": status, "created_at": 1}


def message_batch(name="msgbatch_1", status="in_progress"):
    return {"id": name, "type": "message_batch", "processing_status": status, "created_at": "2026-01-01T00:00:00Z",
            "expires_at": "2026-01-02T00:00:00Z", "archived_at": None, "cancel_initiated_at": None, "ended_at": None,
            "results_url": None,
            "request_counts": {"processing": 1, "succeeded": 0, "errored": 0, "canceled": 0, "expired": 0}}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def read_body(self, arrived):
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                arrived.take(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return
        left = int(self.headers.get("Content-Length", 0))
        while left:
            piece = self.rfile.read(min(left, 1 << 16))
            if not piece:
                raise ConnectionError("cut")
            arrived.take(piece)
            left -= len(piece)

    def serve(self):
        arrived = Arrived(self.command, self.path, {k.lower(): v for k, v in self.headers.items()})
        try:
            self.read_body(arrived)
        except (ConnectionError, ValueError):
            self.server.cut.append(arrived)
            self.close_connection = True
            return
        self.server.received.append(arrived)
        if self.path.startswith("/claude"):
            self.anthropic(arrived, arrived.path[len("/claude"):])
        else:
            self.openai(arrived, arrived.path)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = serve

    def answer(self, body, content_type="application/json", status=200, **fields):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("x-request-id", "req_upstream")
        self.send_header("set-cookie", "provider=secret")
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def stream(self, pieces, content_type, whole=True):
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in pieces:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        if whole:
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.close_connection = True

    def openai(self, arrived, path):
        method, parts = self.command, path.split("/")[2:]
        if parts[:1] == ["images"]:
            self.images(arrived)
        elif path == "/v1/audio/speech":
            self.speech(arrived)
        elif parts[:1] == ["audio"]:
            self.transcription(arrived)
        elif path == "/v1/rerank":
            self.answer({"results": [{"index": 1, "relevance_score": 0.9}], "usage": {"total_tokens": 7}})
        elif parts[:1] == ["files"]:
            self.files(arrived, parts[1:])
        elif parts[:1] == ["uploads"]:
            self.answer({"id": "upload_1", "object": "upload", "bytes": 3, "created_at": 1, "expires_at": 2,
                         "filename": "a", "purpose": "batch", "status": "pending"})
        elif path == "/v1/batches" and method == "GET":
            self.answer({"object": "list", "data": [batch_object()], "has_more": False})
        elif parts[:1] == ["batches"]:
            self.answer(batch_object(status="cancelling" if parts[-1] == "cancel" else "validating"))
        elif path == "/v1/echo":
            self.answer({"method": method, "target": self.path, "headers": arrived.headers, "size": arrived.size,
                         "digest": arrived.digest.hexdigest(), "usage": {"prompt_tokens": 3, "completion_tokens": 4}},
                        retry_after="7", content_disposition="attachment; filename=x", server="secret-server")
        elif path == "/v1/teapot":
            self.answer({"error": {"message": "short and stout"}}, status=418)
        elif path == "/v1/moved":
            self.answer({}, status=302, location="http://127.0.0.1:1/")
        elif path == "/v1/nothing":
            self.send_response(204)
            self.end_headers()
        elif path == "/v1/cut/length":
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            self.wfile.write(bytes(500_000))
            self.close_connection = True
        elif path == "/v1/cut/chunks":
            self.stream([bytes(100_000)] * 5, "application/octet-stream", whole=False)
        else:
            self.answer({"error": {"message": "no such thing", "type": "invalid_request_error"}}, status=404)

    def images(self, arrived):
        if b"partial_images" in arrived.body:
            self.stream([events({"type": "image_generation.partial_image", "b64_json": PICTURE * 1000}),
                         events({"type": "image_generation.completed", "b64_json": PICTURE, "usage": IMAGE_USAGE})],
                        "text/event-stream")
        else:
            self.answer({"created": 1, "data": [{"b64_json": PICTURE}], "usage": IMAGE_USAGE})

    def speech(self, arrived):
        if arrived.json().get("stream_format") == "sse":
            self.stream([events({"type": "speech.audio.delta", "audio": "AAAA"}),
                         events({"type": "speech.audio.done", "usage": {"input_tokens": 5, "output_tokens": 60,
                                                                        "total_tokens": 65}})], "text/event-stream")
        elif arrived.json()["input"] == "cut":
            self.stream([SOUND], "audio/mpeg", whole=False)
        else:
            self.stream([SOUND[:1000], SOUND[1000:]], "audio/mpeg")

    def transcription(self, arrived):
        fields = arrived.fields()
        if fields.get("stream") == b"true":
            self.stream([events({"type": "transcript.text.delta", "delta": "Grüße"}),
                         events({"type": "transcript.text.done", "text": "Grüße", "usage": SOUND_USAGE})],
                        "text/event-stream")
        elif fields.get("response_format") == b"text":
            self.answer("Grüße\n".encode(), "text/plain; charset=utf-8")
        elif fields.get("response_format") == b"verbose_json":
            self.answer({"text": "Grüße", "language": "de", "duration": 8.5, "segments": [],
                         "usage": {"type": "duration", "seconds": 9}})
        else:
            self.answer({"text": "Grüße", "usage": SOUND_USAGE})

    def files(self, arrived, parts):
        if parts[1:] == ["content"]:
            self.content(parts[0])
        elif self.command == "DELETE":
            self.answer({"id": parts[0], "object": "file", "deleted": True})
        elif self.command == "GET" and not parts:
            self.answer({"object": "list", "data": [file_object("file-1", 3)], "has_more": False})
        else:
            self.answer(file_object(parts[0] if parts else "file-1", arrived.size))

    def content(self, name):
        if not name.startswith("file-of-"):
            self.answer(RESULTS, "application/octet-stream", content_disposition='attachment; filename="a.jsonl"')
            return
        left = int(name[len("file-of-"):])
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(left))
        self.end_headers()
        piece = bytes(1 << 16)
        while left:
            self.wfile.write(piece[:min(left, len(piece))])
            left -= min(left, len(piece))

    def anthropic(self, arrived, path):
        parts = path.split("/")[2:]
        if path == "/v1/messages/batches" and self.command == "GET":
            self.answer({"data": [message_batch()], "has_more": False, "first_id": None, "last_id": None})
        elif parts[-1:] == ["results"]:
            self.stream([RESULTS[:10], RESULTS[10:]], "application/x-jsonl")
        elif path.startswith("/v1/messages/batches"):
            self.answer({"id": "msgbatch_1", "type": "message_batch_deleted"} if self.command == "DELETE"
                        else message_batch())
        elif parts[-1:] == ["content"]:
            self.answer(b"abc", "application/octet-stream")
        elif path == "/v1/files" and self.command == "GET":
            self.answer({"data": [], "has_more": False, "first_id": None, "last_id": None})
        elif parts[:1] == ["files"]:
            self.answer({"id": "file_1", "type": "file_deleted" if self.command == "DELETE" else "file",
                         "filename": "a", "mime_type": "text/plain", "size_bytes": arrived.size,
                         "created_at": "2026-01-01T00:00:00Z"})
        else:
            self.answer({"type": "error", "error": {"type": "not_found_error", "message": "no"}}, status=404)


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A gateway that breaks off is part of the tests."""


class Provider:
    def __init__(self):
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.received, self.server.cut = [], []
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def received(self):
        return self.server.received

    @property
    def last(self):
        return self.server.received[-1]

    @property
    def openai(self):
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def anthropic(self):
        return f"http://127.0.0.1:{self.port}/claude"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
