// SPDX-License-Identifier: Apache-2.0
// What there is to subscribe to: searched by words, narrowed by tag and owner.
import { useEffect, useState } from "preact/hooks";
import { ask } from "../api";
import { useLoad } from "../load";
import { announce } from "../parts/announce";
import { Badge, Choice, Empty, Field, Loading, ProblemNotice, State, Title } from "../parts/basic";
import { href, Link } from "../router";
import { t } from "../texts/index";
import type { CatalogueItem } from "../types";

interface CataloguePageOf {
  items: CatalogueItem[];
  next: string | null;
  tags?: string[];
  teams?: string[];
}

const pause = 250; // ms after the last key before the gateway is asked

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

function question(q: string, tag: string, owner: string, cursor: string | null): string {
  const query = new URLSearchParams();
  if (q) query.set("q", q);
  if (tag) query.set("tag", tag);
  if (owner) query.set("team", owner);
  if (cursor) query.set("cursor", cursor);
  const text = query.toString();
  return `/catalogue${text ? `?${text}` : ""}`;
}

export function versionShown(item: CatalogueItem) {
  return item.versions.find((version) => version.version === item.latest) ?? item.versions[item.versions.length - 1];
}

function Entry({ item }: { item: CatalogueItem }) {
  const version = versionShown(item);
  return (
    <li class="card entry">
      <h2>
        <Link to={href("apis", item.id)}>{item.title || item.id}</Link>
      </h2>
      <p class="facts">
        <Badge>{(t.kinds as Record<string, string>)[item.kind] ?? item.kind}</Badge>
        {version && (
          <span>
            {t.versionOf(version.version)} <State state={version.state} />
          </span>
        )}
        <span>{item.team ? t.by(item.team) : t.byOrganisation}</span>
      </p>
      {item.description && <p class="clamp">{item.description}</p>}
      {item.tags.length > 0 && (
        <p class="tags">
          {item.tags.map((tag) => (
            <span key={tag} class="tag">
              {tag}
            </span>
          ))}
        </p>
      )}
    </li>
  );
}

export function CataloguePage() {
  const [words, setWords] = useState("");
  const [tag, setTag] = useState("");
  const [owner, setOwner] = useState("");
  const [known, setKnown] = useState<{ tags: string[]; owners: string[] }>({ tags: [], owners: [] });
  const [more, setMore] = useState<CatalogueItem[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const q = useSettled(words.trim());
  const first = useLoad(
    (signal) => ask<CataloguePageOf>("GET", question(q, tag, owner, null), { signal }),
    [q, tag, owner],
  );
  useEffect(() => {
    if (!first.data) return;
    const { items } = first.data;
    setMore([]);
    setNext(first.data.next);
    const join = (before: string[], now: string[]) => [...new Set([...before, ...now])].sort();
    setKnown((before) => ({
      tags: join(before.tags, first.data!.tags ?? items.flatMap((item) => item.tags)),
      owners: join(before.owners, first.data!.teams ?? items.flatMap((item) => (item.team ? [item.team] : []))),
    }));
    if (q || tag || owner) announce(t.found(items.length, first.data.next !== null));
  }, [first.data]);
  const loadMore = async () => {
    const page = await ask<CataloguePageOf>("GET", question(q, tag, owner, next));
    setMore((before) => [...before, ...page.items]);
    setNext(page.next);
    announce(t.loadedMore(page.items.length));
  };
  const items = [...(first.data?.items ?? []), ...more];
  const filtered = q !== "" || tag !== "" || owner !== "";
  const all = { value: "", text: t.all };
  return (
    <>
      <Title text={t.catalogue} />
      <p class="lead">{t.catalogueLead}</p>
      <form role="search" class="filters" onSubmit={(event) => event.preventDefault()}>
        <Field label={t.search} value={words} change={setWords} type="search" mode="search" most={200} />
        <Choice
          label={t.tag}
          value={tag}
          change={setTag}
          options={[all, ...known.tags.map((value) => ({ value, text: value }))]}
        />
        <Choice
          label={t.owner}
          value={owner}
          change={setOwner}
          options={[all, ...known.owners.map((value) => ({ value, text: value }))]}
        />
      </form>
      <ProblemNotice problem={first.problem} again={first.again} />
      {first.loading && !first.data && <Loading />}
      {first.data && items.length === 0 && (
        <Empty text={filtered ? t.nothingFits : t.emptyCatalogue}>
          {filtered && (
            <button
              type="button"
              onClick={() => {
                setWords("");
                setTag("");
                setOwner("");
              }}
            >
              {t.clearFilters}
            </button>
          )}
        </Empty>
      )}
      {items.length > 0 && (
        <ul class="entries" aria-label={t.catalogue}>
          {items.map((item) => (
            <Entry key={item.id} item={item} />
          ))}
        </ul>
      )}
      {next && (
        <p class="centre">
          <button type="button" onClick={() => void loadMore().catch(() => first.again())}>
            {t.showMore}
          </button>
        </p>
      )}
    </>
  );
}
