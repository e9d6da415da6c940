// SPDX-License-Identifier: Apache-2.0
// What the applications did and what it cost, over time, and how budgets stand.
import { useState } from "preact/hooks";
import { ask } from "../api";
import { money, number, time } from "../format";
import { useLoad } from "../load";
import { Choice, Loading, ProblemNotice, Table, Title } from "../parts/basic";
import { Chart, type ChartSeries, wholeNumber } from "../parts/chart";
import { locale, t } from "../texts/index";
import type { BudgetState, Charge, Point, Stats } from "../types";

const ranges: Record<string, { from: string; step: string; format: Intl.DateTimeFormatOptions }> = {
  day: { from: "-24h", step: "1h", format: { hour: "2-digit", minute: "2-digit" } },
  week: { from: "-7d", step: "1d", format: { weekday: "short", day: "numeric" } },
  month: { from: "-30d", step: "1d", format: { day: "numeric", month: "short" } },
  quarter: { from: "-90d", step: "7d", format: { day: "numeric", month: "short" } },
};

interface All {
  stats: Stats;
  budgets: BudgetState[];
  charges: Charge[];
}

async function load(range: string, by: string, signal: AbortSignal): Promise<All> {
  const { from, step } = ranges[range]!;
  const query = new URLSearchParams({ from, step, group_by: by, metrics: "calls,errors,cost,pretend_cost,tokens.total" });
  const [stats, budgets, charges] = await Promise.all([
    ask<Stats>("GET", `/stats?${query}`, { signal }),
    ask<{ items: BudgetState[] }>("GET", "/budgets/state", { signal }).catch(() => ({ items: [] })),
    ask<{ items: Charge[] }>("GET", `/charges?${new URLSearchParams({ from })}`, { signal }).catch(() => ({ items: [] })),
  ]);
  return { stats, budgets: budgets.items, charges: charges.items };
}

const nameOf = (group: Record<string, string>, by: string): string => group[by] || t.none;

function seriesOf(stats: Stats, by: string, times: string[], value: (point: Point) => number): ChartSeries[] {
  return stats.series.map((one) => {
    const byTime = new Map(one.points.map((point) => [Date.parse(point.t), value(point)]));
    return { name: nameOf(one.group, by), values: times.map((at) => byTime.get(Date.parse(at)) ?? 0) };
  });
}

// The starts of all steps, so that a time without calls is a gap and not left out.
function stepsOf(stats: Stats): string[] {
  const seen = new Set(stats.series.flatMap((one) => one.points.map((point) => Date.parse(point.t))));
  const from = Date.parse(stats.from);
  const steps = Math.min(Math.ceil((Date.parse(stats.to) - from) / stats.step_ms), 400);
  for (let index = 0; index < steps; ++index) seen.add(from + index * stats.step_ms);
  return [...seen].sort((a, b) => a - b).map((at) => new Date(at).toISOString());
}

function Budgets({ items }: { items: BudgetState[] }) {
  if (items.length === 0) return null;
  return (
    <section class="card" aria-labelledby="budgets">
      <h2 id="budgets">{t.budgets}</h2>
      <Table caption={t.budgets} heads={[t.budget, t.period, t.spent, t.limit, t.used, t.resets]} numbers={[2, 3]}>
        {items.map((one) => {
          const share = Number(one.limit) > 0 ? Number(one.spent) / Number(one.limit) : 0;
          return (
            <tr key={one.id}>
              <th scope="row">{one.id}</th>
              <td>{(t.periods as Record<string, string>)[one.period] ?? one.period}</td>
              <td class="number">{money(one.spent)}</td>
              <td class="number">{money(one.limit)}</td>
              <td>
                <meter min={0} max={1} high={0.8} optimum={0} value={Math.min(share, 1)} aria-label={t.used} /> {number(Math.round(share * 100))} %
              </td>
              <td>{one.resets_at ? time(one.resets_at) : t.never}</td>
            </tr>
          );
        })}
      </Table>
    </section>
  );
}

function Charges({ items }: { items: Charge[] }) {
  if (!items.some((one) => Number(one.total) > 0)) return null;
  return (
    <section class="card" aria-labelledby="charges">
      <h2 id="charges">{t.charges}</h2>
      <p class="hint">{t.chargesLead}</p>
      <Table caption={t.charges} heads={[t.subscription, t.plan, t.calls, t.forMonths, t.forCalls, t.forCost, t.total]} numbers={[2, 3, 4, 5, 6]}>
        {items.map((one) => (
          <tr key={one.subscription}>
            <th scope="row">
              {one.api} {t.forApp(one.app)}
            </th>
            <td>{one.plan ?? "–"}</td>
            <td class="number">{number(one.calls)}</td>
            <td class="number">{money(one.for_months)}</td>
            <td class="number">{money(one.for_calls)}</td>
            <td class="number">{money(one.for_cost)}</td>
            <td class="number">{money(one.total)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Sums({ stats, by }: { stats: Stats; by: string }) {
  return (
    <section class="card" aria-labelledby="sums">
      <h2 id="sums">{t.sums}</h2>
      <Table caption={t.sums} heads={[(t.groups as Record<string, string>)[by] ?? by, t.calls, t.errors, t.tokens, t.spend]} numbers={[1, 2, 3, 4]}>
        {stats.series.map((one) => (
          <tr key={nameOf(one.group, by)}>
            <th scope="row">{nameOf(one.group, by)}</th>
            <td class="number">{number(one.total.calls ?? 0)}</td>
            <td class="number">{number(one.total.errors ?? 0)}</td>
            <td class="number">{number(one.total.tokens?.total ?? 0)}</td>
            <td class="number">{one.total.cost === null ? t.unknown : money(one.total.cost)}</td>
          </tr>
        ))}
      </Table>
      <p class="hint">{t.pretend(money(stats.total.pretend_cost ?? "0"))}</p>
    </section>
  );
}

export function UsagePage() {
  const [range, setRange] = useState("month");
  const [by, setBy] = useState("app");
  const loaded = useLoad((signal) => load(range, by, signal), [range, by]);
  const stats = loaded.data?.stats;
  const times = stats ? stepsOf(stats) : [];
  const format = new Intl.DateTimeFormat(locale, ranges[range]!.format);
  const names = times.map((at) => format.format(new Date(at)));
  const series = (value: (point: Point) => number) => (stats ? seriesOf(stats, by, times, value) : []);
  return (
    <>
      <Title text={t.usage} />
      <form class="filters two" onSubmit={(event) => event.preventDefault()}>
        <Choice
          label={t.range}
          value={range}
          change={setRange}
          options={Object.keys(ranges).map((value) => ({ value, text: (t.ranges as Record<string, string>)[value]! }))}
        />
        <Choice
          label={t.splitBy}
          value={by}
          change={setBy}
          options={["app", "api", "model", "key"].map((value) => ({ value, text: (t.groups as Record<string, string>)[value]! }))}
        />
      </form>
      <ProblemNotice problem={loaded.problem} again={loaded.again} />
      {loaded.loading && !stats && <Loading />}
      {stats && (
        <>
          <div class="charts">
            <div class="card">
              <Chart title={t.calls} times={names} series={series((point) => point.calls ?? 0)} write={wholeNumber} />
            </div>
            <div class="card">
              <Chart title={t.spend} times={names} series={series((point) => Number(point.cost ?? 0))} write={money} />
            </div>
          </div>
          <Budgets items={loaded.data!.budgets} />
          <Charges items={loaded.data!.charges} />
          {stats.series.length > 0 && <Sums stats={stats} by={by} />}
        </>
      )}
    </>
  );
}
