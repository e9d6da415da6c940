// SPDX-License-Identifier: Apache-2.0
// Server-sent events (WHATWG HTML §9.2) as they come in pieces.

export interface ServerEvent {
  name: string;
  data: string;
}

export class EventReader {
  #rest = "";
  #name = "";
  #data: string[] = [];

  // The events that this piece completes.
  take(piece: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        if (this.#data.length) events.push({ name: this.#name || "message", data: this.#data.join("\n") });
        this.#name = "";
        this.#data = [];
      } else if (line.startsWith("data:")) this.#data.push(line.slice(line[5] === " " ? 6 : 5));
      else if (line.startsWith("event:")) this.#name = line.slice(line[6] === " " ? 7 : 6);
    }
    return events;
  }
}

// The words of an event, in the forms that gateways and providers speak.
export function wordsOf(data: string): string {
  try {
    const value = JSON.parse(data) as Record<string, never>;
    const candidates: unknown[] = [
      value["text"],
      (value["choices"] as never)?.[0]?.["delta"]?.["content"],
      (value["delta"] as never)?.["text"],
      (value["candidates"] as never)?.[0]?.["content"]?.["parts"]?.[0]?.["text"],
    ];
    return candidates.find((candidate): candidate is string => typeof candidate === "string") ?? "";
  } catch {
    return "";
  }
}

// The stream says itself that it is whole.
export const isEnd = (event: ServerEvent): boolean =>
  event.data === "[DONE]" ||
  event.name === "done" ||
  event.name === "message_stop" ||
  event.data.includes('"finishReason"'); // Gemini's last piece
export const isFailure = (event: ServerEvent): boolean => event.name === "error";
