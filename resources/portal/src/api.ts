// SPDX-License-Identifier: Apache-2.0
// The one door to the gateway: requests to the portal's API with the session's token. The token lives in this tab
// (sessionStorage, so that loading the page again keeps it) and goes out as bearer; there are no cookies.

const base = "/portal/api/v1";
const tokenName = "gatehouse.session";

// An error as the gateway tells it (RFC 9457 with code, field, expected, found).
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field = "",
  ) {
    super(message);
  }
}

let token: string | null = sessionStorage.getItem(tokenName);
let ended: () => void = () => {};

export const signedIn = (): boolean => token !== null;

export function keepToken(fresh: string | null): void {
  token = fresh;
  if (fresh === null) sessionStorage.removeItem(tokenName);
  else sessionStorage.setItem(tokenName, fresh);
}

// Called when the gateway no longer takes the token.
export function whenSessionEnds(action: () => void): void {
  ended = action;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

async function problemOf(answer: Response): Promise<Problem> {
  let body: Record<string, unknown> = {};
  try {
    body = (await answer.json()) as Record<string, unknown>;
  } catch {
    // A proxy's page, or nothing: the status says it all.
  }
  const inner = (body["error"] ?? {}) as Record<string, unknown>;
  const message = text(body["detail"]) || text(inner["message"]) || text(body["title"]) || `HTTP ${answer.status}`;
  return new Problem(answer.status, text(body["code"]) || text(inner["code"]), message, text(body["field"]));
}

export interface Options {
  body?: unknown;
  // A refusal of who is not signed in yet ends no session.
  open?: boolean;
  signal?: AbortSignal;
  type?: string;
}

export async function ask<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (token !== null && !options.open) headers["Authorization"] = `Bearer ${token}`;
  const init: RequestInit = { method, headers, credentials: "omit", cache: "no-store", redirect: "error" };
  if (options.signal) init.signal = options.signal;
  if (options.body !== undefined) {
    headers["Content-Type"] = options.type ?? "application/json";
    init.body = JSON.stringify(options.body);
  }
  let answer: Response;
  try {
    answer = await fetch(base + path, init);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Problem(0, "unreachable", "");
  }
  if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T;
  const problem = await problemOf(answer);
  if (answer.status === 401 && !options.open && token !== null) {
    keepToken(null);
    ended();
  }
  throw problem;
}

interface Page<T> {
  items: T[];
  next: string | null;
}

// A list as a whole: page by page, at most a thousand things.
export async function askAll<T>(path: string, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const more = `${path.includes("?") ? "&" : "?"}limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`;
    const page: Page<T> = await ask<Page<T>>("GET", path + more, signal ? { signal } : {});
    items.push(...page.items);
    cursor = page.next;
  } while (cursor && items.length < 1000);
  return items;
}
