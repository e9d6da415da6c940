# SPDX-License-Identifier: Apache-2.0
"""A page of another site in a real browser: it gets to the service whose CORS rules list its origin, as far as they
say, and to nothing else of the gateway. Skips where there is no Chromium."""
import http.server
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import unittest

from support import KEY, Gateway, run_module, skip_all
from test_services import Service

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PAGE = """<pre id=out>nothing yet</pre><script>
const ask = async (path, init) => {
  try {
    const answer = await fetch('BASE' + path, init);
    await answer.text();
    return [answer.status, answer.headers.get('x-request-id') !== null];
  } catch (failed) { return 'refused'; }
};
(async () => {
  const key = {'x-api-key': 'KEY'}, found = {};
  found.get = await ask('/apis/listed/1/x', {headers: key});
  found.post = await ask('/apis/listed/1/x', {method: 'POST', body: '{}',
                         headers: {...key, 'content-type': 'application/json', 'x-page': '1'}});
  found.method = await ask('/apis/listed/1/x', {method: 'PUT', headers: key});
  found.header = await ask('/apis/listed/1/x', {headers: {...key, 'x-more': '1'}});
  found.refusal = await ask('/apis/listed/1/x', {});
  found.other = await ask('/apis/other/1/x', {headers: key});
  found.models = await ask('/v1/models', {headers: key});
  document.getElementById('out').textContent = JSON.stringify(found);
})();
</script>"""


class Pages(unittest.TestCase):
    def test_a_browser_keeps_to_what_the_service_allows(self):
        page = {}

        class Site(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(page["text"].encode())

        site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
        threading.Thread(target=site.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{site.server_address[1]}"
        service = Service("a")

        def api(name, **more):
            return {"id": name, "kind": "service", "access": "open", "versions": [{
                "version": "1", "state": "published",
                "definition": {"service": {"groups": [{"id": "main", "servers": [{"url": service.url}]}], **more}}}]}
        gateway = Gateway(json.dumps({
            "version": 1, "server": {"limits": {"shed_after": "10s"}},
            "teams": [{"id": "e2e", "apps": [{"id": "tests", "keys": ["plain:" + KEY]}]}],
            "apis": [api("listed", cors={"origins": [origin], "methods": ["GET", "POST"], "headers": ["x-page"]}),
                     api("other")]}))
        try:
            page["text"] = PAGE.replace("BASE", gateway.base).replace("KEY", KEY)
            with tempfile.TemporaryDirectory() as profile:
                run = subprocess.run([BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
                                      "--virtual-time-budget=20000", "--dump-dom", origin + "/"],
                                     capture_output=True, text=True, timeout=120, check=False,
                                     env={**os.environ, "HOME": profile})
            found = re.search(r'<pre id="out">(.*?)</pre>', run.stdout)
            self.assertTrue(found, run.stdout + run.stderr[-2000:])
            self.assertEqual(json.loads(found[1]), {
                "get": [200, True], "post": [200, True], "method": "refused", "header": "refused",
                "refusal": [401, True], "other": "refused", "models": "refused"})
        finally:
            gateway.close()
            service.stop()
            site.shutdown()
            site.server_close()


if __name__ == "__main__":
    if BROWSER is None:
        skip_all("no Chromium here")
    run_module()
