// SPDX-License-Identifier: Apache-2.0
// A provider of OpenID Connect on loopback: npm's oidc-provider with its own pages for signing in. Prints its issuer
// when it listens. POST /__lie {"how": …} makes the next ID token a wrong one.
import { createServer } from "node:http";

import { CompactSign, decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK } from "jose";
import Provider from "oidc-provider";

const algorithm = process.argv[2] ?? "RS256";

async function key(id) {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: id, alg: algorithm, use: "sig" };
}
const own = await key("own");
const foreign = await key("own"); // says the same name, and is another

const groups = { ada: ["gate-admins", "others"], eve: [] };

let provider;
let lie = "";

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

async function sign(claims, header, by) {
  const secret = await importJWK(by, algorithm);
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims))).setProtectedHeader(header).sign(secret);
}

// What is changed is signed anew with the provider's own key where the lie is not about the signature.
async function wrong(token, how) {
  const claims = decodeJwt(token);
  const header = decodeProtectedHeader(token);
  const [first, second, third] = token.split(".");
  const changed = (more) => sign({ ...claims, ...more }, header, own);
  const now = Math.floor(Date.now() / 1000);
  switch (how) {
    case "nonce":
      return changed({ nonce: "another" });
    case "no nonce":
      return changed({ nonce: undefined });
    case "issuer":
      return changed({ iss: "https://evil.example" });
    case "audience":
      return changed({ aud: "another" });
    case "expired":
      return changed({ iat: now - 7200, exp: now - 3600 });
    case "future":
      return changed({ iat: now + 3600, exp: now + 7200 });
    case "signature":
      return `${first}.${encode({ ...claims, sub: "eve" })}.${third}`;
    case "foreign key":
      return sign(claims, header, foreign);
    case "none":
      return `${encode({ alg: "none" })}.${second}.`;
    case "keyed": {
      const { createHmac } = await import("node:crypto");
      const text = `${encode({ alg: "HS256", kid: "own" })}.${second}`;
      return `${text}.${createHmac("sha256", JSON.stringify(own)).update(text).digest("base64url")}`;
    }
    default:
      return token;
  }
}

function body(request) {
  return new Promise((resolve) => {
    let text = "";
    request.on("data", (piece) => (text += piece));
    request.on("end", () => resolve(text));
  });
}

const server = createServer(async (request, response) => {
  if (request.url === "/__lie") {
    lie = JSON.parse(await body(request)).how;
    response.writeHead(204).end();
    return;
  }
  if (request.url === "/token" && lie !== "") {
    const how = lie;
    lie = "";
    const end = response.end.bind(response);
    response.end = (text, ...rest) => {
      void (async () => {
        const answer = JSON.parse(text.toString());
        answer.id_token = await wrong(answer.id_token, how);
        const changed = Buffer.from(JSON.stringify(answer));
        response.setHeader("Content-Length", changed.length);
        end(changed, ...rest);
      })();
      return response;
    };
  }
  provider.callback()(request, response);
});

server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = new Provider(issuer, {
    clients: [
      {
        client_id: "open",
        application_type: "native",
        token_endpoint_auth_method: "none",
        id_token_signed_response_alg: algorithm,
        redirect_uris: ["http://127.0.0.1/back"],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
      {
        client_id: "closed/1",
        client_secret: "a secret of the client +%",
        application_type: "native",
        token_endpoint_auth_method: "client_secret_basic",
        id_token_signed_response_alg: algorithm,
        redirect_uris: ["http://127.0.0.1/back"],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    jwks: { keys: [own] },
    conformIdTokenClaims: false,
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "preferred_username", "groups"] },
    enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256"] },
    pkce: { required: () => true },
    cookies: { keys: ["a key of cookies, for tests only"] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        email: `${id}@example.org`,
        email_verified: id !== "mallory",
        name: `The ${id}`,
        preferred_username: id,
        groups: groups[id] ?? [],
      }),
    }),
  });
  console.log(issuer);
});
