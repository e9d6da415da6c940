// SPDX-License-Identifier: Apache-2.0
// One's own account: who one is, password, second factor, sessions.
import { useState } from "preact/hooks";
import { ask } from "../api";
import { time } from "../format";
import { useAction, useLoad } from "../load";
import { announce } from "../parts/announce";
import { Badge, Cell, Code, Field, Loading, Notice, ProblemNotice, Table, Title } from "../parts/basic";
import { Dialog, FormDialog } from "../parts/dialog";
import { QrCode } from "../parts/qr";
import { useSession } from "../session";
import { t } from "../texts/index";
import type { Session } from "../types";

function ChangePassword() {
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const [done, setDone] = useState(false);
  const acting = useAction();
  const differ = again !== "" && fresh !== again;
  const submit = async () => {
    setDone(false);
    await ask("POST", "/me/password", { body: { current, new: fresh } });
    setCurrent("");
    setFresh("");
    setAgain("");
    setDone(true);
  };
  return (
    <section class="card" aria-labelledby="password">
      <h2 id="password">{t.password}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (fresh === again) void acting.run(submit);
        }}
      >
        <Field label={t.currentPassword} value={current} change={setCurrent} type="password" complete="current-password" required />
        <Field label={t.newPassword} hint={t.passwordHint} value={fresh} change={setFresh} type="password" complete="new-password" required />
        <Field label={t.repeatPassword} value={again} change={setAgain} type="password" complete="new-password" required invalid={differ} />
        {differ && <Notice kind="bad">{t.passwordsDiffer}</Notice>}
        {done && <Notice kind="good">{t.passwordChanged}</Notice>}
        <ProblemNotice problem={acting.problem} />
        <div class="buttons start">
          <button type="submit" class="primary" disabled={acting.busy || differ}>
            {t.changePassword}
          </button>
        </div>
      </form>
    </section>
  );
}

interface NewTotp {
  secret: string;
  uri: string;
}

function SetUpTotp({ close, done }: { close: () => void; done: (recovery: string[]) => void }) {
  const begun = useLoad((signal) => ask<NewTotp>("POST", "/me/totp", { signal }), []);
  const [code, setCode] = useState("");
  const acting = useAction();
  const submit = async () => {
    const confirmed = await ask<{ recovery_codes: string[] }>("POST", "/me/totp/confirm", { body: { code: code.replace(/\s/g, "") } });
    announce(t.totpOn);
    done(confirmed.recovery_codes);
  };
  return (
    <FormDialog title={t.setUpTotp} close={close} verb={t.confirm} acting={acting} submit={submit}>
      <p>{t.totpScan}</p>
      {begun.loading && !begun.data && <Loading />}
      <ProblemNotice problem={begun.problem} again={begun.again} />
      {begun.data && (
        <>
          <QrCode text={begun.data.uri} label={t.qrCode} />
          <Code label={t.totpByHand} text={begun.data.secret.replace(/(.{4})(?=.)/g, "$1 ")} />
        </>
      )}
      <Field label={t.code} hint={t.codeOfApp} value={code} change={setCode} complete="one-time-code" most={64} required />
    </FormDialog>
  );
}

function RecoveryCodes({ codes, close }: { codes: string[]; close: () => void }) {
  return (
    <Dialog title={t.recoveryCodes} close={close}>
      <Notice kind="warn">{t.recoveryMeans}</Notice>
      <Code label={t.recoveryCodes} text={codes.join("\n")} />
      <div class="buttons">
        <button type="button" class="primary" onClick={close}>
          {t.haveKept}
        </button>
      </div>
    </Dialog>
  );
}

function RemoveTotp({ close, done }: { close: () => void; done: () => void }) {
  const [code, setCode] = useState("");
  const acting = useAction();
  const submit = async () => {
    await ask("DELETE", "/me/totp", { body: { code: code.replace(/\s/g, "") } });
    announce(t.totpOff);
    done();
  };
  return (
    <FormDialog title={t.removeTotp} close={close} verb={t.removeTotp} acting={acting} submit={submit} danger>
      <p>{t.removeTotpMeans}</p>
      <Field label={t.code} hint={t.codeHint} value={code} change={setCode} complete="one-time-code" most={64} required />
    </FormDialog>
  );
}

