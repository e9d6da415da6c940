// SPDX-License-Identifier: Apache-2.0
// From what a person filled in to the request that is sent, and to the same request as a line for a shell.
import type { ApiDocument, Operation, Parameter } from "./document";

export interface Filled {
  values: Record<string, string>; // by "place name", as keyOf names them
  type: string; // of the body; "" for none
  body: string;
  stream: boolean;
}

export interface Prepared {
  method: string;
  url: URL;
  headers: [string, string][];
  body: string | undefined;
  here: boolean; // the gateway's own address, which alone may be called from this page
}

export const keyOf = (parameter: Parameter): string => `${parameter.where} ${parameter.name}`;

// Set by the page or the browser, or nobody's business here.
const reserved = new Set(["authorization", "x-api-key", "api-key", "x-goog-api-key", "content-type", "accept", "host"]);
export const isAsked = (parameter: Parameter): boolean =>
  ["path", "query", "header"].includes(parameter.where) &&
  !(parameter.where === "header" && reserved.has(parameter.name.toLowerCase())) &&
  !(parameter.where === "query" && parameter.name === "key");

export const missing = (operation: Operation, filled: Filled): Parameter[] =>
  operation.parameters.filter((one) => isAsked(one) && one.required && !(filled.values[keyOf(one)] ?? "").trim());

export function prepare(document: ApiDocument, operation: Operation, filled: Filled): Prepared {
  const base = new URL(document.server || "/", window.location.origin);
  let path = operation.path;
  const query = new URLSearchParams();
  const headers: [string, string][] = [];
  for (const parameter of operation.parameters) {
    const value = filled.values[keyOf(parameter)] ?? "";
    if (!isAsked(parameter)) continue;
    if (parameter.where === "path") path = path.replaceAll(`{${parameter.name}}`, encodeURIComponent(value));
    else if (value !== "" && parameter.where === "query") query.append(parameter.name, value);
    else if (value !== "") headers.push([parameter.name, value]);
  }
  const url = new URL(base);
  url.pathname = base.pathname.replace(/\/$/, "") + (path.startsWith("/") ? path : `/${path}`);
  if (url.pathname.endsWith("/") && operation.path === "/") url.pathname = url.pathname.slice(0, -1);
  url.search = query.toString();
  if (filled.stream) headers.push(["Accept", "text/event-stream"]);
  const body = filled.type ? filled.body : undefined;
  if (filled.type) headers.push(["Content-Type", filled.type]);
  return { method: operation.method, url, headers, body, here: url.origin === window.location.origin };
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

// The key stays a variable: what is copied ends up in histories and tickets.
export function curlOf(request: Prepared): string {
  const parts = [`curl ${request.method === "GET" ? "" : `-X ${request.method} `}${quoted(request.url.href)}`];
  parts.push('-H "Authorization: Bearer $GATEHOUSE_KEY"');
  for (const [name, value] of request.headers) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (request.headers.some(([name, value]) => name === "Accept" && value === "text/event-stream")) parts.push("-N");
  if (request.body !== undefined) parts.push(`--data ${quoted(request.body)}`);
  return parts.join(" \\\n  ");
}
