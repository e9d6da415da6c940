// SPDX-License-Identifier: Apache-2.0
// Numbers, money and times as the reader's language writes them.
import { locale } from "./texts/index";

const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const dateOnly = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const plain = new Intl.NumberFormat(locale);

export function time(value: string | null | undefined): string {
  const at = value ? new Date(value) : null;
  return at && !Number.isNaN(at.getTime()) ? dateTime.format(at) : "–";
}

export function date(value: string | null | undefined): string {
  const at = value ? new Date(value) : null;
  return at && !Number.isNaN(at.getTime()) ? dateOnly.format(at) : "–";
}

export const number = (value: number): string => plain.format(value);

// Small sums keep the digits that make them differ from nothing.
export function money(value: string | number | null | undefined): string {
  const dollars = Number(value);
  if (value === null || value === undefined || Number.isNaN(dollars)) return "–";
  const small = dollars !== 0 && Math.abs(dollars) < 0.01;
  const options: Intl.NumberFormatOptions = { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" };
  if (small) options.maximumSignificantDigits = 2;
  return new Intl.NumberFormat(locale, options).format(dollars);
}

export function bytes(count: number): string {
  if (count < 1024) return `${plain.format(count)} B`;
  if (count < 1024 * 1024) return `${plain.format(Math.round(count / 102.4) / 10)} KB`;
  return `${plain.format(Math.round(count / 104857.6) / 10)} MB`;
}
