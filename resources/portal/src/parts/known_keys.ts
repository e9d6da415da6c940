// SPDX-License-Identifier: Apache-2.0
// Keys made in this window, for trying calls with them: in memory only, gone when the page is.

export interface KnownKey {
  id: string;
  app: string;
  name: string;
  key: string;
}

let known: KnownKey[] = [];

export const knownKeys = (): readonly KnownKey[] => known;

export function rememberKey(key: KnownKey): void {
  known = [key, ...known.filter((other) => other.id !== key.id)];
}

export function forgetKey(id: string): void {
  known = known.filter((key) => key.id !== id);
}

export function forgetKeys(): void {
  known = [];
}
