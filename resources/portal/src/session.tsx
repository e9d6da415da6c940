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

// Teams for whose applications a person may act; null: all of them.
export function teamsOf(me: Me): string[] | null {
  if (me.grants.some((grant) => !grant.team)) return null;
  return [...new Set(me.grants.map((grant) => grant.team!))];
}
