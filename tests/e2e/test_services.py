# SPDX-License-Identifier: Apache-2.0
"""REST services behind published APIs: rules and changes, balancing and health, checks by an OpenAPI document, cache,
compression, pages of other sites; and that nothing of a client's key, and no twisted path, reaches a service."""
import gzip
import http.client
import http.server
import json
import socket
import threading
import time
import unittest

from support import KEY, Gateway, run_module

OTHER_TEAM_KEY = "e2e-other-team-key-0123456789abcdef0123456789"
REVOKED_KEY = "e2e-revoked-key-0123456789abcdef0123456789abc"
LIMITED_KEY = "e2e-limited-key-0123456789abcdef0123456789abc"
SECRET = "sk-service-e2e-0123456789"
DOCUMENT = {
    "openapi": "3.0.3", "info": {"title": "Shop", "version": "1"}, "servers": [{"url": "https://shop.example/v1"}],
    "paths": {
        "/orders": {
            "get": {"parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1}}],
                    "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {
                        "type": "array"}}}}}},
            "post": {"requestBody": {"required": True, "content": {"application/json": {"schema": {
                "$ref": "#/components/schemas/Order"}}}}, "responses": {"200": {"description": "ok"}}}},
        "/orders/{id}": {"get": {"parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "responses": {"200": {"description": "ok"}}}}},
    "components": {"schemas": {"Order": {
        "type": "object", "required": ["item"], "additionalProperties": False,
        "properties": {"item": {"type": "string", "maxLength": 5}, "note": {"type": "string", "nullable": True}}}}}}


class Service:
    """A server that tells what it got, and does what its path says."""

    def __init__(self, name):
        self.name, self.seen, self.well, self.broken = name, [], True, False
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def serve(self):
                size = int(self.headers.get("Content-Length") or 0)
                chunked = "chunked" in self.headers.get("Transfer-Encoding", "")
                body = self.read_chunks() if chunked else self.rfile.read(size)
                if self.path.endswith("/health"):
                    return self.answer(200 if outer.well else 503, b"{}")
                outer.seen.append((self.command, self.path, dict(self.headers.items()), body))
                if outer.broken:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return None
                told = {"server": outer.name, "method": self.command, "target": self.path, "size": len(body),
                        "headers": {k.lower(): v for k, v in self.headers.items()},
                        "body": body.decode("latin-1") if len(body) < 10_000 else ""}
                path = self.path.split("?")[0]
                if path.endswith("/missing"):
                    return self.answer(404, json.dumps({"error": "none"}).encode())
                if path.endswith("/long"):
                    return self.answer(200, json.dumps({"text": "word " * 5000}).encode())
                if path.endswith("/moved"):
                    return self.answer(302, b"", Location=f"http://127.0.0.1:{outer.port}/base/there")
                if path.endswith("/cut"):
                    self.send_response(200)
                    self.send_header("Content-Length", "1000")
                    self.end_headers()
                    self.wfile.write(b"part")
                    self.close_connection = True
                    return None
                if path.endswith("/events"):
                    self.send_response(200)
                    self.send_header("Content-Type", "text/event-stream")
                    self.send_header("Transfer-Encoding", "chunked")
                    self.end_headers()
                    try:
                        for number in range(1200):
                            event = b"data: %d\n\n" % number
                            self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
                            time.sleep(0.05)
                    except OSError:
                        outer.seen.append("left")
                    self.close_connection = True
                    return None
                if path.endswith("/slow"):
                    time.sleep(3)
                if path.endswith("/unavailable"):
                    return self.answer(503, b"{}")
                if path.endswith("/big"):
                    self.send_response(200)
                    self.send_header("Transfer-Encoding", "chunked")
                    self.end_headers()
                    for _ in range(64):
                        self.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
                    self.wfile.write(b"0\r\n\r\n")
                    return None
                fields = {"X-Internal": "10.0.0.7", "X-Shown": "yes", "ETag": '"v1"'}
                if "/kept/" not in path:
                    fields["Set-Cookie"] = "a=b"
                return self.answer(200, json.dumps(told).encode(), **fields)

            def read_chunks(self):
                body = b""
                while size := int(self.rfile.readline().strip() or b"0", 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return body

            def answer(self, status, body, **fields):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                for name, value in fields.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = serve

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/base"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def config(a, b, c):
    service = {
        "groups": [
            {"id": "main", "servers": [{"url": a.url}, {"url": b.url}], "retries": 1, "failures": 100,
             "credentials": {"header": "Authorization", "prefix": "Bearer ", "secret": "env:SERVICE_SHOP"}},
            {"id": "next", "servers": [{"url": c.url}]},
            {"id": "checked", "servers": [{"url": b.url}, {"url": c.url}],
             "health": {"path": "/health", "every": "1s", "unhealthy": 2, "healthy": 1}}],
        "rules": [
            {"name": "next", "match": {"path": "/next/*"}, "groups": [{"group": "next"}]},
            {"name": "shares", "match": {"path": "/shares"},
             "groups": [{"group": "main", "weight": 3}, {"group": "next", "weight": 1}]},
            {"name": "checked", "match": {"path": "/checked"}, "groups": [{"group": "checked"}]},
            {"name": "mapped", "match": {"path": "/mapped/{id}", "methods": ["POST"]}, "groups": [{"group": "next"}],
             "request": {"path": "/items/{id}", "set_headers": {"X-Team": "{{/caller/team}}", "X-Page": "{{/query/page|1}}"},
                         "set_query": {"q": "{{/body/search}}"}, "remove_query": ["page"],
                         "body": {"find": {"text": "{{/body/search}}", "id": "{{/path/id}}", "none": "{{/body/none}}"}}},
             "response": {"set_headers": {"X-Was": "{{/status}}"}, "pass_headers": ["x-shown"],
                          "body": {"got": "{{/body/body}}", "at": "{{/body/target}}"}}},
            {"name": "statuses", "match": {"path": "/statuses/*"}, "groups": [{"group": "next"}],
             "response": {"status": {"404": "410", "5xx": "502"}}},
            {"name": "kept by team", "match": {"path": "/kept/team/*"}, "groups": [{"group": "next"}], "cache": {"ttl": "60s"},
             "request": {"set_headers": {"X-Team": "{{/caller/team}}"}}},
            {"name": "kept", "match": {"path": "/kept/*"}, "groups": [{"group": "next"}], "cache": {"ttl": "60s"}},
            {"name": "hasty", "match": {"path": "/hasty/*"}, "groups": [{"group": "next"}], "timeout": "300ms"},
            {"name": "beta", "match": {"path": "/*", "headers": {"x-channel": "beta*"}}, "groups": [{"group": "next"}]},
            {"name": "rest", "match": {"path": "/*"}}],
        "cors": {"origins": ["https://shop.example"], "headers": ["x-page"]}}
    logged = {"groups": [{"id": "main", "servers": [{"url": c.url}]}],
              "validation": {"document": DOCUMENT, "requests": False, "responses": "log"}}
    checked = {"groups": [{"id": "main", "servers": [{"url": c.url}]}], "validation": {"document": DOCUMENT}}

    def api(name, definition, **more):
        return {"id": name, "kind": "service", "access": "open",
                "versions": [{"version": "1", "state": "published", "definition": {"service": definition}}], **more}
    return json.dumps({
        "version": 1, "server": {"limits": {"shed_after": "10s"}},
        "teams": [{"id": "e2e", "apps": [{"id": "tests", "keys": ["plain:" + KEY]},
                                         {"id": "revoked", "keys": ["plain:" + REVOKED_KEY]},
                                         {"id": "limited", "keys": ["plain:" + LIMITED_KEY],
                                          "limits": {"requests_per_minute": 2}}]},
                  {"id": "other", "apps": [{"id": "others", "keys": ["plain:" + OTHER_TEAM_KEY]}]}],
        "organisation": {"self_approval": "allow"},
        "apis": [api("shop", service), api("frail", {"groups": [{
            "id": "main", "servers": [{"url": a.url}, {"url": b.url}], "retries": 1, "failures": 3, "rest": "60s"}]}),
                  api("orders", checked), api("logged", logged), api("closed", checked, access="team", team="e2e"),
                 # A name that leads to 169.254.169.254, as any name server could tell it.
                 api("trap", {"groups": [{"id": "main", "servers": [{"url": "http://2852039166/latest"}]}]}),
                 api("plain", {"groups": [{"id": "main", "servers": [{"url": c.url}]}]})]})


class Services(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.a, cls.b, cls.c = Service("a"), Service("b"), Service("c")
        cls.gateway = Gateway(config(cls.a, cls.b, cls.c), {"SERVICE_SHOP": SECRET}, ["--threads", "1"])

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        for service in (cls.a, cls.b, cls.c):
            service.stop()

    def setUp(self):
        for service in (self.a, self.b, self.c):
            service.well, service.broken = True, False
            service.seen.clear()

    def ask(self, method, path, body=None, key=KEY, **headers):
        return self.gateway.request(method, "/apis" + path, body, {k.replace("_", "-"): v for k, v in headers.items()}, key=key)

    def raw(self, text):
        with socket.create_connection(("127.0.0.1", self.gateway.port), 10) as connection:
            connection.sendall(text.encode("latin-1"))
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()

    def test_rules_send_calls_where_they_say(self):
        self.assertEqual(self.ask("GET", "/shop/1/next/x?a=1&b=%2F").json()["target"], "/base/next/x?a=1&b=%2F")
        self.assertEqual(self.ask("GET", "/shop/1/anything", x_channel="beta-3").json()["server"], "c")
        self.assertIn(self.ask("GET", "/shop/1/anything").json()["server"], "ab")
        self.assertEqual(self.ask("DELETE", "/shop/1/mapped/7").json()["method"], "DELETE")  # the last rule takes it
        self.assertEqual(self.ask("GET", "/plain/1").json()["target"], "/base/")
        self.assertEqual(self.ask("GET", "/plain/latest/x").json()["target"], "/base/x")
        head = self.ask("HEAD", "/plain/1/x")
        self.assertEqual((head.status, head.body), (200, b""))

    def test_servers_take_turns_and_groups_their_shares(self):
        servers = [self.ask("GET", "/shop/1/turn").json()["server"] for _ in range(20)]
        self.assertEqual((servers.count("a"), servers.count("b")), (10, 10))
        servers = [self.ask("GET", "/shop/1/shares").json()["server"] for _ in range(200)]
        self.assertTrue(20 <= servers.count("c") <= 85, servers.count("c"))

    def test_requests_and_answers_are_changed(self):
        answer = self.ask("POST", "/shop/1/mapped/a%20b?page=7", {"search": "x & \"y\"", "other": 1})
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.json()["at"], "/base/items/a%20b?q=x%20%26%20%22y%22")
        self.assertEqual(json.loads(answer.json()["got"]), {"find": {"text": "x & \"y\"", "id": "a b"}})
        self.assertEqual((answer.headers["x-was"], answer.headers["x-shown"]), ("200", "yes"))
        self.assertNotIn("etag", answer.headers)  # of other bytes
        headers = {k.lower(): v for k, v in self.c.seen[-1][2].items()}
        self.assertEqual((headers["x-team"], headers["x-page"]), ("e2e", "7"))
        self.assertEqual(self.ask("POST", "/shop/1/mapped/7", b"text", Content_Type="text/plain").status, 415)
        twice = self.ask("POST", "/shop/1/mapped/7", b'{"search":"a","search":"b"}')
        self.assertEqual((twice.status, twice.json()["code"]), (400, "duplicate_name"))
        two = self.ask("POST", "/shop/1/mapped/7", {"search": "a"}, content_type="application/x-odd")
        self.assertEqual((two.status, two.json()["code"]), (400, "repeated_header"))

    def test_statuses_are_mapped_and_errors_of_services_pass(self):
        self.assertEqual(self.ask("GET", "/shop/1/statuses/missing").status, 410)
        self.assertEqual(self.ask("POST", "/shop/1/statuses/unavailable", {}).status, 502)
        missing = self.ask("GET", "/plain/1/missing")
        self.assertEqual((missing.status, missing.json()), (404, {"error": "none"}))

    def test_no_credential_of_a_client_reaches_a_service(self):
        for headers in ({"Authorization": "Bearer " + KEY}, {"x-api-key": KEY}, {"api-key": KEY}, {"x-goog-api-key": KEY}):
            self.gateway.request("GET", f"/apis/plain/1/x?key={KEY}&k%65y={KEY}&a=1", None,
                                 {**headers, "Cookie": "k=" + KEY, "X-Gatehouse-Session": KEY}, key=None)
            method, target, seen, _ = self.c.seen[-1]
            self.assertEqual(target, "/base/x?a=1")
            self.assertNotIn(KEY, json.dumps(seen))
        self.ask("GET", "/shop/1/x")
        seen = (self.a.seen + self.b.seen)[-1][2]
        self.assertEqual(seen["Authorization"], "Bearer " + SECRET)
        for name in ("X-Forwarded-For", "Forwarded", "Cookie", "Via"):
            self.assertNotIn(name, seen)
        answer = self.ask("GET", "/plain/1/x")
        for name in ("set-cookie", "server", "x-internal", "x-shown"):
            self.assertNotIn(name, answer.headers)
        export = self.gateway.ask_admin("GET", "/admin/v1/config/export").body.decode()
        self.assertNotIn(SECRET, export)
        self.assertNotIn(SECRET, self.gateway.logged())

    def test_no_path_leads_around_a_rule(self):
        for path in ("/next/../x", "/next/%2e%2e/x", "/next/%2E%2E%2Fx", "/next/..%5cx", "/next//x", "//next/x",
                     "/next/;a=1/x", "/next/..;/x", "/next/%252e%252e/x", "/next/%00", "/next/%0d%0aX-A:1", "/next/x%"):
            status, _, body = self.raw(f"GET /apis/shop/1{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                       f"Authorization: Bearer {KEY}\r\nConnection: close\r\n\r\n")
            self.assertEqual(status, 400, path)
        self.assertEqual([*self.a.seen, *self.b.seen, *self.c.seen], [])

    def test_bodies_stream_through_both_ways(self):
        big = self.ask("GET", "/plain/1/big")
        self.assertEqual((big.status, len(big.body)), (200, 64 * 65536))
        sent = self.ask("POST", "/plain/1/up", b"\x00\xff" * (2 << 20), Content_Type="application/octet-stream")
        self.assertEqual(sent.json()["size"], 4 << 20)
        self.assertTrue(self.ask("GET", "/plain/1/cut").cut or self.ask("GET", "/plain/1/cut").status == 502)
        upgrade = self.ask("GET", "/plain/1/x", connection="Upgrade", upgrade="websocket")
        self.assertEqual((upgrade.status, upgrade.json()["code"]), (400, "upgrade_unsupported"))

    def test_streams_pass_at_once_and_end_when_their_key_does(self):
        key = next(k for k in self.gateway.ask_admin("GET", "/admin/v1/keys?limit=100").json()["items"]
                   if k["app"] == "revoked")
        connection = http.client.HTTPConnection("127.0.0.1", self.gateway.port, timeout=30)
        connection.request("GET", "/apis/plain/1/events", headers={"x-api-key": REVOKED_KEY})
        answer = connection.getresponse()
        self.assertEqual(answer.readline(), b"data: 0\n")  # while the stream goes on
        revoked = self.gateway.ask_admin("PATCH", "/admin/v1/keys/" + key["id"], {"revoked": True},
                                         {"Content-Type": "application/merge-patch+json"})
        self.assertEqual(revoked.status, 200, revoked.body)
        with self.assertRaises((http.client.IncompleteRead, ConnectionError)):
            answer.read()
        connection.close()
        end = time.monotonic() + 20
        while "left" not in self.c.seen:  # and the service is told
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)
        self.assertEqual(self.ask("GET", "/plain/1/x", key=REVOKED_KEY).status, 401)

    def test_redirects_lead_back_through_the_gateway(self):
        moved = self.ask("GET", "/plain/1/moved")
        self.assertEqual((moved.status, moved.headers["location"]), (302, "/apis/plain/1/there"))

    def test_calls_are_held_against_the_document(self):
        good = self.ask("POST", "/orders/1/orders", {"item": "a", "note": None})
        self.assertEqual((good.status, json.loads(good.json()["body"])), (200, {"item": "a", "note": None}))
        for method, path, body, status, code, field in (
                ("POST", "/orders", {"item": "too long"}, 400, "invalid_request", "body/item"),
                ("POST", "/orders", {"item": "a", "more": 1}, 400, "invalid_request", None),
                ("POST", "/orders", None, 400, "invalid_request", "body"),
                ("GET", "/orders?limit=0", None, 400, "invalid_request", "query.limit"),
                ("GET", "/orders?limit=5&limit=0", None, 400, "invalid_request", "query.limit"),
                ("GET", "/orders/x", None, 400, "invalid_request", "path.id"),
                ("DELETE", "/orders", None, 405, "method_not_allowed", None),
                ("GET", "/other", None, 404, "unknown_path", None)):
            answer = self.ask(method, "/orders/1" + path, body)
            self.assertEqual((answer.status, answer.json()["code"]), (status, code), path)
            self.assertEqual(answer.headers["content-type"], "application/problem+json")
            if field:
                self.assertEqual(answer.json()["field"], field)
        self.assertEqual(self.ask("DELETE", "/orders/1/orders").headers["allow"], "GET, POST")
        self.assertEqual(self.ask("POST", "/orders/1/orders", b"<a/>", Content_Type="application/xml").status, 415)
        document = self.ask("GET", "/orders/1/openapi.json").json()
        self.assertTrue(document["openapi"].startswith("3.1"))
        self.assertIn("/apis/orders/1/orders/{id}", document["paths"])
        self.assertNotIn("shop.example", json.dumps(document))

    def test_answers_are_kept_for_a_team(self):
        first = self.ask("GET", "/shop/1/kept/a?x=1")
        again = self.ask("GET", "/shop/1/kept/a?x=1")
        self.assertEqual((first.headers["x-gatehouse-cache"], again.headers["x-gatehouse-cache"]), ("miss", "hit"))
        self.assertEqual(first.body, again.body)
        self.assertIn("age", again.headers)
        self.assertEqual(self.ask("GET", "/shop/1/kept/a?x=1", if_none_match='"v1"').status, 304)
        for headers in ({"cache_control": "no-cache"}, {"cache_control": "no-store"}):
            self.assertNotEqual(self.ask("GET", "/shop/1/kept/a?x=1", **headers).headers["x-gatehouse-cache"], "hit")
        other = self.ask("GET", "/shop/1/kept/a?x=1", key=OTHER_TEAM_KEY)
        self.assertEqual(other.headers["x-gatehouse-cache"], "miss")

    def test_names_do_not_lead_to_where_clouds_tell_credentials(self):
        begun = time.monotonic()
        answer = self.ask("GET", "/trap/1/meta-data/iam")
        self.assertEqual((answer.status, answer.json()["code"]), (502, "upstream_address"))
        self.assertLess(time.monotonic() - begun, 5)

    def test_an_answer_is_kept_for_all_threads_and_one_team(self):
        gateway = Gateway(config(self.a, self.b, self.c), {"SERVICE_SHOP": SECRET}, ["--threads", "4"])
        self.addCleanup(gateway.close)

        def ask(key=KEY):  # each on a connection of its own, which any of the threads may take
            return gateway.request("GET", "/apis/shop/1/kept/team/a", key=key)
        mine = [ask() for _ in range(40)]
        self.assertEqual([a.headers["x-gatehouse-cache"] for a in mine], ["miss"] + ["hit"] * 39)
        others = [ask(OTHER_TEAM_KEY) for _ in range(20)]
        self.assertEqual([a.headers["x-gatehouse-cache"] for a in others], ["miss"] + ["hit"] * 19)
        for answers, team in ((mine, "e2e"), (others, "other")):
            self.assertEqual({a.json()["headers"]["x-team"] for a in answers}, {team})
        # Whoever comes without a key that opens the API gets nothing of what lies there.
        self.assertEqual(ask("wrong-key-0123456789abcdef0123456789").status, 401)

    def test_texts_are_compressed_for_who_asks(self):
        plain = self.ask("GET", "/plain/1/long")
        self.assertNotIn("content-encoding", plain.headers)
        small = self.ask("GET", "/plain/1/long", accept_encoding="gzip")
        self.assertEqual(small.headers["content-encoding"], "gzip")
        self.assertEqual(gzip.decompress(small.body), plain.body)
        self.assertIn("Accept-Encoding", small.headers["vary"])

    def test_failed_calls_are_sent_to_another_server_and_servers_rest(self):
        self.a.broken = True
        self.assertEqual({self.ask("GET", "/frail/1/x").json()["server"] for _ in range(10)}, {"b"})
        # A request that finds a connection of before dead is sent once more on a new one: it is the same attempt.
        attempts = {headers["X-Request-Id"] for _, _, headers, _ in self.a.seen}
        self.assertEqual(len(attempts), 3)  # then it rests
        states = {s["url"]: s for i in self.gateway.ask_admin("GET", "/admin/v1/services/state").json()["items"]
                  if i["api"] == "frail" for g in i["groups"] if g["id"] == "main" for s in g["servers"]}
        self.assertEqual((states[self.a.url]["state"], states[self.b.url]["state"]), ("resting", "up"))
        self.b.broken = True
        self.b.seen.clear()
        answer = self.ask("POST", "/frail/1/x", {"a": 1})
        self.assertEqual((answer.status, answer.headers["x-gatehouse-attempts"]), (502, "1"))
        self.assertEqual(len(self.b.seen), 1)  # what may not be sent twice is not

    def test_health_checks_take_servers_out_and_back(self):
        def wait_for(servers):
            end = time.monotonic() + 30
            while {self.ask("GET", "/shop/1/checked").json()["server"] for _ in range(6)} != servers:
                self.assertLess(time.monotonic(), end, servers)
                time.sleep(0.1)
        wait_for({"b", "c"})
        self.b.well = False
        wait_for({"c"})
        self.b.well = True
        wait_for({"b", "c"})

    def test_pages_of_listed_origins_get_to_their_api_alone(self):
        def page(origin, path="/apis/shop/1/next/x", method="GET", more="", key=True):
            return self.raw(f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: {origin}\r\n"
                            + (f"x-api-key: {KEY}\r\n" if key else "") + more + "Connection: close\r\n\r\n")
        preflight = "Access-Control-Request-Method: POST\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\n"
        status, headers, _ = page("https://shop.example", method="OPTIONS", more=preflight, key=False)
        self.assertEqual((status, headers["access-control-allow-origin"]), (204, "https://shop.example"))
        self.assertIn("x-api-key", headers["access-control-allow-headers"])
        status, headers, _ = page("https://shop.example", more="Sec-Fetch-Site: cross-site\r\n")
        self.assertEqual((status, headers["access-control-allow-origin"]), (200, "https://shop.example"))
        status, headers, _ = page("https://shop.example", key=False)
        self.assertEqual((status, headers.get("access-control-allow-origin")), (401, "https://shop.example"))
        for origin, path in (("https://evil.example", "/apis/shop/1/next/x"), ("null", "/apis/shop/1/next/x"),
                             ("https://shop.example", "/apis/plain/1/x"), ("https://shop.example", "/v1/models"),
                             ("https://shop.example", "/apis/shop/../plain/1/x"), ("https://shop.example", "/apis/none/1/x"),
                             ("https://shop.example\r\nOrigin: https://evil.example", "/apis/shop/1/next/x"),
                             ("https://shop.example.evil", "/apis/shop/1/next/x")):
            for method, more in (("GET", ""), ("OPTIONS", preflight)):
                status, headers, _ = page(origin, path, method, more)
                self.assertIn(status, (400, 403), (origin, path, method))
                self.assertNotIn("access-control-allow-origin", headers)
        # Without Origin the cross-site rule stands here too.
        status, _, _ = self.raw(f"GET /apis/shop/1/next/x HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: cross-site\r\n"
                                f"x-api-key: {KEY}\r\nConnection: close\r\n\r\n")
        self.assertEqual(status, 403)

    def test_rights_and_limits_hold_for_services(self):
        self.assertEqual(self.ask("GET", "/closed/1/orders", key=OTHER_TEAM_KEY).json()["code"], "unknown_api")
        self.assertEqual(self.ask("GET", "/plain/1/x", key=None).status, 401)
        statuses = [self.ask("GET", "/plain/1/x", key=LIMITED_KEY).status for _ in range(3)]
        self.assertEqual(statuses, [200, 200, 429])

    def record_of(self, answer):
        end = time.monotonic() + 10
        while True:
            found = self.gateway.ask_admin("GET", "/admin/v1/calls/" + answer.headers["x-request-id"])
            if found.status == 200:
                return found.json()
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)

    def test_answers_that_do_not_fit_the_document_are_noted(self):
        sent = self.ask("GET", "/logged/1/orders?limit=none")
        self.assertEqual((sent.status, sent.json()["server"]), (200, "c"))
        self.assertIn("does not fit the document", self.record_of(sent)["explain"]["note"])
        self.assertNotIn("does not fit", json.dumps(self.record_of(self.ask("GET", "/logged/1/orders/7"))))

    def test_rules_bound_how_long_calls_take(self):
        late = self.ask("GET", "/shop/1/hasty/slow")
        self.assertEqual((late.status, late.headers["content-type"]), (504, "application/problem+json"))
        self.assertEqual(self.ask("GET", "/shop/1/hasty/quick").status, 200)

    def test_calls_are_recorded_with_api_and_cost(self):
        sent = self.ask("GET", "/plain/1/recorded")
        call = self.record_of(sent)
        self.assertEqual((call["api"], call["status"], call["operation"]), ("plain", 200, "service"))
        self.assertEqual(call["provider"], "service:main")
        self.assertGreater(call["bytes_out"], 100)

    def test_documents_become_drafts(self):
        def draft(body):
            return self.gateway.ask_admin("POST", "/admin/v1/apis/import_openapi", body)
        imported = draft({"document": DOCUMENT})
        self.assertEqual(imported.status, 200, imported.body)
        self.assertEqual([o["path"] for o in imported.json()["operations"]], ["/orders", "/orders", "/orders/{id}"])
        service = imported.json()["draft"]
        self.assertEqual(service["groups"][0]["servers"][0]["url"], "https://shop.example/v1")
        yaml = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {responses: {}}}}\n"
        self.assertEqual(draft({"text": yaml}).json()["title"], "T")
        for bad in ({"document": {}}, {"text": "a: ["}, {"document": {**DOCUMENT, "paths": {"/a": {
                "$ref": "http://127.0.0.1:1/x"}}}}):
            self.assertEqual(draft(bad).status, 409, bad)
        made = self.gateway.ask_admin("POST", "/admin/v1/apis", {"id": "drafted", "kind": "service", "access": "open",
                                      "versions": [{"version": "1", "definition": {"service": service}}]})
        self.assertEqual(made.status, 201, made.body)
        service["groups"][0]["servers"][0]["url"] = self.c.url
        changed = made.json()
        changed["versions"][0]["definition"]["service"] = service
        self.assertEqual(self.gateway.ask_admin("PUT", "/admin/v1/apis/drafted", changed).status, 200)
        for step in ("submit", "publish"):
            taken = self.gateway.ask_admin("POST", f"/admin/v1/apis/drafted/versions/1/{step}", {})
            self.assertEqual(taken.status, 200, taken.body)
        self.assertEqual(self.ask("GET", "/drafted/1/orders").status, 200)
        self.assertEqual(self.ask("GET", "/drafted/1/orders?limit=x").status, 400)


if __name__ == "__main__":
    run_module()
