# SPDX-License-Identifier: Apache-2.0
"""A REST service published from an imported OpenAPI document, asked everything that schemathesis can think of through
the gateway: what fits the document passes, what does not is refused, and every answer is one that the document tells
of. Skips where schemathesis cannot be had (the test admin_schemathesis installs it)."""
import http.server
import json
import os
import pathlib
import re
import subprocess
import tempfile
import threading
import unittest

from support import KEY, Gateway, run_module, skip_all

PROGRAM = pathlib.Path(os.environ.get("GATEHOUSE_SCHEMATHESIS", "schemathesis"))
EXAMPLES = os.environ.get("GATEHOUSE_SCHEMATHESIS_EXAMPLES", "30")
ORDER = {"type": "object", "required": ["id", "item"], "additionalProperties": False, "properties": {
    "id": {"type": "integer", "readOnly": True}, "item": {"type": "string", "minLength": 1, "maxLength": 20, "pattern": "^[a-z]+$"},
    "count": {"type": "integer", "minimum": 1, "maximum": 99}, "note": {"type": "string", "nullable": True},
    "parts": {"type": "array", "maxItems": 3, "items": {"$ref": "#/components/schemas/Part"}}}}
DOCUMENT = {
    "openapi": "3.0.3", "info": {"title": "Orders", "version": "3"}, "servers": [{"url": "http://127.0.0.1/v3"}],
    "security": [{"own": []}],
    "paths": {
        "/orders": {
            "get": {"operationId": "listOrders", "parameters": [
                {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100}},
                {"name": "states", "in": "query", "explode": False, "style": "form",
                 "schema": {"type": "array", "minItems": 1, "items": {"type": "string", "enum": ["new", "paid"]}}},
                {"name": "paid", "in": "query", "schema": {"type": "boolean"}}],
                "responses": {"200": {"description": "All.", "content": {"application/json": {"schema": {
                    "type": "array", "items": {"$ref": "#/components/schemas/Order"}}}}}}},
            "post": {"operationId": "addOrder", "requestBody": {"required": True, "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}},
                "responses": {"201": {"$ref": "#/components/responses/Made"}}}},
        "/orders/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "get": {"operationId": "getOrder", "responses": {"200": {"$ref": "#/components/responses/Made"},
                                                             "404": {"description": "None."}}},
            "delete": {"operationId": "removeOrder", "responses": {"204": {"description": "Gone."}}}}},
    "components": {
        "parameters": {"Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0, "maximum": 999}}},
        "responses": {"Made": {"description": "An order.", "content": {"application/json": {"schema": {
            "$ref": "#/components/schemas/Order"}}}}},
        "schemas": {"Order": ORDER, "Part": {"type": "object", "required": ["name"], "additionalProperties": False,
                                             "properties": {"name": {"type": "string", "maxLength": 5}}}},
        "securitySchemes": {"own": {"type": "apiKey", "in": "header", "name": "x-orders-key"}}}}


class Orders(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    known, next = {}, 0

    def log_message(self, *_):
        pass

    def answer(self, status, value=None):
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        if value is not None:
            self.send_header("Content-Type", "application/json")
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def identity(self):
        return int(re.search(r"/(\d+)/?$", self.path.split("?")[0]).group(1))

    def do_GET(self):
        if self.path.split("?")[0].rstrip("/").endswith("/orders"):
            return self.answer(200, list(Orders.known.values())[:5])
        found = Orders.known.get(self.identity())
        return self.answer(200, found) if found else self.answer(404, {})

    do_HEAD = do_GET

    def do_POST(self):
        order = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        Orders.next = (Orders.next + 1) % 1000
        Orders.known[Orders.next] = {**order, "id": Orders.next}
        self.answer(201, Orders.known[Orders.next])

    def do_DELETE(self):
        Orders.known.pop(self.identity(), None)
        self.answer(204)


class Contract(unittest.TestCase):
    def test_the_published_document_holds(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Orders)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        gateway = Gateway(json.dumps({"version": 1, "server": {"limits": {"shed_after": "10s"}},
                                      "teams": [{"id": "e2e", "apps": [{"id": "tests", "keys": ["plain:" + KEY]}]}]}))
        try:
            imported = gateway.ask_admin("POST", "/admin/v1/apis/import_openapi", {"document": DOCUMENT})
            self.assertEqual(imported.status, 200, imported.body)
            service = imported.json()["draft"]
            service["groups"][0]["servers"] = [{"url": f"http://127.0.0.1:{server.server_address[1]}/v3"}]
            made = gateway.ask_admin("POST", "/admin/v1/apis", {
                "id": "orders", "kind": "service", "access": "open",
                "versions": [{"version": "1", "definition": {"service": service}}]})
            self.assertEqual(made.status, 201, made.body)
            published = gateway.ask_admin("POST", "/admin/v1/apis/orders/versions/1/publish", {})
            self.assertEqual(published.status, 200, published.body)
            document = gateway.request("GET", "/apis/orders/1/openapi.json")
            self.assertEqual(document.status, 200, document.body)
            with tempfile.TemporaryDirectory() as folder:
                file = pathlib.Path(folder) / "openapi.json"
                file.write_bytes(document.body)
                run = subprocess.run([PROGRAM, "run", file, "--url", gateway.base, "--header", f"Authorization: Bearer {KEY}",
                                      "--header", f"x-api-key: {KEY}",
                                      "--checks", "all",
                                      # Both places of the key are filled: with one left out the other still opens.
                                      "--exclude-checks", "ignored_auth,missing_required_header",
                                      "--max-examples", EXAMPLES, "--seed", "1",
                                      "--request-timeout", "20", "--no-color"],
                                     cwd=folder, capture_output=True, text=True, check=False)
            self.assertEqual(run.returncode, 0, run.stdout[-20_000:] + run.stderr[-2_000:])
        finally:
            gateway.close()
            server.shutdown()
            server.server_close()


if __name__ == "__main__":
    if not PROGRAM.exists():
        skip_all(f"no schemathesis at {PROGRAM}")
    run_module()
