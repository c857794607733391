import { useEffect } from "react";

/** What the single keys of the queue do. */
export interface Keys {
  j: () => void;
  k: () => void;
  a: () => void;
  r: () => void;
}

/** Whether the key belongs to something else: a field, an open dialog, or a command of the browser. */
export function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return true;
  if (document.querySelector("dialog[open]")) return true;
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}

/** Listens to the keys of the queue while the page is open. */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const run = keys[event.key as keyof Keys];
      if (!run || isTaken(event)) return;
      event.preventDefault();
      run();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
}
