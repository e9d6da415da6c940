# SPDX-License-Identifier: Apache-2.0
"""What tests of published APIs share: a provider that speaks OpenAI's chat and KServe's infer as it is told, and the
configuration of a prompt, a chain and their APIs. Standard library only."""
import http.server
import json
import threading
import time

from support import KEY

OTHER_KEY = "e2e-other-key-0123456789abcdef0123456789"


class Provider:
    """Answers each chat with what answer(body) gives: (status, text); hangs while held."""

    def __init__(self):
        self.arrived, self.answer, self.held = [], (lambda body: (200, "fine")), threading.Event()
        self.held.set()
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                provider.arrived.append((self.path, body))
                provider.held.wait(60)
                if self.path.endswith("/infer"):
                    texts = body["inputs"][0]["data"]
                    label = "angry" if "bad" in str(texts[0]) else "calm"
                    self.tell(200, {"model_name": "mood", "outputs": [
                        {"name": "label", "datatype": "BYTES", "shape": [1], "data": [label]},
                        {"name": "score", "datatype": "FP32", "shape": [1], "data": [0.75]}]})
                    return
                status, text = provider.answer(body)
                if status != 200:
                    self.tell(status, {"error": {"message": "no", "type": "server_error"}})
                    return
                self.tell(200, {"id": "c", "object": "chat.completion", "created": 1, "model": body["model"],
                                "choices": [{"index": 0, "finish_reason": "stop",
                                             "message": {"role": "assistant", "content": text}}],
                                "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}})

            def tell(self, status, document):
                data = json.dumps(document).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                except OSError:
                    pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def calls(self, ending=""):
        return [body for path, body in self.arrived if path.endswith(ending)]

    def close(self):
        self.held.set()
        self.server.shutdown()
        self.server.server_close()


class Receiver:
    """Takes what webhooks bring; answers with each of "statuses" once, then with 204."""

    def __init__(self, address="127.0.0.1"):
        self.arrived, self.statuses, self.location = [], [], None
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.arrived.append((dict(self.headers.items()), body))
                status = receiver.statuses.pop(0) if receiver.statuses else 204
                self.send_response(status)
                if receiver.location:
                    self.send_header("Location", receiver.location)
                self.send_header("Content-Length", "0")
                self.end_headers()

        self.server = http.server.ThreadingHTTPServer((address, 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, host="127.0.0.1"):
        return f"http://{host}:{self.port}/hooks"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


PROMPT = """
  - id: sentiment
    title: Sentiment
    versions:
      - version: 1
        messages: [{role: user, content: "How is the mood of: {{text}}"}]
        variables: [{name: text}]
        model: up/m
"""


def config(provider, chains="", apis="", more="", prompts=""):
    return f"""version: 1
server: {{limits: {{shed_after: 10s}}}}
providers:
  - {{id: up, dialect: openai, base_url: "http://127.0.0.1:{provider.port}/v1", keys: ["plain:sk-up-0123456789"]}}
  - {{id: tensors, dialect: kserve_v2, base_url: "http://127.0.0.1:{provider.port}/v2", auth: none}}
teams:
  - id: research
    apps:
      - {{id: notebook, keys: ["plain:{KEY}"], models: ["*"]}}
  - id: sales
    apps:
      - {{id: shop, keys: ["plain:{OTHER_KEY}"], models: ["*"]}}
prompts:{PROMPT}{prompts}
{"chains:" + chains if chains else ""}
apis:
  - id: mood
    access: open
    versions: [{{version: "1", state: published, definition: {{prompt: "sentiment@1"}}}}]
{apis}
{more}
"""


def until(what, seconds=30):
    end = time.monotonic() + seconds
    while True:
        value = what()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError("it did not come to that")
        time.sleep(0.05)
