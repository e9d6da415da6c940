# SPDX-License-Identifier: Apache-2.0
"""Published APIs as tools of the Model Context Protocol: the official client lists and calls them, under the rights of
its key alone."""
import asyncio
import json
import unittest

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from published import until
from support import KEY, PATIENT, Gateway, run_module

OTHER = "e2e-other-key-0123456789abcdef0123456789"
CONFIGURATION = f"""version: 1
server: {{{PATIENT}}}
prompts:
  - id: greeting
    versions:
      - version: 1
        model: demo/echo
        messages: [{{role: user, content: "Greet {{{{name}}}}"}}]
        variables: [{{name: name, schema: {{type: string, maxLength: 20}}, description: Whom}}]
apis:
  - {{id: greet, title: Greeting, description: "Greets somebody.", access: open,
      versions: [{{version: "1", state: published, definition: {{prompt: greeting@1}}}}]}}
  - {{id: chat, kind: model, access: open, versions: [{{version: "1", state: published, definition: {{models: [demo/echo]}}}}]}}
  - {{id: asked, versions: [{{version: "1", state: published, definition: {{prompt: greeting@1}}}}]}}
  - {{id: draft, access: open, versions: [{{version: "1", definition: {{prompt: greeting@1}}}}]}}
teams:
  - id: users
    apps: [{{id: tests, keys: ["plain:{KEY}"]}}, {{id: other, keys: ["plain:{OTHER}"]}}]
subscriptions:
  - {{id: s1, api: asked, app: other, state: approved}}
"""


async def with_client(gateway, key, work):
    async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}, timeout=20) as http:
        transport = streamable_http_client(f"{gateway.base}/mcp", http_client=http)
        async with Client(transport) as client:
            return await work(client)


class Mcp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway(CONFIGURATION)

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def ask(self, work, key=KEY):
        return asyncio.run(with_client(self.gateway, key, work))

    def tools(self, key):
        listed = self.ask(lambda client: client.list_tools(), key)
        return {tool.name: tool for tool in listed.tools}

    def calls_of(self, api):
        return self.gateway.ask_admin("GET", f"/admin/v1/calls?q=api:{api}").json()["items"]

    def test_each_key_sees_what_it_may_call(self):
        mine = self.tools(KEY)
        self.assertEqual(set(mine), {"greet", "chat"})
        self.assertEqual(set(self.tools(OTHER)), {"greet", "chat", "asked"})
        self.assertEqual(mine["greet"].description, "Greets somebody.")

    def test_tools_are_called_and_recorded_once(self):
        answer = self.ask(lambda client: client.call_tool("greet", {"name": "Ada {{x}}"}))
        self.assertFalse(answer.is_error)
        self.assertIn("Greet Ada {{x}}", answer.content[0].text)
        answer = self.ask(lambda client: client.call_tool("chat", {"input": "hello there"}))
        self.assertIn("hello there", answer.content[0].text)
        until(lambda: self.calls_of("chat"))  # written later than the one before
        self.assertEqual(len(self.calls_of("greet")), 1)

    def test_what_the_api_refuses_is_told_to_the_model(self):
        answer = self.ask(lambda client: client.call_tool("greet", {"name": "x" * 21}))
        self.assertTrue(answer.is_error)
        self.assertIn("name", answer.content[0].text)

    def test_revoking_takes_the_tool_away(self):
        self.assertIn("asked", self.tools(OTHER))
        self.assertEqual(self.gateway.ask_admin("POST", "/admin/v1/subscriptions/s1/suspend", {}).status, 200)
        self.assertNotIn("asked", self.tools(OTHER))
        with self.assertRaises(Exception):
            self.ask(lambda client: client.call_tool("asked", {"name": "Ada"}), OTHER)
        self.gateway.ask_admin("POST", "/admin/v1/subscriptions/s1/resume", {})

    def test_wrong_messages_and_keys(self):
        def post(body, key=KEY):
            return self.gateway.request("POST", "/mcp", body, key=key)
        self.assertEqual(post({"jsonrpc": "2.0", "id": 1, "method": "ping"}, key="wrong").status, 401)
        self.assertEqual(post({"jsonrpc": "2.0", "id": 1, "method": "ping"}, key=None).status, 401)
        self.assertEqual(post("{").status, 400)
        self.assertEqual(post([{"jsonrpc": "2.0", "id": 1, "method": "ping"}]).status, 400)
        self.assertEqual(post({"jsonrpc": "2.0", "method": "notifications/initialized"}).status, 202)
        unknown = post({"jsonrpc": "2.0", "id": "a", "method": "resources/list"}).json()
        self.assertEqual((unknown["id"], unknown["error"]["code"]), ("a", -32601))
        nobody = post({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "draft"}}).json()
        self.assertEqual(nobody["error"]["code"], -32602)
        self.assertEqual(self.gateway.request("GET", "/mcp").status, 405)


if __name__ == "__main__":
    run_module()
