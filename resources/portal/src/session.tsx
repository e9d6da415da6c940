// SPDX-License-Identifier: Apache-2.0
// Who is signed in.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Me } from "./types";

export interface SessionContext {
  me: Me;
  // After a change of the account.
  refresh: () => void;
  signOut: () => Promise<void>;
}

export const Session = createContext<SessionContext | null>(null);

export function useSession(): SessionContext {
  const session = useContext(Session);
  if (!session) throw new Error("outside of a session");
  return session;
}

// Whether a permission is given somewhere, or in that team; the gateway judges again.
export function may(me: Me, permission: string, team?: string): boolean {
  const found = me.permissions.find((one) => one.permission === permission);
  if (!found) return false;
  return found.organisation || (team === undefined ? found.teams.length > 0 : found.teams.includes(team));
}

// Teams in which it is given; null: all of them.
export function teamsWith(me: Me, permission: string): string[] | null {
  const found = me.permissions.find((one) => one.permission === permission);
  return found?.organisation ? null : (found?.teams ?? []);
}
