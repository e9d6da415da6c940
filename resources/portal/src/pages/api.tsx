// SPDX-License-Identifier: Apache-2.0
// One API: what it is, its versions, how one comes to call it, and its documentation.
import { useState } from "preact/hooks";
import { ask, askAll } from "../api";
import { date } from "../format";
import { useLoad } from "../load";
import { type ApiDocument, type Json, readDocument } from "../openapi/document";
import { Operations } from "../openapi/operations";
import { Badge, Code, Loading, Notice, ProblemNotice, State, Title } from "../parts/basic";
import { planTexts } from "../parts/plan_text";
import { href, Link } from "../router";
import { may, useSession } from "../session";
import { t } from "../texts/index";
import type { CatalogueEntry, Subscription, Version } from "../types";
import { versionShown } from "./catalogue";
import { Subscribe } from "./subscribe";
import { nextStep } from "./subscription_text";

interface Entry {
  entry: CatalogueEntry;
  subscriptions: Subscription[];
}

async function load(id: string, signal: AbortSignal): Promise<Entry> {
  const [entry, subscriptions] = await Promise.all([
    ask<CatalogueEntry>("GET", `/catalogue/${encodeURIComponent(id)}`, { signal }),
    askAll<Subscription>(`/subscriptions?api=${encodeURIComponent(id)}`, signal),
  ]);
  return { entry, subscriptions };
}

function StateNotice({ id, version }: { id: string; version: Version }) {
  if (version.state !== "deprecated" && version.state !== "retired") return null;
  return (
    <Notice kind={version.state === "retired" ? "bad" : "warn"}>
      <p>
        {version.state === "retired" ? t.isRetired : version.sunset ? t.isDeprecatedUntil(date(version.sunset)) : t.isDeprecated}{" "}
        {version.successor && <Link to={href("apis", id, version.successor)}>{t.toSuccessor(version.successor)}</Link>}
      </p>
    </Notice>
  );
}

function Versions({ entry, shown }: { entry: CatalogueEntry; shown: Version }) {
  return (
    <nav aria-label={t.versions} class="versions">
      <ul>
        {entry.versions.map((version) => (
          <li key={version.version}>
            <Link to={href("apis", entry.id, version.version)} current={version.version === shown.version}>
              {t.versionOf(version.version)} <State state={version.state} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const living = new Set(["pending", "approved", "suspended"]);

function Access({ entry, subscriptions, again }: Entry & { again: () => void }) {
  const { me } = useSession();
  const [asking, setAsking] = useState(false);
  const mine = subscriptions.filter((one) => one.api === entry.id);
  return (
    <section class="card" aria-labelledby="access">
      <h2 id="access">{t.access}</h2>
      <p class="prose">{(t.accesses as Record<string, string>)[entry.access] ?? entry.access}</p>
      {mine.length > 0 && (
        <ul class="plain lines">
          {mine.map((one) => (
            <li key={one.id}>
              <p>
                <strong>{one.app}</strong> <State state={one.state} />
              </p>
              <p class="hint">{nextStep(one)}</p>
            </li>
          ))}
        </ul>
      )}
      {entry.access === "subscription" && may(me, "subscribe") && (
        <button type="button" class="primary wide" onClick={() => setAsking(true)}>
          {mine.some((one) => living.has(one.state)) ? t.subscribeAnother : t.subscribe}
        </button>
      )}
      {entry.plans.length > 0 && (
        <>
          <h3>{t.plans}</h3>
          <ul class="plain lines">
            {entry.plans.map((plan) => (
              <li key={plan.id}>
                <p>
                  <strong>{plan.title || plan.id}</strong>
                </p>
                {plan.description && <p class="prose">{plan.description}</p>}
                <p class="rules">{planTexts(plan).join(" · ")}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {asking && (
        <Subscribe
          entry={entry}
          taken={mine.filter((one) => living.has(one.state)).map((one) => one.app)}
          close={() => setAsking(false)}
          done={() => {
            setAsking(false);
            again();
          }}
        />
      )}
    </section>
  );
}

interface DocumentationProps {
  id: string;
  version: string;
  apps: string[];
  said: string; // above already
}

function Documentation({ id, version, apps, said }: DocumentationProps) {
  const loaded = useLoad<ApiDocument>(
    async (signal) =>
      readDocument(
        await ask<Json>("GET", `/catalogue/${encodeURIComponent(id)}/versions/${encodeURIComponent(version)}/openapi`, { signal }),
      ),
    [id, version],
  );
  const document = loaded.data;
  return (
    <section aria-labelledby="documentation">
      <h2 id="documentation">{t.documentation}</h2>
      <ProblemNotice problem={loaded.problem} again={loaded.again} />
      {loaded.loading && !document && <Loading />}
      {document && (
        <>
          {document.description && document.description !== said && <p class="prose">{document.description}</p>}
          <Code label={t.address} text={`${window.location.origin}/apis/${encodeURIComponent(id)}/${encodeURIComponent(version)}`} />
          {document.operations.length === 0 ? <p>{t.noOperations}</p> : <Operations document={document} apps={apps} said={said} />}
        </>
      )}
    </section>
  );
}

export function ApiPage({ id, version }: { id: string; version: string | undefined }) {
  const loaded = useLoad((signal) => load(id, signal), [id]);
  const entry = loaded.data?.entry;
  const shown = entry && (entry.versions.find((one) => one.version === version) ?? versionShown(entry));
  return (
    <>
      <p class="back">
        <Link to={href()}>{t.catalogue}</Link>
      </p>
      <Title text={entry?.title || id} />
      <ProblemNotice problem={loaded.problem} again={loaded.again} />
      {loaded.loading && !entry && <Loading />}
      {entry && shown && (
        <>
          <p class="facts">
            <Badge>{(t.kinds as Record<string, string>)[entry.kind] ?? entry.kind}</Badge>
            <span>{entry.team ? t.by(entry.team) : t.byOrganisation}</span>
            {entry.tags.map((tag) => (
              <span key={tag} class="tag">
                {tag}
              </span>
            ))}
          </p>
          {version !== undefined && shown.version !== version && <Notice kind="warn">{t.noSuchVersion(version)}</Notice>}
          <StateNotice id={id} version={shown} />
          {entry.description && <p class="prose lead">{entry.description}</p>}
          {shown.notes && <p class="prose">{shown.notes}</p>}
          {entry.versions.length > 1 ? <Versions entry={entry} shown={shown} /> : null}
          <div class="columns">
            <Documentation
              id={id}
              version={shown.version}
              said={entry.description}
              apps={entry.access === "subscription" ? loaded.data!.subscriptions.filter((one) => one.state === "approved").map((one) => one.app) : []}
            />
            <aside>
              <Access {...loaded.data!} again={loaded.again} />
            </aside>
          </div>
        </>
      )}
      {entry && !shown && <Notice>{t.nothingPublished}</Notice>}
    </>
  );
}
