# SPDX-License-Identifier: Apache-2.0
"""The official clients against an API of kind model: another base URL is all that they need."""
import unittest

import anthropic
import openai

from support import KEY, PATIENT, Gateway, run_module

CONFIGURATION = f"""version: 1
server: {{{PATIENT}}}
apis:
  - {{id: chat, kind: model, access: open, versions: [{{version: "1", state: published, definition: {{models: [demo/echo]}}}}]}}
teams: [{{id: users, apps: [{{id: tests, keys: ["plain:{KEY}"], models: ["*"]}}]}}]
"""
HELLO = [{"role": "user", "content": "hello there"}]


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway(CONFIGURATION)

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def test_openai(self):
        client = openai.OpenAI(base_url=f"{self.gateway.base}/apis/chat/1/v1", api_key=KEY, max_retries=0)
        answer = client.chat.completions.create(model="demo/echo", messages=HELLO)
        self.assertIn("hello there", answer.choices[0].message.content)
        pieces = client.chat.completions.create(model="demo/echo", messages=HELLO, stream=True)
        self.assertIn("hello there", "".join(p.choices[0].delta.content or "" for p in pieces if p.choices))
        self.assertEqual([model.id for model in client.models.list()], ["demo/echo"])
        with self.assertRaises(openai.PermissionDeniedError):
            client.chat.completions.create(model="demo/slow", messages=HELLO)
        with self.assertRaises(openai.NotFoundError):
            client.models.retrieve("demo/slow")

    def test_anthropic(self):
        client = anthropic.Anthropic(base_url=f"{self.gateway.base}/apis/chat/latest", api_key=KEY, max_retries=0)
        answer = client.messages.create(model="demo/echo", max_tokens=50, messages=HELLO)
        self.assertIn("hello there", answer.content[0].text)
        with self.assertRaises(anthropic.PermissionDeniedError):
            client.messages.create(model="demo/slow", max_tokens=50, messages=HELLO)


if __name__ == "__main__":
    run_module()
