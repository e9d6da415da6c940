# SPDX-License-Identifier: Apache-2.0
"""Answers from the cache of a route: counted by the upstream itself, with clients of several dialects."""
import http.client
import http.server
import json
import threading
import time
import unittest

from support import KEY, Gateway, run_module

OTHER_KEY = "e2e-other-key-0123456789abcdef01234567890"


class Upstream:
    """An OpenAI chat and embeddings server that counts what it is asked; a prompt may say how it shall answer."""

    def __init__(self):
        outer = self
        self.asked = []
        self.lock = threading.Lock()
        self.gate = threading.Event()
        self.gate.set()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with outer.lock:
                    outer.asked.append((self.path, body))
                    number = len(outer.asked)
                try:
                    self.answer(body, number)
                except OSError:
                    pass

            def answer(self, body, number):
                if self.path.endswith("/embeddings"):
                    text = body["input"] if isinstance(body["input"], str) else body["input"][0]
                    animal = [1.0, 0.1] if any(word in text for word in ("dog", "hound", "puppy")) else [0.1, 1.0]
                    return self.send({"object": "list", "model": body["model"], "data": [
                        {"object": "embedding", "index": 0, "embedding": animal}],
                        "usage": {"prompt_tokens": 3, "total_tokens": 3}})
                prompt = json.dumps(body["messages"][-1])
                outer.gate.wait(20)
                if "fail" in prompt:
                    return self.send({"error": {"message": "no", "type": "server_error"}}, 500)
                message, finish = {"role": "assistant", "content": f"answer {number}"}, "stop"
                if "filtered" in prompt:
                    finish = "content_filter"
                if "call a tool" in prompt:
                    message, finish = {"role": "assistant", "content": None, "tool_calls": [
                        {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}, "tool_calls"
                usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
                head = {"id": f"c-{number}", "created": 1, "model": body["model"]}
                if not body.get("stream"):
                    return self.send({**head, "object": "chat.completion", "usage": usage, "choices": [
                        {"index": 0, "message": message, "finish_reason": finish}]})
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                chunks = [{"delta": {"role": "assistant", "content": "answer "}, "finish_reason": None},
                          {"delta": {"content": str(number)}, "finish_reason": None}]
                if "cut" not in prompt:
                    chunks.append({"delta": {}, "finish_reason": finish})
                for chunk in chunks:
                    data = {**head, "object": "chat.completion.chunk", "choices": [{"index": 0, **chunk}]}
                    self.wfile.write(f"data: {json.dumps(data)}\n\n".encode())
                if "cut" not in prompt:
                    data = {**head, "object": "chat.completion.chunk", "choices": [], "usage": usage}
                    self.wfile.write(f"data: {json.dumps(data)}\n\ndata: [DONE]\n\n".encode())
                self.close_connection = True

            def send(self, answer, status=200):
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def count(self, path="/chat/completions"):
        with self.lock:
            return sum(1 for asked, _ in self.asked if asked.endswith(path))

    def close(self):
        self.gate.set()
        self.server.shutdown()
        self.server.server_close()


def config(port):
    target = "targets: [{provider: up, model: m1}]"
    return f"""version: 1
cache: {{memory: 8MiB, store: 16MiB}}
providers:
  - {{id: up, dialect: openai, base_url: "http://127.0.0.1:{port}/v1", keys: ["plain:x"], regions: [eu],
     prices: [{{model: m1, input: "100000", output: "200000"}}, {{model: e1, input: "1"}}]}}
  - {{id: far, dialect: openai, base_url: "http://127.0.0.1:{port}/v1", keys: ["plain:x"], regions: [us]}}
routes:
  - {{model: exact, {target}, cache: {{mode: exact}}, retry: {{attempts: 1}}}}
  - {{model: short, {target}, cache: {{mode: exact, ttl: 1s}}}}
  - {{model: team, {target}, cache: {{mode: exact, shared: team}}}}
  - {{model: tools, {target}, cache: {{mode: exact, tool_results: true, max_temperature: "2"}}}}
  - {{model: alike, {target}, cache: {{mode: semantic, similarity: "0.85"}}}}
  - {{model: meaning, {target}, cache: {{mode: semantic, embedding: vectors}}}}
  - {{model: vectors, targets: [{{provider: up, model: e1}}], cache: {{mode: exact}}}}
  - {{model: homely, {target}, regions: [eu], cache: {{mode: semantic, embedding: far-vectors}}}}
  - {{model: far-vectors, targets: [{{provider: far, model: e1}}]}}
  - {{model: plain, {target}}}
teams:
  - id: e2e
    apps:
      - {{id: tests, keys: ["plain:{KEY}"]}}
      - {{id: others, keys: ["plain:{OTHER_KEY}"]}}
"""


class Cache(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()
        cls.gateway = Gateway(config(cls.upstream.port))

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.upstream.close()

    def chat(self, text, model="exact", headers=None, key=KEY, **more):
        return self.gateway.request("POST", "/v1/chat/completions", {
            "model": model, "messages": [{"role": "user", "content": text}], **more}, headers, key)

    def expect(self, answer, cache, status=200):
        self.assertEqual((answer.status, answer.headers.get("x-gatehouse-cache")), (status, cache), answer.body)
        return answer

    def words(self, answer):
        return answer.json()["choices"][0]["message"]["content"]

    def test_an_equal_request_is_answered_from_the_cache(self):
        before = self.upstream.count()
        first = self.expect(self.chat("equal", temperature=0), "miss")
        second = self.gateway.request("POST", "/v1/chat/completions",
                                      '{"temperature": 0.0,\n"messages":[{"content":"equal","role":"user"}],'
                                      '"model":"exact", "n": 1}')
        self.expect(second, "hit")
        self.assertEqual(first.body, second.body)
        self.assertIn("age", second.headers)
        self.assertEqual(second.headers["x-gatehouse-attempts"], "0")
        self.assertEqual(self.upstream.count(), before + 1)
        record = self.gateway.call_record(second.headers["x-request-id"])
        self.assertEqual((record["cache"], record["cost"], record["tokens"]["input"]), ("hit", "0", 0))
        note = record["explain"]["cache"]
        self.assertEqual((note["call"], note["saved"]), (first.headers["x-request-id"], "2"))

    def test_any_other_field_makes_another_request(self):
        self.expect(self.chat("fields"), "miss")
        for more in ({"temperature": 0}, {"max_tokens": 5}, {"seed": 1}, {"user": "u"}, {"stop": ["x"]},
                     {"logit_bias": {"1": 1}}, {"made_up": True}):
            self.expect(self.chat("fields", **more), "miss")
        self.expect(self.chat("fields", headers={"OpenAI-Beta": "x=1"}), "miss")
        self.expect(self.chat("fields", key=OTHER_KEY), "miss")
        self.expect(self.chat("fields", model="plain"), "off")
        self.expect(self.chat("fields"), "hit")

    def test_a_team_may_share(self):
        self.expect(self.chat("team", "team"), "miss")
        self.expect(self.chat("team", "team", key=OTHER_KEY), "hit")

    def test_what_a_request_may_ask(self):
        self.expect(self.chat("asks"), "miss")
        for headers in ({"x-gatehouse-cache": "off"}, {"Cache-Control": "no-store"}):
            self.expect(self.chat("asks", headers=headers), "off")
        old = self.words(self.expect(self.chat("asks"), "hit"))
        for headers in ({"x-gatehouse-cache": "refresh"}, {"Cache-Control": "no-cache"}):
            new = self.words(self.expect(self.chat("asks", headers=headers), "miss"))
            self.assertNotEqual(old, new)
            self.assertEqual(self.words(self.expect(self.chat("asks"), "hit")), new)
            old = new
        for headers in ({"x-gatehouse-cache": "only"}, {"Cache-Control": "only-if-cached"}):
            self.expect(self.chat("asks", headers=headers), "hit")
            refused = self.chat("never asked", headers=headers)
            self.assertEqual((refused.status, refused.headers["x-gatehouse-error"]), (504, "not_cached"))
        refused = self.chat("asks", headers={"x-gatehouse-cache": "perhaps"})
        self.assertEqual((refused.status, refused.headers["x-gatehouse-error"]), (400, "invalid_cache_wish"))

    def test_an_answer_has_its_time(self):
        self.expect(self.chat("time", "short"), "miss")
        self.expect(self.chat("time", "short"), "hit")
        end = time.monotonic() + 10
        while self.chat("time", "short", headers={"x-gatehouse-cache": "only"}).status == 200:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)
        self.expect(self.chat("time", "short"), "miss")

    def test_what_is_never_kept(self):
        for text, more in (("filtered", {}), ("call a tool", {}), ("fail", {}), ("cut", {"stream": True}),
                           ("warm", {"temperature": 0.7})):
            before = self.upstream.count()
            self.chat(text, **more)
            answer = self.chat(text, **more)
            self.assertIn(answer.headers.get("x-gatehouse-cache"), ("miss", "off"), text)
            self.assertGreaterEqual(self.upstream.count(), before + 2, text)
        results = [{"role": "user", "content": "q"}, {"role": "assistant", "tool_calls": [
            {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
            {"role": "tool", "tool_call_id": "1", "content": "r"}]
        for model, second in (("exact", "off"), ("tools", "hit")):
            for expected in ({"exact": "off", "tools": "miss"}[model], second):
                self.expect(self.gateway.request("POST", "/v1/chat/completions",
                                                 {"model": model, "messages": results}), expected)
        self.expect(self.chat("call a tool", "tools", temperature=1), "miss")
        self.assertTrue(self.expect(self.chat("call a tool", "tools", temperature=1), "hit").json()
                        ["choices"][0]["message"]["tool_calls"])

    def test_streams_and_whole_answers_serve_each_other(self):
        whole = self.words(self.expect(self.chat("first whole"), "miss"))
        stream = self.expect(self.chat("first whole", stream=True, stream_options={"include_usage": True}), "hit")
        self.assertTrue(stream.headers["content-type"].startswith("text/event-stream"))
        self.assertEqual(self.text_of(stream.body), whole)
        self.assertIn(b'"completion_tokens":5', stream.body)
        self.assertTrue(stream.body.rstrip().endswith(b"data: [DONE]"))
        stream = self.expect(self.chat("first streamed", stream=True), "miss")
        whole = self.expect(self.chat("first streamed"), "hit")
        self.assertEqual(self.words(whole), self.text_of(stream.body))
        self.assertEqual(whole.json()["usage"]["prompt_tokens"], 10)

    def text_of(self, body):
        text = ""
        for line in body.decode().splitlines():
            if line.startswith("data: {"):
                for choice in json.loads(line[6:])["choices"]:
                    text += choice["delta"].get("content") or ""
        return text

    def test_dialects_share_conversations_of_text(self):
        before = self.upstream.count()
        text = self.words(self.expect(self.chat("dialects", max_tokens=50, temperature=0), "miss"))
        asked = {"model": "exact", "max_tokens": 50, "temperature": 0,
                 "messages": [{"role": "user", "content": "dialects"}]}
        answer = self.expect(self.gateway.request("POST", "/anthropic/v1/messages", asked), "hit")
        self.assertEqual(answer.json()["content"][0]["text"], text)
        answer = self.expect(self.gateway.request("POST", "/anthropic/v1/messages", {**asked, "stream": True}), "hit")
        self.assertIn(b"event: message_stop", answer.body)
        gemini = {"contents": [{"role": "user", "parts": [{"text": "dialects"}]}],
                  "generationConfig": {"maxOutputTokens": 50, "temperature": 0}}
        answer = self.expect(self.gateway.request("POST", "/gemini/v1beta/models/exact:generateContent", gemini), "hit")
        self.assertEqual(answer.json()["candidates"][0]["content"]["parts"][0]["text"], text)
        answer = self.expect(self.gateway.request(
            "POST", "/gemini/v1beta/models/exact:streamGenerateContent?alt=sse", gemini), "hit")
        self.assertIn(text.encode(), answer.body)
        self.assertEqual(self.upstream.count(), before + 1)
        asked = {"model": "exact", "input": "dialects", "temperature": 0}
        self.expect(self.gateway.request("POST", "/v1/responses", asked), "miss")
        self.expect(self.gateway.request("POST", "/v1/responses", asked), "hit")
        answer = self.expect(self.gateway.request("POST", "/v1/responses", {**asked, "stream": True}), "hit")
        self.assertIn(b"response.completed", answer.body)

    def together(self, text, count, leave_first=False):
        """So many equal calls at once; the upstream answers when all have come."""
        self.upstream.gate.clear()
        before = self.upstream.count()
        answers, threads = [], []
        if leave_first:
            leader = http.client.HTTPConnection("127.0.0.1", self.gateway.port)
            leader.request("POST", "/v1/chat/completions", json.dumps(
                {"model": "exact", "messages": [{"role": "user", "content": text}]}),
                {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"})
            self.wait_until(lambda: self.upstream.count() == before + 1)
        for i in range(count):
            thread = threading.Thread(target=lambda i=i: answers.append(self.chat(text, stream=i % 2 == 1)))
            thread.start()
            threads.append(thread)
        self.wait_until(lambda: self.in_flight() >= count)
        if leave_first:
            leader.close()
            self.wait_until(lambda: self.upstream.count() == before + 2)
        self.upstream.gate.set()
        for thread in threads:
            thread.join(30)
        return answers, self.upstream.count() - before

    def in_flight(self):
        metrics = self.gateway.ask_admin("GET", "/metrics").body.decode()
        for line in metrics.splitlines():
            if line.startswith("gatehouse_requests_running") and "gateway" in line:
                return float(line.rsplit(" ", 1)[1])
        self.fail("no gauge of running requests")

    def wait_until(self, holds):
        end = time.monotonic() + 30
        while not holds():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)

    def test_equal_calls_at_once_are_one_call(self):
        answers, asked = self.together("at once", 50)
        self.assertEqual((len(answers), asked), (50, 1))
        self.assertEqual(sorted(answer.headers["x-gatehouse-cache"] for answer in answers), ["hit"] * 49 + ["miss"])
        records = [self.gateway.call_record(answer.headers["x-request-id"]) for answer in answers]
        self.assertEqual(sorted(record["cost"] for record in records), ["0"] * 49 + ["2"])

    def test_when_the_leader_leaves_another_leads(self):
        answers, asked = self.together("leader leaves", 20, leave_first=True)
        self.assertEqual((len(answers), asked), (20, 2))
        self.assertEqual({answer.status for answer in answers}, {200})

    def test_alike_texts_by_the_built_in_comparison(self):
        self.expect(self.chat("What is the capital of France?", "alike"), "miss")
        found = self.semantic("what is the capital of france please", "alike")
        self.assertGreaterEqual(self.gateway.call_record(found.headers["x-request-id"])
                                ["explain"]["cache"]["likeness_percent"], 85)
        self.expect(self.chat("How do I bake a cherry cake?", "alike"), "miss")
        self.expect(self.chat("what is the capital of france please", "alike", temperature=0), "miss")
        self.expect(self.chat("what is the capital of france please", "alike", key=OTHER_KEY), "miss")

    def test_alike_texts_by_a_routes_embeddings(self):
        self.expect(self.chat("Tell me of a dog", "meaning"), "miss")
        before = self.upstream.count("/embeddings")
        found = self.semantic("Tell me of a hound", "meaning")
        self.assertGreater(self.upstream.count("/embeddings"), before)
        own = self.gateway.call_record(found.headers["x-request-id"] + "-e")
        self.assertEqual((own["operation"], own["route"], own["app"]),
                         ("embeddings", "vectors", "gatehouse:conformance"))
        self.expect(self.chat("Tell me of a cat", "meaning"), "miss")

    def test_no_text_leaves_the_regions_of_its_route(self):
        before = self.upstream.count("/embeddings")
        first = self.expect(self.chat("Stay at home", "homely"), "miss")
        self.expect(self.chat("Stay at home", "homely"), "hit")
        self.expect(self.chat("Stay at home, please", "homely"), "miss")
        self.assertEqual(self.upstream.count("/embeddings"), before)
        own = self.gateway.call_record(first.headers["x-request-id"] + "-e")
        self.assertEqual(own["error"], "no_target_in_region")

    def semantic(self, text, model):
        """The index is a moment behind; what is asked meanwhile must not be kept."""
        end = time.monotonic() + 10
        while True:
            answer = self.chat(text, model, headers={"x-gatehouse-cache": "only"})
            if answer.status == 200 or time.monotonic() > end:
                return self.expect(answer, "semantic")
            time.sleep(0.05)

    def test_embeddings_are_kept_too(self):
        before = self.upstream.count("/embeddings")
        asked = {"model": "vectors", "input": "puppy"}
        first = self.expect(self.gateway.request("POST", "/v1/embeddings", asked), "miss")
        second = self.expect(self.gateway.request("POST", "/v1/embeddings", asked), "hit")
        self.assertEqual(first.json()["data"], second.json()["data"])
        self.expect(self.gateway.request("POST", "/v1/embeddings", {**asked, "dimensions": 2}), "miss")
        self.assertEqual(self.upstream.count("/embeddings"), before + 2)

    def test_purging_and_what_is_told(self):
        self.expect(self.chat("purge"), "miss")
        self.expect(self.chat("purge", "team"), "miss")
        key = self.gateway.call_record(self.expect(self.chat("purge"), "hit").headers["x-request-id"])
        entry = key["explain"]["cache"]["key"]
        state = self.gateway.ask_admin("GET", "/admin/v1/cache").json()
        self.assertGreater(state["hits"], 0)
        self.assertGreater(float(state["saved"]), 0)
        routes = {route["route"]: route for route in state["routes"]}
        self.assertTrue(routes["exact"]["on"] and routes["exact"]["entries"] > 0)
        purge = lambda body: self.gateway.ask_admin("POST", "/admin/v1/cache/purge", body)
        self.assertEqual(purge({"key": entry}).json(), {"purged": 1})
        self.expect(self.chat("purge"), "miss")
        self.assertGreater(purge({"route": "exact"}).json()["purged"], 0)
        self.expect(self.chat("purge"), "miss")
        self.expect(self.chat("purge", "team"), "hit")
        self.assertEqual(purge({"model": "no such"}).json(), {"purged": 0})
        for wrong in ({"route": ""}, {"made_up": "x"}, {"route": 5}, []):
            self.assertIn(purge(wrong).status, (400, 422), wrong)
        audit = self.gateway.ask_admin("GET", "/admin/v1/audit?limit=20").json()["items"]
        self.assertIn(("cache.purge", "route exact"), [(entry["action"], entry["id"]) for entry in audit])
        self.assertTrue(b'gatehouse_cache_requests_total{route="exact",outcome="hit"}' in
                        self.gateway.ask_admin("GET", "/metrics").body)

    def test_wrong_settings_are_refused(self):
        for cache in ({"mode": "always"}, {"ttl": "0s"}, {"similarity": "1.5"}, {"max_temperature": "-1"},
                      {"shared": "all"}, {"made_up": 1}):
            answer = self.gateway.ask_admin("PATCH", "/admin/v1/routes/plain", {"cache": cache})
            self.assertIn(answer.status, (400, 409, 422), cache)
        answer = self.gateway.ask_admin("PATCH", "/admin/v1/routes/alike", {"cache": {"embedding": "no such route"}})
        self.assertEqual((answer.status, answer.json()["field"]), (409, "cache.embedding"))
        self.assertEqual(self.gateway.ask_admin("DELETE", "/admin/v1/routes/vectors").status, 409)
        for body in ({"memory": "5"}, {"store": "0MiB"}, {"ttl": "x"}):
            self.assertIn(self.gateway.ask_admin("PATCH", "/admin/v1/cache/settings", body).status, (400, 422), body)
        self.assertEqual(self.gateway.ask_admin("GET", "/admin/v1/cache/settings").json()["memory"], "8MiB")


class Restart(unittest.TestCase):
    def test_entries_outlive_the_process(self):
        upstream = Upstream()
        self.addCleanup(upstream.close)
        gateway = Gateway(config(upstream.port))
        self.addCleanup(gateway.close)
        ask = lambda text, **headers: gateway.request("POST", "/v1/chat/completions", {
            "model": "exact", "messages": [{"role": "user", "content": text}]}, headers)
        first = ask("kept")
        ask("purged")
        entry = gateway.call_record(ask("purged").headers["x-request-id"])["explain"]["cache"]["key"]
        gateway.ask_admin("POST", "/admin/v1/cache/purge", {"key": entry})
        gateway.process.terminate()
        self.assertEqual(gateway.process.wait(30), 0)
        gateway.start()
        end = time.monotonic() + 10
        only = {"x-gatehouse-cache": "only"}
        while (found := ask("kept", **only)).status != 200:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)
        self.assertEqual(found.body, first.body)
        state = gateway.ask_admin("GET", "/admin/v1/cache").json()
        self.assertGreaterEqual(float(state["saved"]), 4)  # a hit before the restart, and one behind it
        self.assertEqual(ask("purged", **only).status, 504)
        self.assertEqual(upstream.count(), 2)


if __name__ == "__main__":
    run_module()
