// SPDX-License-Identifier: Apache-2.0
// What a subscription's state means for who has it.
import { date } from "../format";
import { t } from "../texts/index";
import type { Subscription } from "../types";

export function nextStep(one: Subscription): string {
  const said = one.decision_reason ? ` ${t.said(one.decision_reason)}` : "";
  switch (one.state) {
    case "pending":
      return t.nextPending;
    case "approved":
      return one.expires ? `${t.nextApproved(one.app)} ${t.until(date(one.expires))}` : t.nextApproved(one.app);
    case "rejected":
      return t.nextRejected + said;
    case "suspended":
      return t.nextSuspended + said;
    case "cancelled":
      return t.nextCancelled + said;
    case "expired":
      return t.nextExpired;
    default:
      return "";
  }
}
