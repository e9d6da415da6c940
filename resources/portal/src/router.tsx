// SPDX-License-Identifier: Apache-2.0
// Addresses below /portal: the browser's own history, links that can be opened in a new tab.
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

const root = "/portal";
const listeners = new Set<() => void>();

export interface Place {
  parts: string[]; // decoded
  query: URLSearchParams;
  key: string;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function place(): Place {
  const { pathname, search } = window.location;
  const parts = pathname.slice(root.length).split("/").filter(Boolean).map(decoded);
  return { parts, query: new URLSearchParams(search), key: pathname };
}

export const href = (...parts: string[]): string => [root, ...parts.map(encodeURIComponent)].join("/");

export function go(address: string, how: "push" | "replace" = "push"): void {
  if (how === "push") window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
  listeners.forEach((listener) => listener());
}

window.addEventListener("popstate", () => listeners.forEach((listener) => listener()));

export function usePlace(): Place {
  const [now, setNow] = useState(place);
  useEffect(() => {
    const listener = () => setNow(place());
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return now;
}

type LinkProps = Omit<JSX.HTMLAttributes<HTMLAnchorElement>, "href"> & {
  to: string;
  current?: boolean;
  children: ComponentChildren;
};

export function Link({ to, current, children, onClick, ...rest }: LinkProps) {
  const click = (event: JSX.TargetedMouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    go(to);
  };
  return (
    <a {...rest} href={to} aria-current={current ? "page" : undefined} onClick={click}>
      {children}
    </a>
  );
}
