// SPDX-License-Identifier: Apache-2.0
// What the portal's API answers, as far as the page looks at it.

export interface Grant {
  role: string;
  team?: string | null;
}

export interface Me {
  id: string;
  name: string;
  email: string;
  grants: Grant[];
  permissions: { permission: string; organisation: boolean; teams: string[] }[];
  totp: boolean;
  password: boolean;
  // Until there is one, nothing else is allowed.
  second_factor_required: boolean;
}

export interface Ways {
  password: boolean;
  totp?: string;
  oidc: { id: string; title: string }[];
}

export interface Budget {
  usd: string | number;
  period: string;
}

export interface Plan {
  id: string;
  title: string;
  description: string;
  approval: string;
  limits?: Record<string, unknown>;
  budget?: Budget | null;
  price?: Record<string, string | number> | null;
  expires_after?: string | null;
}

export interface Version {
  version: string;
  state: string;
  sunset?: string | null;
  successor?: string | null;
  notes?: string;
}

export interface CatalogueItem {
  id: string;
  title: string;
  description: string;
  kind: string;
  team: string | null;
  tags: string[];
  access: string;
  latest: string | null;
  versions: Version[];
}

export interface CatalogueEntry extends CatalogueItem {
  plans: Plan[];
}

export interface Subscription {
  id: string;
  api: string;
  app: string;
  plan?: string | null;
  reason?: string | null;
  state: string;
  decided_by?: string | null;
  decided_at?: string | null;
  decision_reason?: string | null;
  requested_at?: string | null;
  expires?: string | null;
}

export interface App {
  id: string;
  team: string;
  enabled?: boolean;
}

export interface Key {
  id: string;
  app: string;
  name: string;
  last_four?: string;
  created?: string | null;
  expires?: string | null;
  revoked?: boolean;
  enabled?: boolean;
  key?: string;
}

export interface BudgetState {
  id: string;
  scope: string;
  name: string;
  period: string;
  limit: string;
  spent: string;
  reserved: string;
  resets_at: string | null;
}

export interface Point {
  t: string;
  calls?: number;
  errors?: number;
  cost?: string | null;
  pretend_cost?: string | null;
  tokens?: { total?: number };
}

export interface Series {
  group: Record<string, string>;
  points: Point[];
  total: Omit<Point, "t">;
}

export interface Stats {
  from: string;
  to: string;
  step_ms: number;
  series: Series[];
  total: Omit<Point, "t">;
}

export interface Session {
  id: string;
  created_at?: string | null;
  used_at?: string | null;
  expires_at?: string | null;
  address?: string | null;
  current?: boolean;
}

export interface Charge {
  subscription: string;
  api: string;
  app: string;
  plan: string | null;
  calls: number;
  for_months: string;
  for_calls: string;
  for_cost: string;
  total: string;
}
