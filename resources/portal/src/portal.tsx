// SPDX-License-Identifier: Apache-2.0
// The frame around all pages: sign-in until there is a session, then header, navigation and the page of the address.
import { useEffect, useRef, useState } from "preact/hooks";
import { ask, keepToken, signedIn, whenSessionEnds } from "./api";
import { useLoad } from "./load";
import { AccountPage } from "./pages/account";
import { ApiPage } from "./pages/api";
import { AppsPage } from "./pages/apps";
import { CataloguePage } from "./pages/catalogue";
import { InvitationPage } from "./pages/invitation";
import { SignInPage } from "./pages/sign_in";
import { SubscriptionsPage } from "./pages/subscriptions";
import { UsagePage } from "./pages/usage";
import { announce, Announcer } from "./parts/announce";
import { Loading, ProblemNotice, Title } from "./parts/basic";
import { forgetKeys } from "./parts/known_keys";
import { href, Link, usePlace } from "./router";
import { Session } from "./session";
import { t } from "./texts/index";
import type { Me } from "./types";

function Page({ parts }: { parts: string[] }) {
  const [first, second, third] = parts;
  if (first === undefined || first === "invitation") return <CataloguePage />;
  if (first === "apis" && second !== undefined && parts.length <= 3)
    return <ApiPage key={`${second}/${third ?? ""}`} id={second} version={third} />;
  if (parts.length === 1) {
    if (first === "subscriptions") return <SubscriptionsPage />;
    if (first === "apps") return <AppsPage />;
    if (first === "usage") return <UsagePage />;
    if (first === "account") return <AccountPage />;
  }
  return (
    <>
      <Title text={t.notFound} />
      <p>
        <Link to={href()}>{t.toCatalogue}</Link>
      </p>
    </>
  );
}

const places: { name: string; text: string }[] = [
  { name: "", text: t.catalogue },
  { name: "subscriptions", text: t.subscriptions },
  { name: "apps", text: t.appsAndKeys },
  { name: "usage", text: t.usage },
  { name: "account", text: t.account },
];

function Header({ here, signOut }: { here: string | undefined; signOut: () => void }) {
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [here]);
  return (
    <header>
      <div class="bar">
        <Link to={href()} class="brand">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="7" />
            <path d="M6 8h3v2h2V8h3v5h4V8h3v2h2V8h3v17h-6v-5a4 4 0 0 0-8 0v5H6z" />
          </svg>
          {t.portal}
        </Link>
        <button
          type="button"
          class="menu"
          aria-expanded={open}
          aria-controls="places"
          onClick={() => setOpen(!open)}
        >
          {t.menu}
        </button>
        <nav id="places" class={open ? "open" : ""} aria-label={t.mainNavigation}>
          <ul>
            {places.map(({ name, text }) => (
              <li key={name}>
                <Link to={href(...(name ? [name] : []))} current={(here ?? "") === name || (name === "" && here === "apis")}>
                  {text}
                </Link>
              </li>
            ))}
            <li>
              <button type="button" class="quiet" onClick={signOut}>
                {t.signOut}
              </button>
            </li>
          </ul>
        </nav>
      </div>
    </header>
  );
}

function SignedIn({ signOut }: { signOut: () => void }) {
  const where = usePlace();
  const me = useLoad((signal) => ask<Me>("GET", "/me", { signal }), []);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    window.scrollTo(0, 0);
    document.getElementById("title")?.focus();
  }, [where.key]);
  const leave = async () => {
    try {
      await ask("DELETE", "/sessions/current");
    } finally {
      signOut();
    }
  };
  return (
    <>
      <a class="skip" href="#title" onClick={(event) => {
        event.preventDefault();
        document.getElementById("title")?.focus();
      }}>
        {t.skip}
      </a>
      <Header here={where.parts[0]} signOut={() => void leave().catch(() => {})} />
      <main id="main">
        {me.data ? (
          <Session.Provider value={{ me: me.data, refresh: me.again, signOut: leave }}>
            {me.data.second_factor_required ? <AccountPage /> : <Page parts={where.parts} />}
          </Session.Provider>
        ) : me.problem ? (
          <>
            <Title text={t.portal} />
            <ProblemNotice problem={me.problem} again={me.again} />
          </>
        ) : (
          <Loading />
        )}
      </main>
    </>
  );
}

export function Portal() {
  const [inside, setInside] = useState(signedIn);
  const [ended, setEnded] = useState(false);
  const where = usePlace();
  const leave = (byGateway: boolean) => {
    keepToken(null);
    forgetKeys();
    setEnded(byGateway);
    setInside(false);
    announce(byGateway ? t.sessionEnded : t.signedOut);
  };
  useEffect(() => whenSessionEnds(() => leave(true)), []);
  return (
    <>
      {inside ? (
        <SignedIn signOut={() => leave(false)} />
      ) : (
        <main id="main" class="narrow">
          {where.parts[0] === "invitation" ? (
            <InvitationPage />
          ) : (
            <SignInPage
              ended={ended}
              done={() => {
                setEnded(false);
                setInside(true);
              }}
            />
          )}
        </main>
      )}
      <Announcer />
    </>
  );
}
