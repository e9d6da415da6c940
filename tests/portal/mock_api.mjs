// SPDX-License-Identifier: Apache-2.0
// The portal's API as the page knows it, played inside the browser's requests: what the pages do with answers is tried
// without a gateway that must first be brought to give them. All else of the page comes from the real gateway.

const now = "2026-11-20T09:30:00Z";

export function worldOf(changes = {}) {
  return {
    user: { id: "ada", name: "Ada Lovelace", email: "ada@example.org", grants: [{ role: "member", team: "research" }], permissions: ["subscribe", "manage_keys", "view_spend"].map((permission) => ({ permission, organisation: false, teams: ["research"] })), totp: false, password: true, second_factor_required: false },
    password: "correct horse battery",
    code: null, // asked for at sign-in
    ways: { password: true, totp: "optional", oidc: [{ id: "corporate", title: "Corporate login" }] },
    token: "session-token-1",
    apis: [
      {
        id: "mood", title: "Mood of a text", description: "Says whether a text is glad, sad or neither.\nFor short texts in English and German.", kind: "prompt", team: "language", tags: ["text", "sentiment"], access: "subscription", latest: "2",
        versions: [
          { version: "1", state: "deprecated", sunset: "2027-01-31T00:00:00Z", successor: "2" },
          { version: "2", state: "published", sunset: null, successor: null },
        ],
        plans: [
          { id: "starter", title: "Starter", description: "To try it out.", approval: "automatic", limits: { requests_per_minute: 60 }, budget: { usd: "10", period: "month" }, price: null, expires_after: "90d" },
          { id: "team", title: "Team", description: "For what runs every day.", approval: "manual", limits: { requests_per_minute: 600, concurrent: 8 }, budget: { usd: "200", period: "month" }, price: { month: "10", call: "0.001", markup: "20" }, expires_after: null },
        ],
      },
      { id: "chat", title: "Chat models", description: "The organisation's language models behind one address.", kind: "model", team: null, tags: ["text"], access: "open", latest: "1", versions: [{ version: "1", state: "published" }], plans: [] },
      { id: "weather", title: "Weather", description: "", kind: "service", team: "sensors", tags: ["rest"], access: "subscription", latest: "2026-01", versions: [{ version: "2026-01", state: "published" }], plans: [] },
    ],
    documents: {},
    apps: [{ id: "notebook", team: "research" }, { id: "mailer", team: "research" }],
    keys: [{ id: "k1", app: "notebook", name: "laptop", last_four: "a1b2", created: now, expires: null, revoked: false, enabled: true }],
    subscriptions: [
      { id: "s1", api: "weather", app: "notebook", plan: null, reason: "Dashboards", state: "rejected", decision_reason: "Use the public one.", requested_at: now },
      { id: "s2", api: "mood", app: "mailer", plan: "team", reason: "Sorting mail", state: "pending", requested_at: now },
    ],
    sessions: [
      { id: "x1", created_at: now, used_at: now, expires_at: "2026-11-20T21:30:00Z", address: "127.0.0.1", current: true },
      { id: "x2", created_at: "2026-11-19T08:00:00Z", used_at: "2026-11-19T10:00:00Z", expires_at: "2026-11-20T20:00:00Z", address: "192.0.2.7", current: false },
    ],
    asked: [], // [method, path, body]
    ...changes,
  };
}

export const chatDocument = {
  openapi: "3.1.0",
  info: { title: "Chat", version: "1", description: "Asks a language model." },
  servers: [{ url: "/v1" }],
  paths: {
    "/chat/completions": {
      post: {
        operationId: "chat", summary: "Ask a model",
        description: "The answer comes whole, or as server-sent events.",
        parameters: [{ name: "x-gatehouse-tags", in: "header", schema: { type: "string", maxLength: 256 }, description: "For your own accounts." }],
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/Question" }, example: { model: "demo/echo", messages: [{ role: "user", content: "Good morning" }] } } },
        },
        responses: {
          200: { description: "The answer.", content: { "application/json": { schema: { type: "object", properties: { id: { type: "string" } } } }, "text/event-stream": { schema: { type: "string" } } } },
          401: { description: "The key is not known." },
        },
      },
    },
    "/models/{model}": {
      get: { operationId: "model", summary: "One model", parameters: [{ name: "model", in: "path", required: true, schema: { type: "string" }, example: "demo/echo" }], responses: { 200: { description: "It." } } },
    },
  },
  components: {
    schemas: {
      Question: {
        type: "object", required: ["model", "messages"],
        properties: {
          model: { type: "string", description: "What to ask." },
          stream: { type: "boolean", default: false },
          messages: { type: "array", maxItems: 100, items: { $ref: "#/components/schemas/Message" } },
        },
      },
      Message: {
        type: "object", required: ["role", "content"],
        properties: { role: { enum: ["system", "user", "assistant"] }, content: { type: "string", maxLength: 2000 }, answers: { $ref: "#/components/schemas/Message" } },
      },
    },
  },
};

