// SPDX-License-Identifier: Apache-2.0
// Applications and their keys: made, shown once, rotated, revoked.
import { useState } from "preact/hooks";
import { ask, askAll } from "../api";
import { time } from "../format";
import { useLoad } from "../load";
import { Badge, Cell, Empty, Loading, ProblemNotice, State, Table, Title } from "../parts/basic";
import { may, teamsWith, useSession } from "../session";
import { t } from "../texts/index";
import type { App, Key } from "../types";
import { MakeApp, MakeKey, RevokeKey, RotateKey, ShowKey } from "./key_dialogs";

interface All {
  apps: App[];
  keys: Key[];
  used: Map<string, string>;
}

interface Usage {
  keys: { id: string; last_used: string }[];
}

async function load(signal: AbortSignal): Promise<All> {
  const [apps, keys, usage] = await Promise.all([
    askAll<App>("/apps", signal),
    askAll<Key>("/keys", signal),
    // When a key was used last is good to know, not needed.
    ask<Usage>("GET", "/usage", { signal }).catch((): Usage => ({ keys: [] })),
  ]);
  return { apps, keys, used: new Map(usage.keys.map((key) => [key.id, key.last_used])) };
}

type Doing =
  | { what: "make"; app: string }
  | { what: "rotate" | "revoke"; key: Key }
  | { what: "show"; key: Key; secret: string }
  | { what: "app" };

function stateOf(key: Key): string | null {
  if (key.revoked) return "revoked";
  if (key.enabled === false) return "disabled";
  return key.expires && new Date(key.expires) < new Date() ? "expired" : null;
}

function KeyRows({ keys, used, act }: { keys: Key[]; used: Map<string, string>; act: ((doing: Doing) => void) | null }) {
  return (
    <>
      {keys.map((key) => {
        const state = stateOf(key);
        const name = key.name || key.id;
        return (
          <tr key={key.id} role="row">
            <th scope="row" role="rowheader">
              {name}
            </th>
            <Cell head={t.key}>
              <code>…{key.last_four ?? ""}</code>
            </Cell>
            <Cell head={t.made}>{time(key.created)}</Cell>
            <Cell head={t.lastUsed}>{used.has(key.id) ? time(used.get(key.id)) : t.never}</Cell>
            <Cell head={t.expires}>{key.expires ? time(key.expires) : t.never}</Cell>
            <Cell head={t.state}>{state ? <State state={state} /> : <Badge kind="good">{t.valid}</Badge>}</Cell>
            <Cell head="">
              {state === null && act && (
                <div class="buttons start tight">
                  <button type="button" class="quiet" aria-label={t.rotateOf(name)} onClick={() => act({ what: "rotate", key })}>
                    {t.rotate}
                  </button>
                  <button type="button" class="quiet" aria-label={t.revokeOf(name)} onClick={() => act({ what: "revoke", key })}>
                    {t.revoke}
                  </button>
                </div>
              )}
            </Cell>
          </tr>
        );
      })}
    </>
  );
}

export function AppsPage() {
  const { me } = useSession();
  const all = useLoad(load, []);
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  const made = (key: Key, secret: string) => {
    all.again();
    setDoing({ what: "show", key, secret });
  };
  const data = all.data;
  return (
    <>
      <div class="titlebar">
        <Title text={t.appsAndKeys} />
        {may(me, "manage_keys") && (
          <button type="button" onClick={() => setDoing({ what: "app" })}>
            {t.newApp}
          </button>
        )}
      </div>
      <p class="lead">{t.appsLead}</p>
      <ProblemNotice problem={all.problem} again={all.again} />
      {all.loading && !data && <Loading />}
      {data && data.apps.length === 0 && <Empty text={t.noApps} />}
      {data?.apps.map((app) => {
        const keys = data.keys.filter((key) => key.app === app.id);
        return (
          <section key={app.id} class="card" aria-label={t.appNamed(app.id)}>
            <div class="titlebar">
              <h2>
                {app.id} <span class="hint">{app.team}</span>
              </h2>
              {may(me, "manage_keys", app.team) && (
                <button type="button" class="primary" aria-label={t.newKeyFor(app.id)} onClick={() => setDoing({ what: "make", app: app.id })}>
                  {t.newKey}
                </button>
              )}
            </div>
            {keys.length === 0 ? (
              <p class="hint">{t.noKeys}</p>
            ) : (
              <Table
                stack
                caption={t.keysOf(app.id)}
                heads={[t.name, t.key, t.made, t.lastUsed, t.expires, t.state, <span class="unseen">{t.actions}</span>]}
              >
                <KeyRows keys={keys} used={data.used} act={may(me, "manage_keys", app.team) ? setDoing : null} />
              </Table>
            )}
          </section>
        );
      })}
      {doing?.what === "make" && <MakeKey app={doing.app} close={close} made={made} />}
      {doing?.what === "rotate" && <RotateKey replaced={doing.key} close={close} made={made} />}
      {doing?.what === "revoke" && (
        <RevokeKey
          revoked={doing.key}
          close={close}
          done={() => {
            close();
            all.again();
          }}
        />
      )}
      {doing?.what === "show" && <ShowKey made={doing.key} secret={doing.secret} close={close} />}
      {doing?.what === "app" && (
        <MakeApp
          teams={teamsWith(me, "manage_keys")}
          close={close}
          done={() => {
            close();
            all.again();
          }}
        />
      )}
    </>
  );
}
