# SPDX-License-Identifier: Apache-2.0
"""Images, speech, transcription, rerank, files and batches by the official Python clients, through the daemon to a
provider of the tests' own; what is recorded of them; what is refused, and how."""
import hashlib
import io
import socket
import unittest

import anthropic
import openai

from provider import PICTURE, RESULTS, SOUND, Provider
from support import KEY, Gateway, run_module

BOUND_KEY = "e2e-budget-key-0123456789abcdef0123456789"
LISTED_KEY = "e2e-listed-key-0123456789abcdef0123456789"
PLAIN_KEY = "e2e-plain-key-0123456789abcdef0123456789"


def config(provider):
    return f"""version: 1
providers:
  - {{id: openai, preset: openai, base_url: "{provider.openai}", keys: ["env:E2E_OPENAI_KEY"]}}
  - {{id: claude, dialect: anthropic, base_url: "{provider.anthropic}", keys: ["env:E2E_ANTHROPIC_KEY"]}}
routes:
  - {{model: sound, targets: [{{provider: openai, model: gpt-4o-transcribe}}]}}
  - {{model: picture, targets: [{{provider: openai, model: gpt-image-1}}]}}
  - {{model: voice, targets: [{{provider: openai, model: gpt-4o-mini-tts}}]}}
teams:
  - id: e2e
    apps:
      - {{id: tests, keys: ["plain:{KEY}"], passthrough: ["*"]}}
      - {{id: bound, keys: ["plain:{BOUND_KEY}"], budget: {{usd: 100}}, passthrough: ["*"]}}
      - {{id: listed, keys: ["plain:{LISTED_KEY}"], models: [picture, "gpt-*"], passthrough: ["*"]}}
      - {{id: plain, keys: ["plain:{PLAIN_KEY}"]}}
"""


ENVIRONMENT = {"E2E_OPENAI_KEY": "sk-e2e-upstream", "E2E_ANTHROPIC_KEY": "sk-ant-e2e-upstream"}


