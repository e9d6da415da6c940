// SPDX-License-Identifier: Apache-2.0
// What a plan gives and what it costs, in words.
import { money, number } from "../format";
import { t } from "../texts/index";
import type { Plan } from "../types";

function limitTexts(limits: Record<string, unknown>): string[] {
  return Object.entries(limits)
    .filter((entry): entry is [string, number] => typeof entry[1] === "number" && entry[1] > 0)
    .map(([name, value]) => {
      const known = (t.limits as Record<string, (count: string) => string>)[name];
      return known ? known(number(value)) : `${name.replaceAll("_", " ")}: ${number(value)}`;
    });
}

export function planTexts(plan: Plan): string[] {
  const texts = limitTexts(plan.limits ?? {});
  if (plan.budget) texts.push(t.planBudget(money(plan.budget.usd), (t.periods as Record<string, string>)[plan.budget.period] ?? plan.budget.period));
  const price = plan.price ?? {};
  const prices: string[] = [];
  if (Number(price["month"]) > 0) prices.push(t.perMonth(money(price["month"])));
  if (Number(price["call"]) > 0) prices.push(t.perCall(money(price["call"])));
  if (Number(price["markup"]) > 0) prices.push(t.markup(String(price["markup"])));
  if (prices.length) texts.push(prices.join(" + "));
  if (plan.expires_after) {
    const days = /^(\d+)d$/.exec(plan.expires_after);
    texts.push(t.endsAfter(days ? t.days(days[1]!) : plan.expires_after));
  }
  texts.push(plan.approval === "automatic" ? t.automatic : t.byHand);
  return texts;
}
