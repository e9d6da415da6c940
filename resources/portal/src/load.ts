// SPDX-License-Identifier: Apache-2.0
// What a page shows comes from the gateway: loading, there, or failed; late answers of an earlier question are dropped.
import { useCallback, useEffect, useState } from "preact/hooks";
import { Problem } from "./api";

export interface Loaded<T> {
  data: T | null;
  problem: Problem | null;
  loading: boolean;
  again: () => void;
}

export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, inputs: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, "again">>({ data: null, problem: null, loading: true });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const control = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    load(control.signal).then(
      (data) => {
        if (!control.signal.aborted) setState({ data, problem: null, loading: false });
      },
      (error: unknown) => {
        if (control.signal.aborted) return;
        const problem = error instanceof Problem ? error : new Problem(0, "unexpected", String(error));
        setState((before) => ({ data: before.data, problem, loading: false }));
      },
    );
    return () => control.abort();
  }, [...inputs, round]);
  const again = useCallback(() => setRound((value) => value + 1), []);
  return { ...state, again };
}

// One action at a time: pressed twice, it is done once.
export interface Acting {
  busy: boolean;
  problem: Problem | null;
  run: (action: () => Promise<void>) => Promise<void>;
  clear: () => void;
}

export function useAction(): Acting {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (action: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await action();
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, "unexpected", String(error)));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run, clear: () => setProblem(null) };
}