function statsOf(query) {
  const step = { "1h": 3600e3, "1d": 86400e3, "7d": 7 * 86400e3 }[query.get("step")];
  const count = { "1h": 24, "1d": query.get("from") === "-7d" ? 7 : 30, "7d": 13 }[query.get("step")];
  const by = query.get("group_by");
  const to = Date.parse("2026-11-21T00:00:00Z");
  const groups = ["notebook", "mailer", "batch"];
  const series = groups.map((name, index) => ({
    group: { [by]: name },
    points: Array.from({ length: count }, (_, at) => ({
      t: new Date(to - (count - at) * step).toISOString(),
      calls: Math.round(100 * (1 + Math.sin(at / 3 + index)) * (index + 1)), errors: at % 5,
      cost: (0.02 * (1 + Math.cos(at / 4 + index))).toFixed(6), pretend_cost: "0", tokens: { total: 1000 },
    })),
    total: { calls: 3000 * (index + 1), errors: 40, cost: index === 2 ? null : "0.6", pretend_cost: "0", tokens: { total: 120000 } },
  }));
  return { from: new Date(to - count * step).toISOString(), to: new Date(to).toISOString(), step_ms: step, series, total: { calls: 18000, errors: 120, cost: "1.2", pretend_cost: "0.5", tokens: { total: 360000 } } };
}

const problem = (status, code, detail) => ({ status, body: { type: "about:blank", status, code, detail } });
const page = (items) => ({ status: 200, body: { items, next: null } });

function signIn(world, body) {
  if (body.email !== world.user.email || body.password !== world.password) return problem(401, "wrong_credentials", "Wrong.");
  if (world.code && body.code === undefined) return problem(401, "code_required", "A code is wanted.");
  if (world.code && body.code !== world.code) return problem(401, "wrong_code", "Wrong code.");
  return { status: 201, body: { token: world.token } };
}

