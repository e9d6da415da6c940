# SPDX-License-Identifier: Apache-2.0
"""Every preset of the catalogue whose service is chats in a recorded dialect: made a provider of its own in one daemon
(only the base URL leads to the replay upstream), it serves a plain, a streamed and a tool call."""
import json
import unittest

from support import KEY, SHARED, Gateway, Replay, run_module

# dialect of a preset -> (dialect of the recordings, path of a base URL at the replay upstream)
FORMS = {"openai": ("openai-chat", "/v1"), "openai_responses": ("openai-responses", "/v1"),
         "anthropic": ("anthropic-messages", ""), "gemini": ("gemini-generate", "/v1beta"),
         "cohere": ("cohere-v2-chat", ""), "ollama": ("ollama-chat", "")}
LEAST = 200
ASK = {"messages": [{"role": "user", "content": "What is the weather in Ghent?"}], "max_tokens": 500}
TOOLS = [{"type": "function", "function": {"name": "get_weather", "description": "Tells the weather.", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}}}}]
APART = {"server_tool", "builtin_tool", "web_search", "code_execution", "error_in_200", "request_cut"}
# Where the replay upstream looks for a credential. A preset that puts it elsewhere, or fetches tokens, is asked with
# this one: how credentials are sent has tests of its own.
CREDENTIAL = {"anthropic": {"x-api-key", "bearer"}, "gemini": {"x-goog-api-key"}}
NAMED = {"anthropic": "anthropic", "gemini": "gemini"}  # dialects whose rules the replay upstream knows by its path


def presets():
    """With the daemon's own words about each: nothing is assumed here."""
    gateway = Gateway("version: 1\n")
    try:
        found, cursor = [], ""
        while cursor is not None:
            page = gateway.ask_admin("GET", "/admin/v1/catalogue/providers?limit=100" + (f"&cursor={cursor}" if cursor else "")).json()
            found, cursor = found + page["items"], page["next"]
        return found
    finally:
        gateway.close()


def provider_line(preset, replay):
    _, path = FORMS[preset["dialect"]]
    base = replay.base(NAMED.get(preset["dialect"], preset["id"]))
    usual = preset["auth"].split("|")[0] in CREDENTIAL.get(preset["dialect"], {"bearer"})
    return (f'  - {{id: {preset["id"]}, preset: "{preset["id"]}", base_url: "{base}{path}", keys: ["env:E2E_KEY"]'
            + ("" if usual else ", auth: bearer") + "}")


class Presets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.replay = Replay()
        all_presets = presets()
        cls.presets = [p for p in all_presets if p["supported"] and p["dialect"] in FORMS]
        lines = [provider_line(preset, cls.replay) for preset in cls.presets]
        cls.gateway = Gateway("version: 1\nserver: {limits: {shed_after: 10s}}\nproviders:\n" + "\n".join(lines) + f"""
teams:
  - {{id: e2e, apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]}}
""", {"E2E_KEY": "sk-e2e-upstream"})
        cls.recorded = {recorded: cls.examples(recorded) for recorded, _ in FORMS.values()}

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.replay.stop()

    @classmethod
    def examples(cls, recorded):
        """An exchange for each: plain, streamed, with a call of a tool."""
        index = json.loads((SHARED / "recorded/INDEX.json").read_text())["exchanges"]
        entries = [e for e in index if e["dialect"] == recorded and e["status"] == 200 and not APART & set(e["features"])]
        calls = [e for e in entries if "tool_call" in e["features"] and not e["streaming"]]
        texts = [e for e in entries if "tool_call" not in e["features"] and "finish_length" not in e["features"]
                 and "structured_output" not in e["features"] and "content_filter_results" not in e["features"]]
        return {"plain": next(e["id"] for e in texts if not e["streaming"]),
                "stream": next(e["id"] for e in texts if e["streaming"]), "tools": calls[0]["id"]}

    def ask(self, preset, kind, **more):
        identifier = self.recorded[FORMS[preset["dialect"]][0]][kind]
        body = {**ASK, "model": f"{preset['id']}/replay/{identifier}", **more}
        answer = self.gateway.request("POST", "/v1/chat/completions", body)
        self.assertEqual(answer.status, 200, answer.body[:500])
        self.assertEqual(answer.headers["x-gatehouse-provider"], preset["id"])
        return answer

    def test_each_serves_its_dialect(self):
        self.assertGreaterEqual(len(self.presets), LEAST)
        for preset in self.presets:
            with self.subTest(preset["id"]):
                message = self.ask(preset, "plain").json()["choices"][0]["message"]
                self.assertTrue(message["content"])
                events = self.ask(preset, "stream", stream=True).body.decode()
                self.assertIn('"content":', events)
                self.assertRegex(events, r'"finish_reason": ?"stop"')
                call = self.ask(preset, "tools", tools=TOOLS).json()["choices"][0]["message"]["tool_calls"][0]
                self.assertIsInstance(json.loads(call["function"]["arguments"] or "{}"), dict)
        print(f"{len(self.presets)} presets: plain, stream and tools each")


if __name__ == "__main__":
    run_module()
