// SPDX-License-Identifier: Apache-2.0
// The small things that pages are made of.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Problem } from "../api";
import { t } from "../texts/index";
import { announce } from "./announce";

interface Children {
  children: ComponentChildren;
}

// The heading of a page takes the focus when a person comes to it, and names the window.
export function Title({ text, children }: { text: string; children?: ComponentChildren }) {
  useEffect(() => {
    document.title = `${text} · ${t.portal}`;
  }, [text]);
  return (
    <h1 id="title" tabIndex={-1}>
      {text}
      {children}
    </h1>
  );
}

export function Badge({ kind, children }: { kind?: string } & Children) {
  return <span class={`badge ${kind ?? ""}`}>{children}</span>;
}

const shades: Record<string, string> = {
  published: "good",
  approved: "good",
  deprecated: "warn",
  pending: "warn",
  suspended: "warn",
  expired: "warn",
  retired: "bad",
  rejected: "bad",
  cancelled: "off",
  revoked: "off",
  designed: "off",
  in_review: "off",
};

// State as a word; its colour and sign only say it again.
export function State({ state }: { state: string }) {
  const words = t.states as Record<string, string>;
  return <Badge kind={shades[state] ?? "off"}>{words[state] ?? state}</Badge>;
}

export function Notice({ kind = "info", children }: { kind?: "info" | "good" | "warn" | "bad" } & Children) {
  return (
    <div class={`notice ${kind}`} role={kind === "bad" ? "alert" : "status"}>
      {children}
    </div>
  );
}

export function problemText(problem: Problem): string {
  if (problem.code === "unreachable") return t.unreachable;
  const known = (t.problems as Record<string, string>)[problem.code];
  return known ?? (problem.message || t.failed);
}

export function ProblemNotice({ problem, again }: { problem: Problem | null; again?: () => void }) {
  if (!problem) return null;
  return (
    <Notice kind="bad">
      <p>{problemText(problem)}</p>
      {again && (
        <button type="button" onClick={again}>
          {t.retry}
        </button>
      )}
    </Notice>
  );
}

export function Loading() {
  return (
    <p class="loading" role="status">
      <span class="spinner" aria-hidden="true" />
      {t.loading}
    </p>
  );
}

interface FieldProps {
  label: string;
  value: string;
  change: (value: string) => void;
  hint?: string;
  type?: string;
  name?: string;
  required?: boolean;
  complete?: string;
  mode?: "text" | "numeric" | "email" | "search";
  lines?: number;
  most?: number;
  invalid?: boolean;
  code?: boolean;
  focus?: boolean;
}

export function Field(props: FieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement | HTMLTextAreaElement>(null);
  useEffect(() => {
    if (props.focus) input.current?.focus();
  }, []);
  const shared = {
    id,
    name: props.name,
    value: props.value,
    required: props.required,
    maxLength: props.most,
    class: props.code ? "code" : undefined,
    autocomplete: (props.complete ?? "off") as "off",
    spellcheck: false,
    "aria-describedby": props.hint ? `${id}-hint` : undefined,
    "aria-invalid": props.invalid ? ("true" as const) : undefined,
    onInput: (event: Event) => props.change((event.currentTarget as HTMLInputElement).value),
  };
  return (
    <div class="field">
      <label for={id}>
        {props.label}
        {props.required && <span class="required"> {t.required}</span>}
      </label>
      {props.hint && (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.lines ? (
        <textarea {...shared} rows={props.lines} ref={input as { current: HTMLTextAreaElement | null }} />
      ) : (
        <input
          {...shared}
          type={props.type ?? "text"}
          inputMode={props.mode}
          ref={input as { current: HTMLInputElement | null }}
        />
      )}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  change: (value: string) => void;
  options: { value: string; text: string }[];
  hint?: string;
}

export function Choice({ label, value, change, options, hint }: ChoiceProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <select
        id={id}
        value={value}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => change(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  );
}

export function Copy({ text, label }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(t.copied);
      setTimeout(() => setCopied(false), 2000);
    } catch {
      announce(t.notCopied);
    }
  };
  return (
    <button type="button" class="quiet" onClick={copy}>
      {copied ? t.copied : (label ?? t.copy)}
    </button>
  );
}

// Text that may be long: scrolled inside, reached with the keyboard.
export function Code({ text, label, copy = true }: { text: string; label: string; copy?: boolean }) {
  return (
    <div class="codebox">
      <div class="codebar">
        <span>{label}</span>
        {copy && <Copy text={text} label={t.copy} />}
      </div>
      <pre tabIndex={0} role="group" aria-label={label}>
        <code>{text}</code>
      </pre>
    </div>
  );
}

interface TableProps extends Children {
  caption: string;
  heads: ComponentChildren[];
  numbers?: number[]; // columns of figures, whose heads stand at their right
  stack?: boolean; // rows become blocks where it is narrow; its cells are of Cell
}

// In a stacked table each cell names its column itself. The roles are said, for browsers forget them then.
export function Cell({ head, children }: { head: string } & Children) {
  return (
    <td role="cell" data-head={head}>
      {children}
    </td>
  );
}

export function Table({ caption, heads, numbers = [], stack, children }: TableProps) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={caption}>
      <table role="table" class={stack ? "stack" : undefined}>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={index} scope="col" class={numbers.includes(index) ? "number" : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export function Empty({ text, children }: { text: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p>{text}</p>
      {children}
    </div>
  );
}
