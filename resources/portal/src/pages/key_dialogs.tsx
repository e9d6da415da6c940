// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { ask } from "../api";
import { useAction } from "../load";
import { announce } from "../parts/announce";
import { Choice, Code, Field, Notice } from "../parts/basic";
import { Dialog, FormDialog } from "../parts/dialog";
import { forgetKey, rememberKey } from "../parts/known_keys";
import { t } from "../texts/index";
import type { Key } from "../types";

type Made = (key: Key, secret: string) => void;

const day = 24 * 60 * 60;

function expiry(days: string): string | undefined {
  if (days === "") return undefined;
  return new Date(Math.floor(Date.now() / 1000 + Number(days) * day) * 1000).toISOString().replace(".000Z", "Z");
}

export function MakeKey({ app, close, made }: { app: string; close: () => void; made: Made }) {
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const acting = useAction();
  const submit = async () => {
    const expires = expiry(days);
    const key = await ask<Key>("POST", "/keys", { body: { app, name: name.trim(), ...(expires ? { expires } : {}) } });
    rememberKey({ id: key.id, app, name: key.name, key: key.key ?? "" });
    made(key, key.key ?? "");
  };
  return (
    <FormDialog title={t.newKeyFor(app)} close={close} verb={t.makeKey} acting={acting} submit={submit}>
      <Field label={t.name} hint={t.keyNameHint} value={name} change={setName} most={60} required />
      <Choice
        label={t.expires}
        value={days}
        change={setDays}
        options={["30", "90", "365", ""].map((value) => ({ value, text: value ? t.inDays(value) : t.never }))}
      />
    </FormDialog>
  );
}

export function RotateKey({ replaced, close, made }: { replaced: Key; close: () => void; made: Made }) {
  const [overlap, setOverlap] = useState(String(day));
  const acting = useAction();
  const submit = async () => {
    const done = await ask<{ made: Key }>("POST", `/keys/${encodeURIComponent(replaced.id)}/rotate`, {
      body: { overlap_seconds: Number(overlap) },
    });
    forgetKey(replaced.id);
    rememberKey({ id: done.made.id, app: done.made.app, name: done.made.name, key: done.made.key ?? "" });
    made(done.made, done.made.key ?? "");
  };
  return (
    <FormDialog title={t.rotateOf(replaced.name || replaced.id)} close={close} verb={t.rotate} acting={acting} submit={submit}>
      <p>{t.rotateMeans}</p>
      <Choice
        label={t.overlap}
        value={overlap}
        change={setOverlap}
        options={[
          { value: "0", text: t.atOnce },
          { value: "3600", text: t.anHour },
          { value: String(day), text: t.aDay },
          { value: String(7 * day), text: t.aWeek },
        ]}
      />
    </FormDialog>
  );
}

export function RevokeKey({ revoked, close, done }: { revoked: Key; close: () => void; done: () => void }) {
  const acting = useAction();
  const submit = async () => {
    await ask("PATCH", `/keys/${encodeURIComponent(revoked.id)}`, {
      body: { revoked: true },
      type: "application/merge-patch+json",
    });
    forgetKey(revoked.id);
    announce(t.isRevoked);
    done();
  };
  return (
    <FormDialog title={t.revokeOf(revoked.name || revoked.id)} close={close} verb={t.revoke} acting={acting} submit={submit} danger>
      <p>{t.revokeMeans}</p>
    </FormDialog>
  );
}

export function ShowKey({ made, secret, close }: { made: Key; secret: string; close: () => void }) {
  return (
    <Dialog title={t.yourKey(made.name || made.id)} close={close}>
      <Notice kind="warn">{t.shownOnce}</Notice>
      <Code label={t.key} text={secret} />
      <p class="hint">{t.keyInThisTab}</p>
      <div class="buttons">
        <button type="button" class="primary" onClick={close}>
          {t.haveKept}
        </button>
      </div>
    </Dialog>
  );
}

export function MakeApp({ teams, close, done }: { teams: string[] | null; close: () => void; done: () => void }) {
  const [id, setId] = useState("");
  const [team, setTeam] = useState(teams?.[0] ?? "");
  const acting = useAction();
  const submit = async () => {
    await ask("POST", "/apps", { body: { id: id.trim(), team: team.trim() } });
    announce(t.appMade);
    done();
  };
  return (
    <FormDialog title={t.newApp} close={close} verb={t.makeApp} acting={acting} submit={submit}>
      <Field label={t.name} hint={t.appNameHint} value={id} change={setId} most={64} required code />
      {teams ? (
        <Choice label={t.team} value={team} change={setTeam} options={teams.map((one) => ({ value: one, text: one }))} />
      ) : (
        <Field label={t.team} value={team} change={setTeam} most={64} required />
      )}
    </FormDialog>
  );
}
