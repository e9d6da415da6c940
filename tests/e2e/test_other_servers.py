# SPDX-License-Identifier: Apache-2.0
"""Servers of tensors, containers behind mappings, NVIDIA's, Intel's and Databricks' services, as scripts that answer as
theirs do: what reaches them, and what the client gets, byte for byte where it says so."""
import base64
import http.server
import json
import struct
import threading
import unittest
import urllib.parse
import zlib

from support import KEY, Gateway, run_module

SOUND = bytes(range(256)) * 40


def header(name, value):
    return bytes([len(name)]) + name.encode() + b"\x07" + struct.pack(">H", len(value)) + value.encode()


def frame(kind, payload):
    """One frame of AWS's event stream."""
    headers = (header(":message-type", "event") + header(":event-type", kind) +
               header(":content-type", "application/octet-stream"))
    prelude = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    head = prelude + struct.pack(">I", zlib.crc32(prelude))
    message = head + headers + payload
    return message + struct.pack(">I", zlib.crc32(message))


def sse(*items, done=False):
    return ("".join(f"data: {json.dumps(i)}\n\n" for i in items) + ("data: [DONE]\n\n" if done else "")).encode()


def chunk(text=None, finish=None, usage=None):
    made = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "x",
            "choices": [{"index": 0, "delta": {} if text is None else {"content": text}, "finish_reason": finish}]}
    return dict(made, usage=usage) if usage else made


