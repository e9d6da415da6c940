// SPDX-License-Identifier: Apache-2.0
// Stacked bars over time, as SVG; the same figures always stand below as a table. Six series at most, and Other.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { number } from "../format";
import { t } from "../texts/index";
import { Table } from "./basic";

export interface ChartSeries {
  name: string;
  values: number[];
}

interface ChartProps {
  title: string;
  times: string[]; // what the columns are called
  series: ChartSeries[];
  write: (value: number) => string;
}

const mostSeries = 6;
const height = 200;
const left = 56;
const bottom = 24;
const top = 8;

// The largest first; what is beyond the sixth is summed up.
export function ranked(series: ChartSeries[]): ChartSeries[] {
  const sum = (one: ChartSeries) => one.values.reduce((total, value) => total + value, 0);
  const sorted = series.filter((one) => sum(one) > 0).sort((a, b) => sum(b) - sum(a));
  if (sorted.length <= mostSeries) return sorted;
  const rest = sorted.slice(mostSeries);
  const other = sorted[0]!.values.map((_, at) => rest.reduce((total, one) => total + (one.values[at] ?? 0), 0));
  return [...sorted.slice(0, mostSeries), { name: t.other, values: other }];
}

// 1, 2 or 5 times a power of ten that four of reach over the greatest.
function stepOf(greatest: number): number {
  if (greatest <= 0) return 1;
  const raw = greatest / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10);
}

// As wide as there is room, so that what is written keeps its size.
function useWidth() {
  const figure = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(480);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width));
    });
    watch.observe(figure.current!);
    return () => watch.disconnect();
  }, []);
  return [figure, width] as const;
}

export function Chart({ title, times, series, write }: ChartProps) {
  const id = useId();
  const [figure, width] = useWidth();
  const [table, setTable] = useState(false);
  const shown = ranked(series);
  const sums = times.map((_, at) => shown.reduce((total, one) => total + (one.values[at] ?? 0), 0));
  const total = sums.reduce((before, value) => before + value, 0);
  const greatest = Math.max(0, ...sums);
  const step = stepOf(greatest);
  const scale = Math.max(step * Math.ceil(greatest / step), step);
  const y = (value: number) => top + (height - top - bottom) * (1 - value / scale);
  const slot = (width - left) / Math.max(times.length, 1);
  const lines = Array.from({ length: Math.round(scale / step) + 1 }, (_, index) => index * step);
  const labels = [...new Set([0, Math.floor((times.length - 1) / 2), times.length - 1])].filter((at) => at >= 0);
  const peak = sums.indexOf(greatest);
  return (
    <figure class="chart" ref={figure}>
      <figcaption id={id}>
        <h2>{title}</h2>
        <p class="figure">{write(total)}</p>
      </figcaption>
      {total === 0 ? (
        <p class="hint">{t.nothingYet}</p>
      ) : (
        <>
          <svg
            viewBox={`0 0 ${width} ${height}`}
            role="img"
            aria-label={t.chartSays(title, write(total), write(greatest), times[peak] ?? "")}
          >
            {lines.map((value) => (
              <g key={value}>
                <line class="grid" x1={left} x2={width} y1={y(value)} y2={y(value)} />
                <text x={left - 8} y={y(value) + 4} text-anchor="end">
                  {write(value)}
                </text>
              </g>
            ))}
            {times.map((name, at) => {
              let below = 0;
              return (
                <g key={at}>
                  {shown.map((one, index) => {
                    const value = one.values[at] ?? 0;
                    const from = below;
                    below += value;
                    return (
                      value > 0 && (
                        <rect
                          key={one.name}
                          class={`series s${one.name === t.other && index === mostSeries ? "o" : index + 1}`}
                          x={left + at * slot + slot * 0.12}
                          width={Math.max(slot * 0.76, 1)}
                          y={y(below)}
                          height={Math.max(y(from) - y(below), 0.5)}
                        >
                          <title>{`${name}: ${one.name} ${write(value)}`}</title>
                        </rect>
                      )
                    );
                  })}
                </g>
              );
            })}
            {labels.map((at) => (
              <text
                key={at}
                x={left + (at + 0.5) * slot}
                y={height - 6}
                text-anchor={at === 0 && times.length > 2 ? "start" : at === times.length - 1 && times.length > 2 ? "end" : "middle"}
              >
                {times[at]}
              </text>
            ))}
          </svg>
          <ul class="legend" aria-hidden="true">
            {shown.map((one, index) => (
              <li key={one.name}>
                <span class={`swatch s${one.name === t.other && index === mostSeries ? "o" : index + 1}`} />
                {one.name}
              </li>
            ))}
          </ul>
          <button type="button" class="quiet" aria-expanded={table} onClick={() => setTable(!table)}>
            {table ? t.hideTable : t.showTable}
          </button>
          {table && (
            <Table caption={title} heads={[t.time, ...shown.map((one) => one.name)]} numbers={shown.map((_, index) => index + 1)}>
              {times.map((name, at) => (
                <tr key={at}>
                  <th scope="row">{name}</th>
                  {shown.map((one) => (
                    <td key={one.name} class="number">
                      {write(one.values[at] ?? 0)}
                    </td>
                  ))}
                </tr>
              ))}
            </Table>
          )}
        </>
      )}
    </figure>
  );
}

export const wholeNumber = (value: number): string => number(Math.round(value * 100) / 100);
