/** The single keys of the list: j and k along the lines, e to urge for the one that has the focus. Enter opens it. */
import { useEffect } from "react";

/** Whether the key belongs to something else: a field, an open dialog, or a command of the browser. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return true;
  if (document.querySelector("dialog[open]")) return true;
  const { target } = event;
  return target instanceof HTMLElement && target.closest("input, textarea, select") !== null;
}

/** Listens while the list is open; `onUrge` hears the code of the line. */
export function useListKeys(onUrge: ((code: string) => void) | undefined): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const lines = [...document.querySelectorAll<HTMLElement>("[data-line]")];
      const at = lines.indexOf(document.activeElement as HTMLElement);
      const code = lines[at]?.dataset.line;
      if (event.key === "j") lines[at + 1]?.focus();
      else if (event.key === "k") lines[at === -1 ? lines.length - 1 : at - 1]?.focus();
      else if (event.key === "e" && code && onUrge) onUrge(code);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
}
