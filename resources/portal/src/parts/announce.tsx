// SPDX-License-Identifier: Apache-2.0
// What screen readers are told besides what they stand on: one polite live region for the page.
import { useEffect, useState } from "preact/hooks";

let tell: (text: string) => void = () => {};

export const announce = (text: string): void => tell(text);

export function Announcer() {
  const [text, setText] = useState("");
  useEffect(() => {
    // The same words again are news too: the region is emptied first.
    tell = (next) => {
      setText("");
      setTimeout(() => setText(next), 50);
    };
    return () => {
      tell = () => {};
    };
  }, []);
  return (
    <div class="unseen" role="status" aria-live="polite">
      {text}
    </div>
  );
}
