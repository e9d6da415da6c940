// SPDX-License-Identifier: Apache-2.0
// Sign-in: with a password (and a code of the second factor when asked for it), or with one of the organisation's
// OpenID Connect providers, to which the browser goes and from which it comes back to /portal.
import { useEffect, useState } from "preact/hooks";
import { ask, keepToken, Problem } from "../api";
import { useAction, useLoad } from "../load";
import { Field, Loading, Notice, ProblemNotice, Title } from "../parts/basic";
import { go, href, place } from "../router";
import { t } from "../texts/index";
import type { Ways } from "../types";

const attemptName = "gatehouse.attempt";
const callback = href();

interface Attempt {
  provider: string;
  state: string;
  flow: string;
  back: string;
}

interface Begun {
  url: string;
  state: string;
  flow: string;
}

interface NewSession {
  token: string;
}

function isReturn(): boolean {
  const { parts, query } = place();
  return parts.length === 0 && query.has("state") && (query.has("code") || query.has("error"));
}

function takeAttempt(): Attempt | null {
  const kept = sessionStorage.getItem(attemptName);
  sessionStorage.removeItem(attemptName);
  try {
    return kept ? (JSON.parse(kept) as Attempt) : null;
  } catch {
    return null;
  }
}

// Leaves for the provider's page; that page comes back with a code. Only web addresses are gone to.
async function leaveFor(provider: string): Promise<void> {
  const back = window.location.pathname + window.location.search;
  const begun = await ask<Begun>("POST", `/sign_in/oidc/${encodeURIComponent(provider)}/begin`, {
    open: true,
    body: { redirect_uri: window.location.origin + callback },
  });
  const url = new URL(begun.url);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new Problem(0, "oidc_address", t.failed);
  const attempt: Attempt = { provider, state: begun.state, flow: begun.flow, back };
  sessionStorage.setItem(attemptName, JSON.stringify(attempt));
  window.location.assign(url.href);
}

function Returning({ done, failed }: { done: () => void; failed: (problem: Problem) => void }) {
  useEffect(() => {
    const query = place().query;
    const attempt = takeAttempt();
    // The code must not stay in the address: it goes into no history.
    go(callback, "replace");
    const finish = async () => {
      if (!attempt || query.get("state") !== attempt.state) throw new Problem(0, "oidc_state", t.oidcState);
      if (query.get("error")) throw new Problem(0, "oidc_refused", t.oidcRefused);
      const session = await ask<NewSession>("POST", `/sign_in/oidc/${encodeURIComponent(attempt.provider)}/finish`, {
        open: true,
        body: { code: query.get("code") ?? "", state: attempt.state, flow: attempt.flow },
      });
      keepToken(session.token);
      go(attempt.back.startsWith("/portal") ? attempt.back : href(), "replace");
      done();
    };
    finish().catch((error: unknown) => {
      go(href(), "replace");
      failed(error instanceof Problem ? error : new Problem(0, "unexpected", String(error)));
    });
  }, []);
  return (
    <>
      <Title text={t.signIn} />
      <Loading />
    </>
  );
}

function PasswordForm({ done }: { done: () => void }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [wantsCode, setWantsCode] = useState(false);
  const acting = useAction();
  const submit = async () => {
    try {
      const body = { email, password, ...(wantsCode ? { code: code.replace(/\s/g, "") } : {}) };
      const session = await ask<NewSession>("POST", "/sessions", { open: true, body });
      keepToken(session.token);
      done();
    } catch (error) {
      if (error instanceof Problem && error.code === "code_required") {
        setWantsCode(true);
        return;
      }
      throw error;
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void acting.run(submit);
      }}
    >
      <Field label={t.email} value={email} change={setEmail} type="email" name="email" complete="username" required />
      <Field
        label={t.password}
        value={password}
        change={setPassword}
        type="password"
        name="password"
        complete="current-password"
        required
      />
      {wantsCode && (
        <Field
          label={t.code}
          hint={t.codeHint}
          value={code}
          change={setCode}
          name="code"
          complete="one-time-code"
          most={64}
          required
          focus
        />
      )}
      <ProblemNotice problem={acting.problem} />
      <div class="buttons">
        <button type="submit" class="primary wide" disabled={acting.busy}>
          {t.signIn}
        </button>
      </div>
    </form>
  );
}

export function SignInPage({ done, ended }: { done: () => void; ended: boolean }) {
  const [returning, setReturning] = useState(isReturn);
  const [failure, setFailure] = useState<Problem | null>(null);
  const ways = useLoad((signal) => ask<Ways>("GET", "/sign_in/ways", { open: true, signal }), []);
  const leaving = useAction();
  if (returning)
    return (
      <Returning
        done={done}
        failed={(problem) => {
          setFailure(problem);
          setReturning(false);
        }}
      />
    );
  return (
    <div class="card sign-in">
      <p class="brandline">{t.portal}</p>
      <Title text={t.signIn} />
      {ended && <Notice kind="warn">{t.sessionEnded}</Notice>}
      <ProblemNotice problem={failure} />
      <ProblemNotice problem={ways.problem} again={ways.again} />
      {ways.loading && !ways.data && <Loading />}
      {ways.data && (
        <>
          {ways.data.password && <PasswordForm done={done} />}
          {ways.data.password && ways.data.oidc.length > 0 && <p class="or">{t.or}</p>}
          {ways.data.oidc.map((way) => (
            <button
              key={way.id}
              type="button"
              class="wide"
              disabled={leaving.busy}
              onClick={() => void leaving.run(() => leaveFor(way.id))}
            >
              {t.signInWith(way.title || way.id)}
            </button>
          ))}
          <ProblemNotice problem={leaving.problem} />
          {!ways.data.password && ways.data.oidc.length === 0 && <Notice kind="warn">{t.noWays}</Notice>}
        </>
      )}
    </div>
  );
}
