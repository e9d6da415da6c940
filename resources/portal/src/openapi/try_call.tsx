// SPDX-License-Identifier: Apache-2.0
// A real call with a real key: it counts, it costs, and what comes back is shown as it came.
import { useEffect, useRef, useState } from "preact/hooks";
import { bytes, number } from "../format";
import { announce } from "../parts/announce";
import { Choice, Code, Field, Notice } from "../parts/basic";
import { knownKeys } from "../parts/known_keys";
import { t } from "../texts/index";
import { type ApiDocument, type Operation, resolve, objectOf, sampleOf, textOf } from "./document";
import { EventReader, isEnd, isFailure, wordsOf } from "./events";
import { curlOf, type Filled, isAsked, keyOf, missing, prepare } from "./request";

const mostShown = 200_000; // characters

interface Answer {
  status: number;
  headers: [string, string][];
  text: string;
  cut: boolean; // longer than what is shown
  size: number;
  events: number;
  words: string;
  firstMs: number | null;
  totalMs: number | null;
  state: "running" | "whole" | "broken" | "failed" | "stopped";
}

const shownHeaders = ["content-type", "x-request-id", "x-gatehouse-error", "deprecation", "sunset", "link", "location", "retry-after"];

function pretty(text: string, type: string): string {
  if (!type.includes("json")) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send(request: ReturnType<typeof prepare>, key: string, signal: AbortSignal, show: (answer: Answer) => void) {
  const started = performance.now();
  const since = () => Math.round(performance.now() - started);
  const headers = new Headers(request.headers);
  headers.set("Authorization", `Bearer ${key}`);
  const answer: Answer = {
    status: 0, headers: [], text: "", cut: false, size: 0, events: 0, words: "", firstMs: null, totalMs: null, state: "running",
  };
  try {
    const got = await fetch(request.url, {
      method: request.method, headers, body: request.body, signal, credentials: "omit", cache: "no-store", redirect: "manual",
    });
    answer.status = got.status;
    answer.headers = shownHeaders.flatMap((name) => (got.headers.get(name) ? [[name, got.headers.get(name)!] as [string, string]] : []));
    const type = got.headers.get("content-type") ?? "";
    const events = type.startsWith("text/event-stream") ? new EventReader() : null;
    let ended = events === null;
    let failed = false;
    show({ ...answer });
    const reader = got.body?.getReader();
    const decoder = new TextDecoder();
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      answer.firstMs ??= since();
      answer.size += value.length;
      const piece = decoder.decode(value, { stream: true });
      for (const event of events?.take(piece) ?? []) {
        answer.events += 1;
        ended ||= isEnd(event);
        failed ||= isFailure(event);
        if (answer.words.length < mostShown) answer.words += wordsOf(event.data);
      }
      answer.cut ||= answer.text.length + piece.length > mostShown;
      answer.text += piece.slice(0, mostShown - answer.text.length);
      show({ ...answer, totalMs: since() });
    }
    answer.state = failed ? "failed" : ended ? "whole" : "broken";
    if (!events && !answer.cut) answer.text = pretty(answer.text, type);
  } catch {
    answer.state = signal.aborted ? "stopped" : answer.status ? "broken" : "failed";
  }
  answer.totalMs = since();
  show({ ...answer });
}

