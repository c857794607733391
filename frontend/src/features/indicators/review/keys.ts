import { useEffect } from "react";

/** What the single keys of the queue do. */
export interface Keys {
  j: () => void;
  k: () => void;
  a: () => void;
  r: () => void;
  x: () => void;
  z: () => void;
  /** Shift with J, K or X. */
  shiftJ: () => void;
  shiftK: () => void;
  shiftX: () => void;
  Escape: () => void;
}

/** Whether the key belongs to something else: a field, an open dialog, or a command of the browser. */
export function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return true;
  if (document.querySelector("dialog[open]")) return true;
  const field = 'input:not([type="checkbox"]), textarea, select, [contenteditable]';
  return target instanceof HTMLElement && target.closest(field) !== null;
}

/** Listens to the keys of the queue while the page is open. */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const letter = event.key.length === 1;
      const name = letter && event.shiftKey ? `shift${event.key.toUpperCase()}` : event.key.toLowerCase();
      const run = keys[(letter ? name : event.key) as keyof Keys];
      if (!run || isTaken(event)) return;
      event.preventDefault();
      run();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
}
