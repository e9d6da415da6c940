// SPDX-License-Identifier: Apache-2.0
// A new user sets a password: /portal/invitation#WORD. What stands behind "#" is sent to nobody by the browser.
import { useEffect, useState } from "preact/hooks";
import { ask } from "../api";
import { useAction } from "../load";
import { Field, Notice, ProblemNotice, Title } from "../parts/basic";
import { href, Link } from "../router";
import { t } from "../texts/index";

export function InvitationPage() {
  const [invitation] = useState(() => window.location.hash.slice(1));
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const [done, setDone] = useState(false);
  const acting = useAction();
  const differ = again !== "" && fresh !== again;
  useEffect(() => window.history.replaceState(null, "", window.location.pathname), []); // not into the history
  const submit = async () => {
    await ask("POST", "/sign_in/invitation", { open: true, body: { invitation, password: fresh } });
    setDone(true);
  };
  return (
    <div class="card sign-in">
      <p class="brandline">{t.portal}</p>
      <Title text={t.setPassword} />
      {done ? (
        <>
          <Notice kind="good">{t.passwordSet}</Notice>
          <Link class="button primary" to={href()}>
            {t.signIn}
          </Link>
        </>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (fresh === again) void acting.run(submit);
          }}
        >
          <Field label={t.newPassword} hint={t.passwordHint} value={fresh} change={setFresh} type="password" complete="new-password" required />
          <Field label={t.repeatPassword} value={again} change={setAgain} type="password" complete="new-password" required invalid={differ} />
          {differ && <Notice kind="bad">{t.passwordsDiffer}</Notice>}
          <ProblemNotice problem={acting.problem} />
          <div class="buttons">
            <button type="submit" class="primary wide" disabled={acting.busy || differ}>
              {t.setPassword}
            </button>
          </div>
        </form>
      )}
    </div>
  );
}