class Media(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.provider = Provider()
        cls.gateway = Gateway(config(cls.provider), ENVIRONMENT)
        cls.openai = openai.OpenAI(base_url=cls.gateway.base + "/v1", api_key=KEY, max_retries=0)
        cls.anthropic = anthropic.Anthropic(base_url=cls.gateway.base + "/anthropic", api_key=KEY, max_retries=0)

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.provider.stop()

    def record(self, answer):
        return self.gateway.call_record(answer.headers["x-request-id"])

    def test_images(self):
        answer = self.openai.images.with_raw_response.generate(model="picture", prompt="Grüße", n=1)
        self.assertEqual(answer.parse().data[0].b64_json, PICTURE)
        self.assertEqual(self.provider.last.json()["model"], "gpt-image-1")
        record = self.record(answer)
        self.assertEqual((record["operation"], record["outcome"], record["model"]),
                         ("images", "ok", "gpt-image-1"))
        self.assertEqual((record["tokens"]["input"], record["tokens"]["output"]), (13, 272))
        self.assertIsNone(record["cost"])
        self.assertIn("no price is listed", record["explain"]["price"])

    def test_image_stream(self):
        seen = [e.type for e in self.openai.images.generate(model="picture", prompt="x", stream=True, partial_images=1)]
        self.assertEqual(seen, ["image_generation.partial_image", "image_generation.completed"])

    def test_image_edit_and_variation(self):
        answer = self.openai.images.with_raw_response.edit(model="picture", prompt="a hat", image=b"\x89PNG" + bytes(99))
        self.assertEqual(answer.parse().data[0].b64_json, PICTURE)
        self.assertEqual(self.provider.last.fields()["model"], b"gpt-image-1")
        self.assertEqual(self.provider.last.fields()["image"], b"\x89PNG" + bytes(99))
        self.assertEqual(self.record(answer)["operation"], "image_edits")
        self.openai.images.create_variation(model="picture", image=b"\x89PNG")
        self.assertEqual(self.provider.last.path, "/v1/images/variations")

    def test_speech(self):
        answer = self.openai.audio.speech.with_raw_response.create(model="voice", voice="alloy", input="Grüße")
        self.assertEqual(answer.parse().content, SOUND)
        self.assertEqual(answer.headers["content-type"], "audio/mpeg")
        record = self.record(answer)
        self.assertEqual((record["operation"], record["outcome"], record["bytes_out"]), ("speech", "ok", len(SOUND)))

    def test_speech_events(self):
        with self.openai.audio.speech.with_streaming_response.create(model="voice", voice="alloy", input="x",
                                                                     stream_format="sse") as answer:
            text = answer.read()
        self.assertIn(b"speech.audio.done", text)
        record = self.record(answer)
        self.assertEqual((record["streamed"], record["tokens"]["output"]), (True, 60))

    def test_cut_speech_is_not_whole(self):
        answer = self.gateway.request("POST", "/v1/audio/speech", {"model": "voice", "voice": "a", "input": "cut"})
        self.assertTrue(answer.cut)
        self.assertEqual(self.record(answer)["outcome"], "truncated")

    def test_transcription(self):
        answer = self.openai.audio.transcriptions.with_raw_response.create(model="sound", file=("a.wav", SOUND))
        self.assertEqual(answer.parse().text, "Grüße")
        fields = self.provider.last.fields()
        self.assertEqual((fields["model"], fields["file"]), (b"gpt-4o-transcribe", SOUND))
        record = self.record(answer)
        self.assertEqual((record["operation"], record["model_asked"], record["model"]),
                         ("transcriptions", "sound", "gpt-4o-transcribe"))
        self.assertEqual((record["tokens"]["input"], record["tokens"]["output"]), (14, 45))

    def test_transcription_stream(self):
        seen = [e.type for e in self.openai.audio.transcriptions.create(model="sound", file=("a.wav", SOUND),
                                                                        stream=True)]
        self.assertEqual(seen, ["transcript.text.delta", "transcript.text.done"])

    def test_transcription_forms(self):
        text = self.openai.audio.transcriptions.create(model="sound", file=("a.wav", SOUND), response_format="text")
        self.assertEqual(text.strip(), "Grüße")
        answer = self.openai.audio.transcriptions.with_raw_response.create(
            model="sound", file=("a.wav", SOUND), response_format="verbose_json")
        self.assertEqual(answer.parse().duration, 8.5)
        self.assertIn("9 s were billed", self.record(answer)["explain"]["price"])
        self.openai.audio.translations.create(model="sound", file=("a.wav", SOUND))
        self.assertEqual(self.provider.last.path, "/v1/audio/translations")

    def form(self, *parts, boundary="xyz", last=True):
        body = b"".join(b"--xyz\r\nContent-Disposition: form-data; " + p + b"\r\n" for p in parts)
        return body + (b"--xyz--\r\n" if last else b"")

    def ask_form(self, body, path="/v1/audio/transcriptions", key=KEY, boundary="xyz", headers=None):
        return self.gateway.request("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={boundary}",
                                                         **(headers or {})}, key=key)

    def test_model_behind_a_large_file(self):
        sound = bytes(range(256)) * 20_000  # 5 MB: beyond what is read whole
        for model_first in (True, False):
            parts = [b'name="model"\r\n\r\nsound', b'name="file"; filename="a"\r\n\r\n' + sound]
            answer = self.ask_form(self.form(*(parts if model_first else reversed(parts))))
            self.assertEqual(answer.status, 200, answer.body)
            self.assertGreater(self.provider.last.size, len(sound))
            body = self.form(*(parts if model_first else reversed(parts))).replace(b"\r\nsound\r\n",
                                                                                  b"\r\ngpt-4o-transcribe\r\n")
            self.assertEqual(self.provider.last.digest.hexdigest(), hashlib.sha256(body).hexdigest())
            self.assertEqual(self.provider.last.headers["content-length"], str(len(body)))
            self.assertEqual(self.record(answer)["bytes_in"], len(body) - 17 + 5)

    def test_model_too_far_behind(self):
        body = self.form(b'name="file"; filename="a"\r\n\r\n' + bytes(33 << 20), b'name="model"\r\n\r\nsound')
        connection_closed = False
        try:
            answer = self.ask_form(body)
        except (ConnectionError, BrokenPipeError):
            connection_closed = True  # the answer came while the client was still sending
        if not connection_closed:
            self.assertEqual((answer.status, answer.json()["error"]["code"]), (413, "model_too_late"))

    def test_bad_forms(self):
        model, sound = b'name="model"\r\n\r\nsound', b'name="file"; filename="a"\r\n\r\nabc'
        for body, code, status in [
                (self.form(model, sound, last=False), "multipart_cut", 400),
                (self.form(sound), "model_missing", 400),
                (self.form(model, model), "duplicate_name", 400),
                (self.form(model, b'name="x"\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n'),
                 "multipart_nested", 400),
                (self.form(model, b'name="prompt"\r\n\r\n' + bytes(300_000)), "field_too_large", 413),
                (self.form(model, b'name="api_base"\r\n\r\nhttp://x'), "forbidden_field", 400),
                (b"--other\r\n", "multipart_invalid", 400)]:
            answer = self.ask_form(body)
            self.assertEqual((answer.status, answer.json()["error"]["code"]), (status, code))
        answer = self.ask_form(b"", boundary='""')
        self.assertEqual(answer.json()["error"]["code"], "multipart_boundary")
        answer = self.gateway.request("POST", "/v1/audio/transcriptions", {"model": "sound"})
        self.assertEqual((answer.status, answer.json()["error"]["code"]), (415, "unsupported_media_type"))

    def test_a_form_that_goes_wrong_behind_its_model_reaches_nobody_whole(self):
        before, cut = len(self.provider.received), len(self.provider.server.cut)
        body = self.form(b'name="model"\r\n\r\nsound', b'name="file"; filename="a"\r\n\r\n' + bytes(3 << 20),
                         b'name="model"\r\n\r\nother')
        answer = self.ask_form(body)
        self.assertEqual((answer.status, answer.json()["error"]["code"]), (400, "duplicate_name"))
        self.assertEqual(len(self.provider.received), before)
        self.assertGreaterEqual(len(self.provider.server.cut) + 1, cut)

    def test_sliced_to_single_bytes(self):
        body = self.form(b'name="file"; filename="a"\r\n\r\n\r\n--xy\r\n--xyz', b'name="model"\r\n\r\nsound')
        body = body.replace(b"\r\n\r\n\r\n--xy\r\n--xyz\r\n", b"\r\n\r\n\r\n--xy\r\n--xy\r\n")
        with socket.create_connection(("127.0.0.1", self.gateway.port), 20) as s:
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            head = (f"POST /v1/audio/transcriptions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {KEY}\r\n"
                    "Content-Type: multipart/form-data; boundary=xyz\r\nTransfer-Encoding: chunked\r\n"
                    "Connection: close\r\n\r\n")
            s.sendall(head.encode())
            for byte in body:
                s.sendall(b"1\r\n" + bytes([byte]) + b"\r\n")
            s.sendall(b"0\r\n\r\n")
            answer = b""
            while piece := s.recv(65536):
                answer += piece
        self.assertIn(b"200 OK", answer.split(b"\r\n")[0], answer)
        self.assertEqual(self.provider.last.body, body.replace(b"\r\nsound\r\n", b"\r\ngpt-4o-transcribe\r\n"))

    def test_rerank(self):
        answer = self.gateway.request("POST", "/v1/rerank", {"model": "openai/rerank-x", "query": "a",
                                                             "documents": ["b", "c"]})
        self.assertEqual((answer.status, answer.json()["results"][0]["index"]), (200, 1))
        self.assertEqual(self.provider.last.json()["model"], "rerank-x")

    def test_files(self):
        made = self.openai.files.create(file=("a.jsonl", b"{}\n"), purpose="batch")
        self.assertEqual(made.id, "file-1")
        self.assertEqual(self.provider.last.fields()["purpose"], b"batch")
        self.assertEqual(self.provider.last.headers["authorization"], "Bearer sk-e2e-upstream")
        self.assertEqual([f.id for f in self.openai.files.list()], ["file-1"])
        self.assertEqual(self.openai.files.retrieve("file-7").id, "file-7")
        answer = self.openai.files.with_raw_response.content("file-7")
        self.assertEqual(answer.parse().read(), RESULTS)
        self.assertEqual(answer.headers["content-disposition"], 'attachment; filename="a.jsonl"')
        self.assertEqual(answer.headers["content-length"], str(len(RESULTS)))
        self.assertNotIn("set-cookie", answer.headers)
        record = self.record(answer)
        self.assertEqual((record["operation"], record["bytes_out"]), ("files", len(RESULTS)))
        self.assertIn("/files/file-7/content", record["explain"]["rule"])
        self.assertTrue(self.openai.files.delete("file-7").deleted)

    def test_uploads_and_batches(self):
        upload = self.openai.uploads.create(bytes=3, filename="a", mime_type="text/plain", purpose="batch")
        self.openai.uploads.parts.create(upload.id, data=b"abc")
        self.openai.uploads.complete(upload.id, part_ids=["p"])
        self.assertEqual(self.provider.last.path, "/v1/uploads/upload_1/complete")
        batch = self.openai.batches.create(completion_window="24h", endpoint="/v1/chat/completions",
                                           input_file_id="file-1")
        self.assertEqual(self.openai.batches.retrieve(batch.id).status, "validating")
        self.assertEqual(self.openai.batches.cancel(batch.id).status, "cancelling")
        self.assertEqual(len(list(self.openai.batches.list(limit=1))), 1)
        self.assertEqual(self.provider.last.target, "/v1/batches?limit=1")

    def test_anthropic_batches_and_files(self):
        batch = self.anthropic.messages.batches.create(requests=[{"custom_id": "a", "params": {
            "model": "m", "max_tokens": 1, "messages": [{"role": "user", "content": "x"}]}}])
        self.assertEqual(self.anthropic.messages.batches.retrieve(batch.id).processing_status, "in_progress")
        self.anthropic.messages.batches.cancel(batch.id)
        self.assertEqual(len(list(self.anthropic.messages.batches.list())), 1)
        answer = self.gateway.request("GET", f"/anthropic/v1/messages/batches/{batch.id}/results")
        self.assertEqual((answer.body, answer.headers["content-type"]), (RESULTS, "application/x-jsonl"))
        self.assertEqual(self.anthropic.messages.batches.delete(batch.id).type, "message_batch_deleted")
        made = self.anthropic.beta.files.upload(file=("a.txt", io.BytesIO(b"abc"), "text/plain"))
        self.assertEqual(self.provider.last.headers["x-api-key"], "sk-ant-e2e-upstream")
        self.assertEqual(self.anthropic.beta.files.download(made.id).read(), b"abc")
        # By its version header also without the prefix.
        answer = self.gateway.request("GET", "/v1/files", headers={"anthropic-version": "2023-06-01"})
        self.assertEqual((answer.status, self.provider.last.path), (200, "/claude/v1/files"))

    def test_what_cannot_be_priced_or_listed_is_refused(self):
        for key, path, code in [(BOUND_KEY, "/v1/files", "unpriceable"), (BOUND_KEY, "/v1/batches", "unpriceable"),
                                (LISTED_KEY, "/v1/files", "model_not_allowed"),
                                (PLAIN_KEY, "/v1/files", "passthrough_not_allowed"),
                                (BOUND_KEY, "/passthrough/openai/echo", "unpriceable"),
                                (LISTED_KEY, "/passthrough/openai/echo", "model_not_allowed"),
                                (PLAIN_KEY, "/passthrough/openai/echo", "passthrough_not_allowed")]:
            answer = self.gateway.request("GET", path, key=key)
            self.assertEqual((answer.status, answer.headers.get("x-gatehouse-error")), (403, code), (path, key))
        for path, body in [("/v1/images/generations", {"model": "picture", "prompt": "x"}),
                           ("/v1/audio/speech", {"model": "voice", "input": "x", "voice": "a"})]:
            answer = self.gateway.request("POST", path, body, key=BOUND_KEY)
            self.assertEqual((answer.status, answer.json()["error"]["code"]), (429, "price_unknown"))

    def test_other_models_in_the_request(self):
        def ask(key, **more):
            return self.gateway.request("POST", "/v1/images/generations", {"model": "picture", "prompt": "x", **more},
                                        key=key)
        self.assertEqual(ask(KEY, models=["anything"]).status, 200)
        self.assertEqual(ask(LISTED_KEY, models=["gpt-4o"]).status, 200)
        for more in ({"models": ["gpt-4o", "o3"]}, {"models": [{"model": "gpt-4o"}]}, {"models": {"a": 1}},
                     {"fallbacks": ["o3"]}, {"fallback_model": "o3"}):
            answer = ask(LISTED_KEY, **more)
            self.assertEqual((answer.status, answer.json()["error"]["code"]), (403, "model_not_allowed"), more)


if __name__ == "__main__":
    run_module()