function answer(world, method, url, body) {
  const [first, second, third, fourth, fifth] = url.pathname.slice("/portal/api/v1/".length).split("/").map(decodeURIComponent);
  const is = (name, verb = "GET") => first === name && method === verb;
  if (is("sign_in")) return { status: 200, body: world.ways };
  if (is("sign_in", "POST") && fourth === "begin") return { status: 201, body: { url: `${world.provider}?state=st1`, state: "st1", flow: "f1" } };
  if (is("sign_in", "POST") && second === "invitation") return { status: body.invitation === "i1" ? 204 : 401, body: undefined };
  if (is("sign_in", "POST")) return body.code === "c1" && body.state === "st1" && body.flow === "f1" ? { status: 201, body: { token: world.token } } : problem(401, "oidc_code", "Wrong.");
  if (is("sessions", "POST")) return signIn(world, body);
  if (world.authorization !== `Bearer ${world.token}`) return problem(401, "invalid_token", "No session.");
  if (is("sessions")) return page(world.sessions);
  if (is("sessions", "DELETE")) {
    world.sessions = world.sessions.filter((one) => one.id !== second);
    return { status: 204 };
  }
  if (first === "me" && method === "GET") return { status: 200, body: world.user };
  if (first === "me" && second === "password") return body.current === world.password ? { status: 204 } : problem(403, "wrong_password", "The current password is wrong.");
  if (first === "me" && third === "confirm") {
    if (body.code !== "123456") return problem(403, "wrong_code", "Wrong.");
    world.user.totp = true;
    return { status: 200, body: { recovery_codes: ["aaaa-bbbb", "cccc-dddd"] } };
  }
  if (first === "me" && method === "POST") return { status: 201, body: { secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", uri: "otpauth://totp/Gatehouse:ada@example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Gatehouse" } };
  if (first === "me" && method === "DELETE") {
    world.user.totp = false;
    return { status: 204 };
  }
  if (is("catalogue") && fifth === "openapi") return { status: 200, body: world.documents[second] ?? chatDocument };
  if (is("catalogue") && second) {
    const found = world.apis.find((api) => api.id === second);
    return found ? { status: 200, body: found } : problem(404, "not_found", "There is no such API.");
  }
  if (is("catalogue")) {
    const q = (url.searchParams.get("q") ?? "").toLowerCase();
    const tag = url.searchParams.get("tag");
    const team = url.searchParams.get("team");
    return page(world.apis.filter((api) => `${api.id} ${api.title} ${api.description}`.toLowerCase().includes(q) && (!tag || api.tags.includes(tag)) && (!team || api.team === team)));
  }
  if (is("apps")) return page(world.apps);
  if (is("apps", "POST")) {
    world.apps.push(body);
    return { status: 201, body };
  }
  if (is("keys")) return page(world.keys);
  if (is("keys", "POST") && third === "rotate") {
    const old = world.keys.find((key) => key.id === second);
    const made = { ...old, id: `k${world.keys.length + 1}`, last_four: "c3d4" };
    world.keys.push(made);
    return { status: 201, body: { made: { ...made, key: world.freshKey ?? "gh_rotated_key" }, replaced: old } };
  }
  if (is("keys", "POST")) {
    const made = { id: `k${world.keys.length + 1}`, last_four: "e5f6", created: now, revoked: false, enabled: true, expires: null, ...body };
    world.keys.push(made);
    return { status: 201, body: { ...made, key: world.freshKey ?? "gh_made_key" } };
  }
  if (is("keys", "PATCH")) {
    Object.assign(world.keys.find((key) => key.id === second), body);
    return { status: 200, body: {} };
  }
  if (is("subscriptions")) {
    const api = url.searchParams.get("api");
    return page(world.subscriptions.filter((one) => !api || one.api === api));
  }
  if (is("subscriptions", "POST") && third === "cancel") {
    world.subscriptions.find((one) => one.id === second).state = "cancelled";
    return { status: 200, body: {} };
  }
  if (is("subscriptions", "POST")) {
    const made = { id: `s${world.subscriptions.length + 1}`, requested_at: now, state: body.plan === "starter" ? "approved" : "pending", ...body };
    world.subscriptions.push(made);
    return { status: 201, body: made };
  }
  if (is("charges")) return page([{ subscription: "s2", api: "mood", app: "mailer", team: "research", plan: "team", state: "approved", calls: 120, cost: "0.5", cost_unknown_calls: 0, for_months: "10", for_calls: "0.12", for_cost: "0.6", total: "10.72" }]);
  if (is("usage")) return { status: 200, body: { keys: [{ id: "k1", last_used: now }], budgets: [] } };
  if (is("stats")) return { status: 200, body: statsOf(url.searchParams) };
  if (is("budgets")) return { status: 200, body: { items: [{ id: "team:research", scope: "team", name: "research", period: "month", limit: "100", spent: "41.5", reserved: "0", resets_at: "2026-12-01T00:00:00Z" }] } };
  return problem(404, "not_found", `The mock has no ${method} ${url.pathname}`);
}

// Answers the page's calls of the API from "world", which keeps account of them.
export async function playApi(page_, world) {
  await page_.route("**/portal/api/v1/**", async (route) => {
    const request = route.request();
    const body = request.postData() ? JSON.parse(request.postData()) : {};
    const url = new URL(request.url());
    world.authorization = request.headers()["authorization"];
    world.asked.push([request.method(), url.pathname.slice("/portal/api/v1".length) + url.search, body]);
    const { status, body: answered } = answer(world, request.method(), url, body);
    await route.fulfill({
      status, contentType: status < 400 ? "application/json" : "application/problem+json",
      body: answered === undefined ? "" : JSON.stringify(answered),
    });
  });
}

export async function signedIn(page_, gateway, world, path = "/portal") {
  await page_.addInitScript((token) => sessionStorage.setItem("gatehouse.session", token), world.token);
  await playApi(page_, world);
  await page_.goto(gateway.url + path);
}