function Shown({ answer }: { answer: Answer }) {
  const good = answer.status >= 200 && answer.status < 300;
  const sum = [
    answer.firstMs !== null ? t.firstByte(number(answer.firstMs)) : "",
    answer.totalMs !== null ? t.inAll(number(answer.totalMs)) : "",
    bytes(answer.size),
    answer.events ? t.events(answer.events) : "",
  ].filter(Boolean);
  return (
    <div class="answer" role="group" aria-label={t.answer}>
      <p class="facts">
        {answer.status > 0 && <span class={`badge ${good ? "good" : "bad"}`}>{t.status(answer.status)}</span>}
        <span>{sum.join(" · ")}</span>
      </p>
      {answer.state === "running" && <p class="hint">{t.stillComing}</p>}
      {answer.state === "broken" && <Notice kind="bad">{t.brokenOff}</Notice>}
      {answer.state === "failed" && <Notice kind="bad">{answer.status ? t.streamFailed : t.noAnswer}</Notice>}
      {answer.state === "stopped" && <Notice kind="warn">{t.stopped}</Notice>}
      {answer.words && <Code label={t.words} text={answer.words} />}
      {answer.text && <Code label={answer.events ? t.asItCame : t.body} text={answer.text} />}
      {answer.cut && <p class="hint">{t.cutOff}</p>}
      {answer.headers.length > 0 && (
        <details>
          <summary>{t.headers}</summary>
          <dl class="pairs">
            {answer.headers.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}

function beginning(document: ApiDocument, operation: Operation): Filled {
  const values: Record<string, string> = {};
  for (const parameter of operation.parameters.filter(isAsked)) {
    const preset = parameter.example ?? (parameter.required ? sampleOf(document.root, parameter.schema) : undefined);
    values[keyOf(parameter)] = preset === undefined ? "" : typeof preset === "string" ? preset : JSON.stringify(preset);
  }
  const content = operation.body?.contents.find((one) => one.type.includes("json")) ?? operation.body?.contents[0];
  const sample = content ? (content.example ?? sampleOf(document.root, content.schema)) : "";
  const body = typeof sample === "string" ? sample : JSON.stringify(sample, null, 2);
  return { values, type: content?.type ?? "", body, stream: false };
}

export function TryCall({ document, operation, apps }: { document: ApiDocument; operation: Operation; apps: string[] }) {
  const [filled, setFilled] = useState(() => beginning(document, operation));
  const known = knownKeys().filter((key) => apps.length === 0 || apps.includes(key.app));
  const [chosen, setChosen] = useState(known[0]?.id ?? "");
  const [typed, setTyped] = useState("");
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [wrong, setWrong] = useState("");
  const control = useRef<AbortController | null>(null);
  useEffect(() => () => control.current?.abort(), []);
  const request = prepare(document, operation, filled);
  const streams = operation.answers.some((one) => one.contents.some((content) => content.type === "text/event-stream"));
  const running = answer?.state === "running";
  const submit = async () => {
    const lacking = missing(operation, filled);
    const key = known.find((one) => one.id === chosen)?.key ?? typed.trim();
    setWrong(lacking.length ? t.missing(lacking.map((one) => one.name).join(", ")) : key ? "" : t.missingKey);
    if (lacking.length || !key) return;
    control.current = new AbortController();
    announce(t.sending);
    let last: Answer | null = null;
    await send(request, key, control.current.signal, (next) => {
      last = next;
      setAnswer(next);
    });
    announce(t.answered((last as Answer | null)?.status ?? 0));
  };
  const set = (name: string, value: string) =>
    setFilled((before) => ({ ...before, values: { ...before.values, [name]: value } }));
  return (
    <form
      class="try"
      aria-label={t.tryOf(`${operation.method} ${operation.path}`)}
      onSubmit={(event) => {
        event.preventDefault();
        if (!running) void submit();
      }}
    >
      {known.length > 0 && (
        <Choice
          label={t.key}
          value={chosen}
          change={setChosen}
          options={[
            ...known.map((key) => ({ value: key.id, text: t.keyOf(key.name || key.id, key.app) })),
            { value: "", text: t.anotherKey },
          ]}
        />
      )}
      {!known.some((key) => key.id === chosen) && (
        <Field label={t.keyTyped} hint={t.keyHint} value={typed} change={setTyped} type="password" complete="off" code />
      )}
      {operation.parameters.filter(isAsked).map((parameter) => (
        <Field
          key={keyOf(parameter)}
          label={`${parameter.name} (${(t.places as Record<string, string>)[parameter.where] ?? parameter.where})`}
          hint={parameter.description || undefined}
          value={filled.values[keyOf(parameter)] ?? ""}
          change={(value) => set(keyOf(parameter), value)}
          required={parameter.required}
          lines={textOf(objectOf(resolve(document.root, parameter.schema))["type"]) === "object" ? 3 : undefined}
        />
      ))}
      {operation.body && (
        <Field
          label={t.bodyOf(filled.type)}
          value={filled.body}
          change={(body) => setFilled((before) => ({ ...before, body }))}
          lines={Math.min(16, Math.max(4, filled.body.split("\n").length + 1))}
          code
        />
      )}
      {streams && (
        <label class="check">
          <input
            type="checkbox"
            checked={filled.stream}
            onChange={(event) => {
              const stream = event.currentTarget.checked;
              setFilled((before) => ({ ...before, stream }));
            }}
          />
          {t.asStream}
        </label>
      )}
      {wrong && <Notice kind="bad">{wrong}</Notice>}
      {!request.here && <Notice kind="warn">{t.elsewhere}</Notice>}
      <div class="buttons start">
        <button type="submit" class="primary" disabled={running || !request.here}>
          {t.send}
        </button>
        {running && (
          <button type="button" onClick={() => control.current?.abort()}>
            {t.stop}
          </button>
        )}
        <span class="hint">{t.callCounts}</span>
      </div>
      <Code label={t.curl} text={curlOf(request)} />
      {answer && <Shown answer={answer} />}
    </form>
  );
}