function SecondFactor() {
  const { me, refresh } = useSession();
  const [doing, setDoing] = useState<"add" | "remove" | null>(null);
  const [recovery, setRecovery] = useState<string[]>([]);
  const done = (codes: string[] = []) => {
    setDoing(null);
    setRecovery(codes);
    if (codes.length === 0) refresh();
  };
  return (
    <section class="card" aria-labelledby="factor">
      <h2 id="factor">{t.secondFactor}</h2>
      <p>
        {me.totp ? <Badge kind="good">{t.totpIsOn}</Badge> : <Badge kind="warn">{t.totpIsOff}</Badge>} {me.totp ? t.totpOnMeans : t.totpOffMeans}
      </p>
      <div class="buttons start">
        {me.totp ? (
          <button type="button" onClick={() => setDoing("remove")}>
            {t.removeTotp}
          </button>
        ) : (
          <button type="button" class="primary" onClick={() => setDoing("add")}>
            {t.setUpTotp}
          </button>
        )}
      </div>
      {doing === "add" && <SetUpTotp close={() => setDoing(null)} done={done} />}
      {recovery.length > 0 && (
        <RecoveryCodes
          codes={recovery}
          close={() => {
            setRecovery([]);
            refresh();
          }}
        />
      )}
      {doing === "remove" && <RemoveTotp close={() => setDoing(null)} done={done} />}
    </section>
  );
}

function Sessions() {
  const { signOut } = useSession();
  const list = useLoad((signal) => ask<{ items: Session[] }>("GET", "/sessions", { signal }), []);
  const acting = useAction();
  const end = (one: Session) =>
    acting.run(async () => {
      if (one.current) return signOut();
      await ask("DELETE", `/sessions/${encodeURIComponent(one.id)}`);
      announce(t.sessionIsEnded);
      list.again();
    });
  return (
    <section class="card" aria-labelledby="sessions">
      <h2 id="sessions">{t.sessions}</h2>
      <ProblemNotice problem={list.problem ?? acting.problem} again={list.again} />
      {list.loading && !list.data && <Loading />}
      {list.data && (
        <Table stack caption={t.sessions} heads={[t.begun, t.lastUsed, t.from, t.ends, <span class="unseen">{t.actions}</span>]}>
          {list.data.items.map((one) => (
            <tr key={one.id} role="row">
              <th scope="row" role="rowheader">
                {time(one.created_at)} {one.current && <Badge kind="good">{t.thisOne}</Badge>}
              </th>
              <Cell head={t.lastUsed}>{time(one.used_at)}</Cell>
              <Cell head={t.from}>{one.address || "–"}</Cell>
              <Cell head={t.ends}>{time(one.expires_at)}</Cell>
              <Cell head="">
                <button
                  type="button"
                  class="quiet"
                  disabled={acting.busy}
                  aria-label={one.current ? undefined : t.endSession(time(one.created_at))}
                  onClick={() => void end(one)}
                >
                  {one.current ? t.signOut : t.end}
                </button>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

export function AccountPage() {
  const { me } = useSession();
  const roles = t.roles as Record<string, string>;
  return (
    <>
      <Title text={t.account} />
      <section class="card" aria-labelledby="who">
        <h2 id="who">{me.name || me.email}</h2>
        <dl class="pairs">
          <div>
            <dt>{t.email}</dt>
            <dd>{me.email}</dd>
          </div>
          <div>
            <dt>{t.rights}</dt>
            <dd>
              {me.grants.length === 0
                ? "–"
                : me.grants.map((grant) => `${roles[grant.role] ?? grant.role} (${grant.team || t.wholeOrganisation})`).join(", ")}
            </dd>
          </div>
        </dl>
      </section>
      {me.second_factor_required && <Notice kind="warn">{t.factorNeeded}</Notice>}
      {me.password && !me.second_factor_required && <ChangePassword />}
      {me.password && <SecondFactor />}
      {!me.second_factor_required && <Sessions />}
    </>
  );
}
