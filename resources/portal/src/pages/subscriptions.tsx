// SPDX-License-Identifier: Apache-2.0
// The subscriptions of a person's applications: their state, and what to do next.
import { useState } from "preact/hooks";
import { ask, askAll } from "../api";
import { time } from "../format";
import { useAction, useLoad } from "../load";
import { announce } from "../parts/announce";
import { Empty, Loading, ProblemNotice, State, Title } from "../parts/basic";
import { FormDialog } from "../parts/dialog";
import { href, Link } from "../router";
import { t } from "../texts/index";
import type { Subscription } from "../types";
import { nextStep } from "./subscription_text";

function Cancel({ one, close, done }: { one: Subscription; close: () => void; done: () => void }) {
  const acting = useAction();
  return (
    <FormDialog
      title={t.cancelSubscription}
      close={close}
      verb={t.cancelSubscription}
      acting={acting}
      danger
      submit={async () => {
        await ask("POST", `/subscriptions/${encodeURIComponent(one.id)}/cancel`, { body: {} });
        announce(t.isCancelled);
        done();
      }}
    >
      <p>{t.cancelMeans(one.app, one.api)}</p>
    </FormDialog>
  );
}

const order = ["pending", "approved", "suspended", "rejected", "expired", "cancelled"];
const living = new Set(["pending", "approved", "suspended"]);

export function SubscriptionsPage() {
  const list = useLoad((signal) => askAll<Subscription>("/subscriptions", signal), []);
  const [ending, setEnding] = useState<Subscription | null>(null);
  const place = (one: Subscription) => order.indexOf(one.state) * 2;
  const items = [...(list.data ?? [])].sort(
    (a, b) => place(a) - place(b) || (b.requested_at ?? "").localeCompare(a.requested_at ?? ""),
  );
  return (
    <>
      <Title text={t.subscriptions} />
      <ProblemNotice problem={list.problem} again={list.again} />
      {list.loading && !list.data && <Loading />}
      {list.data && items.length === 0 && (
        <Empty text={t.noSubscriptions}>
          <Link class="button primary" to={href()}>
            {t.toCatalogue}
          </Link>
        </Empty>
      )}
      {items.length > 0 && (
        <ul class="entries" aria-label={t.subscriptions}>
          {items.map((one) => (
            <li key={one.id} class="card entry">
              <h2>
                <Link to={href("apis", one.api)}>{one.api}</Link>
              </h2>
              <p class="facts">
                <State state={one.state} />
                <span>{t.forApp(one.app)}</span>
                {one.plan && <span>{t.onPlan(one.plan)}</span>}
              </p>
              <p>{nextStep(one)}</p>
              <p class="hint">{t.requestedAt(time(one.requested_at))}</p>
              {one.reason && <p class="hint">{t.yourReason(one.reason)}</p>}
              <div class="buttons start">
                {one.state === "approved" && (
                  <Link class="button" to={href("apis", one.api)}>
                    {t.callIt}
                  </Link>
                )}
                {!living.has(one.state) && (
                  <Link class="button" to={href("apis", one.api)}>
                    {t.askAgain}
                  </Link>
                )}
                {living.has(one.state) && (
                  <button type="button" onClick={() => setEnding(one)}>
                    {one.state === "pending" ? t.withdraw : t.cancelSubscription}
                  </button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {ending && (
        <Cancel
          one={ending}
          close={() => setEnding(null)}
          done={() => {
            setEnding(null);
            list.again();
          }}
        />
      )}
    </>
  );
}
