// SPDX-License-Identifier: Apache-2.0
// A modal dialog: the browser's own, which holds the focus inside, closes with Esc and gives the focus back.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../texts/index";
import type { Acting } from "../load";
import { ProblemNotice } from "./basic";

interface DialogProps {
  title: string;
  close: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, close, children }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current!;
    shown.showModal();
    return () => {
      shown.close(); // the focus goes back to where it was
      // Where that is gone, the page's heading takes it.
      setTimeout(() => {
        const nowhere = document.activeElement === null || document.activeElement === document.body;
        if (nowhere) document.getElementById("title")?.focus();
      });
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}

interface FormDialogProps extends DialogProps {
  verb: string;
  acting: Acting;
  submit: () => Promise<void>;
  danger?: boolean;
}

// A question with one answer: a verb, or Cancel.
export function FormDialog({ title, close, children, verb, acting, submit, danger }: FormDialogProps) {
  return (
    <Dialog title={title} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void acting.run(submit);
        }}
      >
        {children}
        <ProblemNotice problem={acting.problem} />
        <div class="buttons">
          <button type="button" onClick={close}>
            {t.cancel}
          </button>
          <button type="submit" class={danger ? "danger" : "primary"} disabled={acting.busy}>
            {verb}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
