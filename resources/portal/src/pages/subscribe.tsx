// SPDX-License-Identifier: Apache-2.0
// Asking for a subscription: which application, on which plan, and why.
import { useState } from "preact/hooks";
import { ask, askAll, Problem } from "../api";
import { useAction, useLoad } from "../load";
import { announce } from "../parts/announce";
import { Choice, Field, Loading, Notice, ProblemNotice } from "../parts/basic";
import { Dialog, FormDialog } from "../parts/dialog";
import { planTexts } from "../parts/plan_text";
import { href, Link } from "../router";
import { may, useSession } from "../session";
import { t } from "../texts/index";
import type { App, CatalogueEntry, Subscription } from "../types";

interface SubscribeProps {
  entry: CatalogueEntry;
  taken: string[]; // applications that have one already
  close: () => void;
  done: (subscription: Subscription) => void;
}

export function Subscribe({ entry, taken, close, done }: SubscribeProps) {
  const { me } = useSession();
  const apps = useLoad((signal) => askAll<App>("/apps", signal), []);
  if (!apps.data)
    return (
      <Dialog title={t.subscribeTo(entry.title || entry.id)} close={close}>
        {apps.problem ? <ProblemNotice problem={apps.problem} again={apps.again} /> : <Loading />}
        <div class="buttons">
          <button type="button" onClick={close}>
            {t.cancel}
          </button>
        </div>
      </Dialog>
    );
  const free = apps.data.filter((app) => !taken.includes(app.id) && may(me, "subscribe", app.team));
  return <SubscribeForm entry={entry} apps={free} close={close} done={done} />;
}

function SubscribeForm({ entry, apps, close, done }: Omit<SubscribeProps, "taken"> & { apps: App[] }) {
  const [app, setApp] = useState(apps[0]?.id ?? "");
  const [plan, setPlan] = useState(entry.plans[0]?.id ?? "");
  const [reason, setReason] = useState("");
  const acting = useAction();
  const chosen = entry.plans.find((one) => one.id === plan);
  const submit = async () => {
    if (!app) throw new Problem(0, "no_app", t.noAppToSubscribe);
    const body = { api: entry.id, app, reason: reason.trim(), ...(plan ? { plan } : {}) };
    const made = await ask<Subscription>("POST", "/subscriptions", { body });
    announce(made.state === "approved" ? t.approvedAtOnce : t.requested);
    done(made);
  };
  if (apps.length === 0)
    return (
      <Dialog title={t.subscribeTo(entry.title || entry.id)} close={close}>
        <p>{t.noAppToSubscribe}</p>
        <div class="buttons">
          <button type="button" onClick={close}>
            {t.cancel}
          </button>
          <Link class="button primary" to={href("apps")}>
            {t.appsAndKeys}
          </Link>
        </div>
      </Dialog>
    );
  return (
    <FormDialog title={t.subscribeTo(entry.title || entry.id)} close={close} verb={t.subscribe} acting={acting} submit={submit}>
      <Choice
        label={t.application}
        hint={t.applicationHint}
        value={app}
        change={setApp}
        options={apps.map((one) => ({ value: one.id, text: `${one.id} (${one.team})` }))}
      />
      {entry.plans.length > 0 && (
        <fieldset>
          <legend>{t.plan}</legend>
          {entry.plans.map((one) => (
            <label key={one.id} class="choice">
              <input type="radio" name="plan" value={one.id} checked={plan === one.id} onChange={() => setPlan(one.id)} />
              <span>
                <strong>{one.title || one.id}</strong>
                {one.description && <span class="prose"> {one.description}</span>}
                <span class="rules">{planTexts(one).join(" · ")}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <Field label={t.reason} hint={t.reasonHint} value={reason} change={setReason} lines={3} most={1000} />
      {chosen && <Notice>{chosen.approval === "automatic" ? t.willBeAtOnce : t.willWait}</Notice>}
    </FormDialog>
  );
}
