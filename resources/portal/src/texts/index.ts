// SPDX-License-Identifier: Apache-2.0
// The reader's language, as far as there are texts in it.
import { de } from "./de";
import { en, type Texts } from "./en";

const known: Record<string, Texts> = { de, en };

export const language: string =
  navigator.languages.map((name) => name.split("-")[0]!.toLowerCase()).find((name) => name in known) ?? "en";

// Dates and numbers in the manner of the reader's region.
export const locale: string = navigator.languages.find((name) => name.split("-")[0]!.toLowerCase() === language) ?? language;

export const t: Texts = known[language]!;