COMPLETION = {"id": "c", "object": "chat.completion", "created": 1, "model": "x", "choices": [
    {"index": 0, "message": {"role": "assistant", "content": "Hello"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}
MESSAGE = {"id": "msg_1", "type": "message", "role": "assistant", "model": "x", "stop_reason": "end_turn",
           "stop_sequence": None, "content": [{"type": "text", "text": "Hello"}],
           "usage": {"input_tokens": 3, "output_tokens": 2}}
TENSORS = b'{"model_name":"net","outputs":[{"name":"y","shape":[2],"datatype":"FP16","parameters":{"binary_data_size":4}}]}'


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        self.arrived = []
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def base(self, path=""):
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def last(self):
        return self.arrived[-1]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, body, status=200, kind="application/json", fields=()):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in fields:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def stream(self, data, kind="text/event-stream", cut=False):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for at in range(0, len(data), 37):
            piece = data[at:at + 37]
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        if cut:
            self.close_connection = True
            return
        self.wfile.write(b"0\r\n\r\n")

    def note(self, body):
        path = urllib.parse.urlsplit(self.path).path
        fields = {k.lower(): v for k, v in self.headers.items()}
        self.server.arrived.append({"method": self.command, "target": self.path, "path": path, "fields": fields,
                                    "body": body})
        return path, fields

    def do_GET(self):
        path, _ = self.note(b"")
        if path == "/v2/models/net/versions/3" or path == "/v2/models/net":
            self.answer({"name": "net", "versions": ["3"], "platform": "p", "inputs": [], "outputs": []})
        elif path == "/v2/models/net/ready":
            self.answer(b"")
        else:
            self.answer({"error": "Request for unknown model"}, 400)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path, fields = self.note(body)
        kind = fields.get("content-type", "")
        asked = json.loads(body) if kind == "application/json" and "inference-header-content-length" not in fields else {}
        if path.endswith("/infer"):
            if "inference-header-content-length" in fields:
                return self.answer(TENSORS + b"\x01\x02\x03\x04", kind="application/octet-stream",
                                   fields=[("Inference-Header-Content-Length", str(len(TENSORS)))])
            if asked["inputs"][0]["name"] == "text_input":
                return self.answer({"outputs": [{"name": "text_output", "shape": [1], "datatype": "BYTES",
                                                 "data": ["Hello"]}]})
            return self.answer({"model_name": "net", "outputs": asked["inputs"]})
        if path.endswith("/generate"):
            return self.answer({"model_name": "llm", "text_output": "Hello"})
        if path.endswith("/generate_stream"):
            if "cut" in asked["text_input"]:
                return self.stream(sse({"text_output": "Hel"}), cut=True)
            if "error" in asked["text_input"]:
                return self.stream(sse({"text_output": "Hel"}, {"error": "out of memory"}))
            return self.stream(sse({"text_output": "Hel"}, {"text_output": "lo"}))
        if path == "/endpoints/my%2Fendpoint/invocations" or path == "/endpoints/tgi/invocations":
            if "inputs" in asked:
                return self.answer([{"generated_text": "Hello", "details": {"finish_reason": "length"}}])
            return self.answer(COMPLETION)
        if path == "/endpoints/my%2Fendpoint/invocations-response-stream":
            data = sse(chunk("Hel"), chunk("lo"), chunk(None, "stop", COMPLETION["usage"]), done=True)
            return self.stream(b"".join(frame("PayloadPart", data[i:i + 50]) for i in range(0, len(data), 50)),
                               "application/vnd.amazon.eventstream")
        if path == "/score":
            return self.answer({"output": "Hello"})
        if path == "/custom/ask":
            if asked.get("q") == "fail":
                return self.answer({"state": "bad", "why": "no such thing"}, 422)
            return self.answer({"result": {"said": ["Hel", "lo"]}, "tokens": {"in": 7, "out": 2}})
        if path.endswith("/invocations") and "dataframe_split" in asked:
            return self.answer({"predictions": ["Hello"]})
        if path.endswith(("/chat/completions", "/invocations")):
            if asked.get("stream"):
                return self.stream(sse(chunk("Hel"), chunk("lo"), chunk(None, "stop", COMPLETION["usage"]), done=True))
            return self.answer(COMPLETION)
        if path.endswith("/messages"):
            return self.answer(MESSAGE)
        if path.endswith(":generateContent"):
            return self.answer({"candidates": [{"content": {"role": "model", "parts": [{"text": "Hello"}]},
                                                "finishReason": "STOP", "index": 0}],
                                "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 2,
                                                  "totalTokenCount": 5}})
        if path.endswith("/embeddings"):
            if path.startswith("/nim/") and asked.get("input_type") not in ("query", "passage"):
                return self.answer({"error": "'input_type' parameter is required"}, 400)
            vector = [0.5, -1.0]
            if asked.get("encoding_format") == "base64":
                vector = base64.b64encode(struct.pack("<2f", *vector)).decode()
            return self.answer({"object": "list", "model": "x", "usage": {"prompt_tokens": 2, "total_tokens": 2},
                                "data": [{"object": "embedding", "index": 0, "embedding": vector}]})
        if path.endswith("/ranking"):
            return self.answer({"rankings": [{"index": 1, "logit": 3.5}, {"index": 0, "logit": -2.0}]})
        if path.endswith("/rerank"):
            return self.answer({"results": [{"index": 1, "relevance_score": 0.9}, {"index": 0, "relevance_score": 0.1}]})
        if path.endswith("/audio/synthesize"):
            return self.answer(SOUND, kind="audio/wav")
        if path.endswith("/audio/transcriptions"):
            return self.answer({"text": "good day"})
        return self.answer({"error": "no such path " + path}, 404)


def form_of(arrived):
    boundary = arrived["fields"]["content-type"].split("boundary=")[1]
    fields = {}
    for part in arrived["body"].split(b"--" + boundary.encode())[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        fields[head.split(b'name="')[1].split(b'"')[0].decode()] = value[:-2].decode()
    return fields


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        b = cls.server.base
        custom = json.dumps({
            "path": "/ask", "request": json.dumps({"q": "{{last_user}}", "most": "{{max_tokens|9}}"}),
            "answer": {"text": "/result/said", "input_tokens": "/tokens/in", "output_tokens": "/tokens/out",
                       "error": "/why"}})
        cls.gateway = Gateway(f"""version: 1
providers:
  - {{id: triton, dialect: kserve_v2, base_url: "{b('/v2')}", auth: none}}
  - {{id: tensors, dialect: kserve_v2, base_url: "{b('/v2')}", auth: none, mapping: {{use: tensor}}}}
  - {{id: maker, dialect: sagemaker, base_url: "{b()}", auth: none}}
  - {{id: tgi, dialect: sagemaker, base_url: "{b()}", auth: none, mapping: {{use: tgi}},
      headers: [{{name: X-Amzn-SageMaker-Target-Variant, value: blue}}]}}
  - {{id: azureml, dialect: azureml, base_url: "{b()}", keys: ["plain:azure-key"]}}
  - {{id: custom, dialect: template, base_url: "{b('/custom')}", auth: none, mapping: {custom}}}
  - {{id: bricks, dialect: databricks_serving, base_url: "{b('/serving-endpoints')}", keys: ["plain:dapi"]}}
  - {{id: frame, dialect: databricks_serving, base_url: "{b('/serving-endpoints')}", keys: ["plain:dapi"],
      mapping: {{use: databricks_dataframe}}}}
  - {{id: chats, dialect: openai, base_url: "{b('/serving-endpoints')}", keys: ["plain:dapi"]}}
  - {{id: unity, dialect: openai, base_url: "{b('/ai-gateway/mlflow/v1')}", keys: ["plain:dapi"],
      headers: [{{name: Databricks-Model-Provider-Service, value: openai-eu}},
                {{name: x-databricks-use-coding-agent-mode, value: "true"}}]}}
  - {{id: unity-openai, dialect: openai, base_url: "{b('/ai-gateway/openai/v1')}", keys: ["plain:dapi"]}}
  - {{id: unity-claude, dialect: anthropic, auth: bearer, base_url: "{b('/ai-gateway/anthropic')}", keys: ["plain:dapi"]}}
  - {{id: unity-gemini, dialect: gemini, auth: bearer, base_url: "{b('/ai-gateway/gemini/v1beta')}", keys: ["plain:dapi"]}}
  - {{id: nim, dialect: nim, base_url: "{b('/nim/v1')}", auth: none}}
  - {{id: riva, dialect: riva_http, base_url: "{b('/riva/v1')}", auth: none}}
  - {{id: ovms, preset: ovms, base_url: "{b('/v3')}", auth: none}}
teams:
  - id: e2e
    apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]
""")

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.server.shutdown()
        cls.server.server_close()

    def setUp(self):
        self.server.arrived.clear()

    def chat(self, model, text="Hi", **more):
        body = {"model": model, "messages": [{"role": "user", "content": text}], **more}
        return self.gateway.request("POST", "/v1/chat/completions", body)

    def text(self, answer):
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()["choices"][0]["message"]["content"]

    def streamed(self, answer):
        self.assertEqual(answer.status, 200, answer.body)
        self.assertTrue(answer.headers["content-type"].startswith("text/event-stream"), answer.headers)
        events = [line[6:] for line in answer.body.decode().splitlines() if line.startswith("data: ")]
        self.assertEqual(events[-1], "[DONE]", answer.body)
        chunks = [json.loads(event) for event in events[:-1]]
        text = "".join(c["choices"][0]["delta"].get("content") or "" for c in chunks if c.get("choices"))
        ends = [c["choices"][0]["finish_reason"] for c in chunks if c.get("choices") and c["choices"][0]["finish_reason"]]
        return text, ends


class Tensors(Base):
    def test_json_passes_byte_for_byte(self):
        body = b'{ "inputs" : [ {"name":"x","shape":[1,2],"datatype":"FP32","data":[[1.50, 2e0]]} ] , "id":"7"}'
        answer = self.gateway.request("POST", "/v2/models/triton%2Fnet/infer", body, {"Content-Type": "application/json"})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(self.server.last()["body"], body)
        self.assertEqual(self.server.last()["target"], "/v2/models/net/infer")
        self.assertEqual(answer.json()["outputs"][0]["data"], [[1.5, 2.0]])
        record = self.gateway.call_record(answer.headers["x-request-id"])
        self.assertEqual((record["operation"], record["outcome"], record["cost"]), ("infer", "ok", None))

    def test_binary_passes_both_ways(self):
        head = b'{"inputs":[{"name":"x","shape":[2],"datatype":"FP16","parameters":{"binary_data_size":4}}]}'
        body = head + b"\x00\xff\x01\x02"
        answer = self.gateway.request("POST", "/v2/models/triton/net/versions/3/infer", body, {
            "Content-Type": "application/octet-stream", "Inference-Header-Content-Length": str(len(head))})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(self.server.last()["body"], body)
        self.assertEqual(self.server.last()["target"], "/v2/models/net/versions/3/infer")
        self.assertEqual(self.server.last()["fields"]["inference-header-content-length"], str(len(head)))
        self.assertEqual(answer.headers["inference-header-content-length"], str(len(TENSORS)))
        self.assertEqual(answer.headers["content-type"], "application/octet-stream")
        self.assertEqual(answer.body, TENSORS + b"\x01\x02\x03\x04")

    def test_lies_are_refused_here(self):
        head = b'{"inputs":[{"name":"x","shape":[2],"datatype":"FP16","parameters":{"binary_data_size":4}}]}'
        for body, length in ((head + b"abc", len(head)), (head + b"abcd", len(head) + 99), (head + b"abcde", len(head)),
                             (head + b"abcd", len(head) - 1), (head[:-5], len(head))):
            answer = self.gateway.request("POST", "/v2/models/triton/net/infer", body, {
                "Content-Type": "application/octet-stream", "Inference-Header-Content-Length": str(length)})
            self.assertEqual(answer.status, 400, answer.body)
            self.assertEqual(list(answer.json()), ["error"])
        answer = self.gateway.request("POST", "/v2/models/triton/net/infer", head, {
            "Content-Type": "application/octet-stream"})
        self.assertEqual(answer.status, 411, answer.body)
        self.assertEqual(self.server.arrived, [])

    def test_questions_go_to_the_provider(self):
        for path, target in (("/v2/models/triton/net", "/v2/models/net"),
                             ("/v2/models/triton/net/versions/3", "/v2/models/net/versions/3"),
                             ("/v2/models/triton/net/ready", "/v2/models/net/ready")):
            answer = self.gateway.request("GET", path)
            self.assertEqual(answer.status, 200, answer.body)
            self.assertEqual((self.server.last()["method"], self.server.last()["target"]), ("GET", target))
        answer = self.gateway.request("GET", "/v2/models/triton/other")
        self.assertEqual((answer.status, answer.json()), (400, {"error": "Request for unknown model"}))

    def test_health_and_metadata(self):
        self.assertEqual(self.gateway.request("GET", "/v2/health/live", key=None).status, 200)
        self.assertEqual(self.gateway.request("GET", "/v2/health/ready", key=None).json(), {"ready": True})
        self.assertEqual(self.gateway.request("GET", "/v2", key=None).status, 401)
        self.assertEqual(self.gateway.request("GET", "/v2").json()["name"], "gatehouse")
        with_none = Gateway("version: 1\nteams:\n  - id: t\n    apps: [{id: a, keys: [\"plain:%s\"]}]\n" % KEY)
        try:
            self.assertEqual(with_none.request("GET", "/v2/health/ready", key=None).status, 400)
        finally:
            with_none.close()

    def test_refuses_without_key_in_its_own_words(self):
        answer = self.gateway.request("GET", "/v2/models/triton/net", key=None)
        self.assertEqual(answer.status, 401)
        self.assertEqual(list(answer.json()), ["error"])
        answer = self.gateway.request("POST", "/v2/models/nim/x/infer", {
            "inputs": [{"name": "a", "shape": [1], "datatype": "INT8", "data": [1]}]})
        self.assertEqual(answer.status, 400, answer.body)
        self.assertIn("infer", answer.json()["error"])


class Mapped(Base):
    def test_chats_of_triton(self):
        answer = self.gateway.request("POST", "/v1/chat/completions", b'{"model":"triton/llm","max_tokens":5,'
                                      b'"temperature":0.70,"messages":[{"role":"user","content":"Hi"}]}',
                                      {"Content-Type": "application/json"})
        self.assertEqual(self.text(answer), "Hello")
        sent = json.loads(self.server.last()["body"])
        self.assertEqual(self.server.last()["target"], "/v2/models/llm/generate")
        self.assertEqual(sent["text_input"], "Hi")
        self.assertEqual((sent["parameters"]["max_tokens"], sent["parameters"]["stream"]), (5, False))
        self.assertIn(b'"temperature":0.70', self.server.last()["body"])

    def test_streams_of_triton(self):
        text, ends = self.streamed(self.chat("triton/llm", stream=True))
        self.assertEqual((text, ends), ("Hello", ["stop"]))
        self.assertEqual(self.server.last()["target"], "/v2/models/llm/generate_stream")

    def test_an_error_within_a_stream(self):
        answer = self.chat("triton/llm", "error", stream=True)
        self.assertNotIn(b"[DONE]", answer.body)
        self.assertIn(b'"error"', answer.body)

    def test_a_stream_that_breaks_is_no_whole_one(self):
        answer = self.chat("triton/llm", "cut", stream=True)
        self.assertNotIn(b"[DONE]", answer.body)
        self.assertTrue(answer.cut or b'"error"' in answer.body, answer.body)

    def test_every_chat_dialect_reaches_it(self):
        answer = self.gateway.request("POST", "/anthropic/v1/messages", {
            "model": "triton/llm", "max_tokens": 9, "system": "Be brief.",
            "messages": [{"role": "user", "content": "Hi"}], "top_k": 3})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.json()["content"], [{"type": "text", "text": "Hello"}])
        sent = json.loads(self.server.last()["body"])
        self.assertEqual(sent["text_input"], "System: Be brief.\n\nUser: Hi\n\nAssistant:")
        self.assertEqual(sent["parameters"]["top_k"], 3)

    def test_losses_are_told(self):
        tool = {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}
        answer = self.chat("triton/llm", tools=[tool], logit_bias={"1": 2})
        self.assertEqual(self.text(answer), "Hello")
        self.assertEqual(set(answer.headers["x-gatehouse-losses"].split(", ")), {"tools", "logit_bias"})

    def test_tensors_of_text(self):
        self.assertEqual(self.text(self.chat("tensors/llm")), "Hello")
        sent = json.loads(self.server.last()["body"])
        self.assertEqual(self.server.last()["target"], "/v2/models/llm/infer")
        self.assertEqual(sent["inputs"][0]["data"], ["Hi"])

    def test_sagemaker(self):
        self.assertEqual(self.text(self.chat("maker/my/endpoint")), "Hello")
        self.assertEqual(self.server.last()["target"], "/endpoints/my%2Fendpoint/invocations")
        text, ends = self.streamed(self.chat("maker/my/endpoint", stream=True))
        self.assertEqual((text, ends), ("Hello", ["stop"]))
        self.assertEqual(self.server.last()["target"], "/endpoints/my%2Fendpoint/invocations-response-stream")

    def test_sagemaker_with_tgi(self):
        answer = self.chat("tgi/tgi", 'Say "}"', stop=["\n"])
        self.assertEqual(self.text(answer), "Hello")
        self.assertEqual(answer.json()["choices"][0]["finish_reason"], "length")
        sent = json.loads(self.server.last()["body"])
        self.assertEqual((sent["inputs"], sent["parameters"]["stop"]), ('Say "}"', ["\n"]))
        self.assertEqual(self.server.last()["fields"]["x-amzn-sagemaker-target-variant"], "blue")

    def test_azure_machine_learning(self):
        self.assertEqual(self.text(self.chat("azureml/blue")), "Hello")
        last = self.server.last()
        self.assertEqual(last["target"], "/score")
        self.assertEqual(last["fields"]["azureml-model-deployment"], "blue")
        self.assertEqual(last["fields"]["authorization"], "Bearer azure-key")
        self.assertEqual(json.loads(last["body"])["input_data"]["input_string"], [{"role": "user", "content": "Hi"}])

    def test_a_mapping_of_ones_own(self):
        answer = self.chat("custom/any", "What?")
        self.assertEqual(self.text(answer), "Hello")
        usage = answer.json()["usage"]
        self.assertEqual((usage["prompt_tokens"], usage["completion_tokens"]), (7, 2))
        self.assertEqual(json.loads(self.server.last()["body"]), {"q": "What?", "most": 9})

    def test_a_stream_where_there_is_none(self):
        text, ends = self.streamed(self.chat("custom/any", stream=True))
        self.assertEqual((text, ends), ("Hello", ["stop"]))

    def test_an_error_of_ones_own(self):
        answer = self.chat("custom/any", "fail")
        self.assertEqual(answer.status, 400, answer.body)
        self.assertIn("no such thing", answer.json()["error"]["message"])

    def test_a_wrong_mapping_names_its_field(self):
        provider = {"id": "bad", "dialect": "template", "base_url": "http://127.0.0.1:1", "auth": "none",
                    "mapping": {"request": '{"a":"{{prompts}}"}', "answer": {"text": "/t"}}}
        answer = self.gateway.ask_admin("POST", "/admin/v1/providers", provider)
        self.assertEqual(answer.status, 409, answer.body)
        self.assertEqual(answer.json()["field"], "mapping.request")
        self.assertIn("prompts", answer.json()["found"])
        provider["mapping"] = {"use": "tgi", "answer": {"finish": "/a"}, "stream": {"framing": "lines"}}
        answer = self.gateway.ask_admin("POST", "/admin/v1/providers", provider)
        self.assertEqual(answer.status, 201, answer.body)
        self.assertEqual(answer.json()["mapping"]["use"], "tgi")
        provider.update(id="worse", headers=[{"name": "Authorization", "value": "x"}])
        answer = self.gateway.ask_admin("POST", "/admin/v1/providers", provider)
        self.assertEqual((answer.status, answer.json()["field"]), (409, "headers[0].name"))


class Databricks(Base):
    def test_all_paths(self):
        for model, target in (("bricks/my-llm", "/serving-endpoints/my-llm/invocations"),
                              ("chats/my-llm", "/serving-endpoints/chat/completions"),
                              ("unity/my-llm", "/ai-gateway/mlflow/v1/chat/completions"),
                              ("unity-openai/gpt", "/ai-gateway/openai/v1/chat/completions"),
                              ("unity-claude/claude", "/ai-gateway/anthropic/v1/messages"),
                              ("unity-gemini/gem", "/ai-gateway/gemini/v1beta/models/gem:generateContent")):
            with self.subTest(model):
                self.assertEqual(self.text(self.chat(model)), "Hello")
                self.assertEqual(self.server.last()["target"].split("?")[0], target)
                self.assertEqual(self.server.last()["fields"]["authorization"], "Bearer dapi")

    def test_headers_of_the_configuration(self):
        self.chat("unity/my-llm")
        fields = self.server.last()["fields"]
        self.assertEqual(fields["databricks-model-provider-service"], "openai-eu")
        self.assertEqual(fields["x-databricks-use-coding-agent-mode"], "true")

    def test_streams_and_embeddings_of_an_endpoint(self):
        text, _ = self.streamed(self.chat("bricks/my-llm", stream=True))
        self.assertEqual(text, "Hello")

    def test_a_model_of_ones_own(self):
        self.assertEqual(self.text(self.chat("frame/scorer")), "Hello")
        self.assertEqual(self.server.last()["target"], "/serving-endpoints/scorer/invocations")
        self.assertEqual(json.loads(self.server.last()["body"])["dataframe_split"],
                         {"columns": ["prompt"], "data": [["Hi"]]})


class NvidiaAndIntel(Base):
    def test_nim_speaks_both(self):
        self.assertEqual(self.text(self.chat("nim/llama")), "Hello")
        self.assertEqual(self.server.last()["target"], "/nim/v1/chat/completions")
        answer = self.gateway.request("POST", "/anthropic/v1/messages", {
            "model": "nim/llama", "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}]})
        self.assertEqual(answer.json()["content"][0]["text"], "Hello")
        self.assertEqual(self.server.last()["target"], "/nim/v1/messages")

    def test_nim_embeddings_get_their_input_type(self):
        answer = self.gateway.request("POST", "/v1/embeddings", {"model": "nim/e5", "input": "hi"})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(json.loads(self.server.last()["body"]), {"input_type": "query", "model": "e5", "input": "hi"})
        self.gateway.request("POST", "/v1/embeddings", {"model": "nim/e5", "input": "hi", "input_type": "passage"})
        self.assertEqual(json.loads(self.server.last()["body"])["input_type"], "passage")

    def test_nim_ranks_for_clients_of_rerank(self):
        answer = self.gateway.request("POST", "/v1/rerank", {
            "model": "nim/rank", "query": "q", "documents": ["a", "b"], "top_n": 1})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(self.server.last()["target"], "/nim/v1/ranking")
        self.assertEqual(json.loads(self.server.last()["body"])["query"], {"text": "q"})
        self.assertEqual(answer.json()["results"][0]["index"], 1)

    def test_riva_speaks(self):
        answer = self.gateway.request("POST", "/v1/audio/speech", {
            "model": "riva/tts", "input": "Grüß \"Gott\"", "voice": "Magpie-Multilingual.DE-DE.Leo", "speed": 1.5,
            "response_format": "wav"})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.body, SOUND)
        self.assertEqual(answer.headers["content-type"], "audio/wav")
        self.assertEqual(answer.headers["x-gatehouse-losses"], "speed")
        self.assertEqual(self.server.last()["target"], "/riva/v1/audio/synthesize")
        self.assertEqual(form_of(self.server.last()), {
            "text": 'Grüß "Gott"', "language": "de-DE", "voice": "Magpie-Multilingual.DE-DE.Leo",
            "encoding": "LINEAR_PCM"})

    def test_riva_listens(self):
        body = (b"--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nriva/asr\r\n--b\r\nContent-Disposition: "
                b"form-data; name=\"file\"; filename=\"a.wav\"\r\nContent-Type: audio/wav\r\n\r\n" + SOUND + b"\r\n--b--\r\n")
        answer = self.gateway.request("POST", "/v1/audio/transcriptions", body, {
            "Content-Type": "multipart/form-data; boundary=b"})
        self.assertEqual((answer.status, answer.json()), (200, {"text": "good day"}))
        self.assertIn(SOUND, self.server.last()["body"])

    def test_openvino_below_v3(self):
        self.assertEqual(self.text(self.chat("ovms/llama")), "Hello")
        self.assertEqual(self.server.last()["target"], "/v3/chat/completions")
        answer = self.gateway.request("POST", "/v1/rerank", {"model": "ovms/r", "query": "q", "documents": ["a", "b"]})
        self.assertEqual(answer.json()["results"][0]["index"], 1)
        self.assertEqual(self.server.last()["target"], "/v3/rerank")


if __name__ == "__main__":
    run_module()
