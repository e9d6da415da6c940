# SPDX-License-Identifier: Apache-2.0
"""A provider in OpenAI's dialect that does all that the self-test tries, and can be told to do one thing wrong. Standard
library only."""
import base64
import http.server
import json
import re
import threading
import zlib

# What can be broken: the feature whose cells must then be red, and what is done.
FAULTS = {
    "plain": "whole answers tell no tokens",
    "stream": "the stream ends without a finish reason",
    "tools": "arguments that do not fit the schema",
    "parallel_tools": "both calls have one id and one city",
    "image": "the image is not looked at",
    "structured_output": "the schema is not heeded",
    "reasoning": "no thought and no token of one",
    "long_output": "numbers are left out",
    "error": "an error with status 200",
    "cancel": "the stream comes in one piece",
}


def pixel_colour(url):
    """The colour of a PNG with one colour in its palette."""
    data = base64.b64decode(url.split(",", 1)[1])
    at, palette, pixels = 8, b"", b""
    while at + 12 <= len(data):
        length = int.from_bytes(data[at:at + 4], "big")
        kind, content = data[at + 4:at + 8], data[at + 8:at + 8 + length]
        palette = content if kind == b"PLTE" else palette
        pixels = pixels + content if kind == b"IDAT" else pixels
        at += 12 + length
    index = zlib.decompress(pixels)[1]
    return {b"\xff\0\0": "red"}.get(palette[3 * index:3 * index + 3], "another colour")


def text_of(message):
    content = message.get("content")
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content or [] if part.get("type") == "text")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def breaks(self, feature):
        return self.server.fault == feature

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.received.append(body)
        if body["model"] != "scripted":
            return self.error(200 if self.breaks("error") else 404, f"The model {body['model']!r} does not exist.")
        last = body["messages"][-1]
        text = text_of(last)
        images = [part["image_url"]["url"] for part in last["content"] if part.get("type") == "image_url"] \
            if isinstance(last.get("content"), list) else []
        if images and self.server.blind:
            return self.error(400, "This model does not support image input.")
        if last["role"] == "tool":
            return self.say(body, text)
        if body.get("tools") and "call get_weather" in text:
            return self.call(body, re.findall(r'call get_weather with (\{.*?\})', text))
        if images:
            return self.say(body, "Blue." if self.breaks("image") else pixel_colour(images[0]).capitalize() + ".")
        if body.get("response_format", {}).get("type") == "json_schema":
            return self.say(body, "France, with some 68 million people." if self.breaks("structured_output")
                            else '{"country": "France", "inhabitants": 68000000}')
        if found := re.search(r"what is (\d+) times (\d+)", text):
            thought = None if self.breaks("reasoning") or not body.get("reasoning_effort") else "I multiply."
            return self.say(body, str(int(found[1]) * int(found[2])), thought)
        if found := re.search(r"Count to (\d+)( slowly)?", text):
            numbers = [str(i) for i in range(1, int(found[1]) + 1)]
            if self.breaks("long_output") and not found[2]:
                del numbers[100:200]
            return self.say(body, " ".join(numbers), slowly=bool(found[2]) and not self.breaks("cancel"))
        self.say(body, "gatehouse", plain=True)

    def call(self, body, arguments):
        calls = [{"id": f"call_{i}", "type": "function", "function": {"name": "get_weather", "arguments": each}}
                 for i, each in enumerate(arguments)]
        if len(calls) == 1 and self.breaks("tools"):
            calls[0]["function"]["arguments"] = '{"town": "Oslo"}'
        if len(calls) == 2 and self.breaks("parallel_tools"):
            calls[1] = calls[0]
        if not body.get("stream"):
            return self.whole({"role": "assistant", "content": None, "tool_calls": calls}, "tool_calls", 20)
        deltas = [{"role": "assistant", "content": None}]
        for index, each in enumerate(calls):
            function = each["function"]
            deltas.append({"tool_calls": [{"index": index, "id": each["id"], "type": "function",
                                           "function": {"name": function["name"], "arguments": ""}}]})
            deltas += [{"tool_calls": [{"index": index, "function": {"arguments": piece}}]}
                       for piece in (function["arguments"][:5], function["arguments"][5:])]
        self.stream(deltas, "tool_calls", 20)

    def say(self, body, text, thought=None, slowly=False, plain=False):
        reasoning = 7 if thought else 0
        if not body.get("stream"):
            message = {"role": "assistant", "content": text}
            if thought:
                message["reasoning_content"] = thought
            return self.whole(message, "stop", len(text.split()) + reasoning, reasoning,
                              usage=not (plain and self.breaks("plain")))
        words = re.findall(r"\S+\s*", text)
        size = max(1, len(words) // 50)
        pieces = ["".join(words[i:i + size]) for i in range(0, len(words), size)]
        deltas = [{"role": "assistant", "content": ""}]
        deltas += [{"content": piece} for piece in pieces]
        self.stream(deltas, None if plain and self.breaks("stream") else "stop", len(words), slowly=slowly)

    def whole(self, message, finish, output, reasoning=0, usage=True):
        answer = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "scripted",
                  "choices": [{"index": 0, "message": message, "finish_reason": finish}]}
        if usage:
            answer["usage"] = self.usage(output, reasoning)
        self.send(200, json.dumps(answer).encode(), "application/json")

    @staticmethod
    def usage(output, reasoning=0):
        return {"prompt_tokens": 30, "completion_tokens": output, "total_tokens": 30 + output,
                "completion_tokens_details": {"reasoning_tokens": reasoning}}

    def stream(self, deltas, finish, output, slowly=False):
        frame = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}
        events = [{**frame, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
        if finish:
            events.append({**frame, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
            events.append({**frame, "choices": [], "usage": self.usage(output)})
        lines = [f"data: {json.dumps(event)}\n\n".encode() for event in events]
        if finish:
            lines.append(b"data: [DONE]\n\n")
        if not slowly:
            return self.send(200, b"".join(lines), "text/event-stream")
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for line in lines:
            try:
                self.wfile.write(line)
                self.wfile.flush()
            except OSError:
                return  # the gateway has left: that is what is wanted
            if self.server.stopping.wait(0.1):
                return

    def error(self, status, message):
        body = {"error": {"message": message, "type": "invalid_request_error", "param": None,
                          "code": "model_not_found" if status == 404 else None}}
        self.send(status, json.dumps(body).encode(), "application/json")

    def send(self, status, data, content_type):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A gateway that breaks off is part of the tests."""


class ConformingUpstream:
    def __init__(self):
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.fault, self.server.blind, self.server.received = None, False, []
        self.server.stopping = threading.Event()
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.stopping.set()
        self.server.shutdown()
        self.server.server_close()
