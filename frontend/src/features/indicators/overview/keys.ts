/** The single keys of the overview: 1 to 7 for the cards, j and k along the lines, e to urge, p to print. Enter opens a line. */
import { useEffect } from "react";

/** Whether the key belongs to something else: a field, an open dialog, or a command of the browser. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return true;
  if (document.querySelector("dialog[open]")) return true;
  const { target } = event;
  return target instanceof HTMLElement && target.closest("input, textarea, select") !== null;
}

/** The link of the line `step` further down than the one that has the focus. */
function lineFrom(step: number): HTMLElement | undefined {
  const lines = [...document.querySelectorAll<HTMLElement>("[data-line]")];
  const at = lines.indexOf(document.activeElement as HTMLElement);
  return at === -1 ? lines[step > 0 ? 0 : lines.length - 1] : lines[at + step];
}

/** The code of the line that has the focus. */
function lineCode(): string {
  return (document.activeElement as HTMLElement | null)?.dataset.line ?? "";
}

/** Listens while the overview is open; `onCard` hears which card, from 0; `onUrge` the code of the line. */
export function useLineKeys(onCard: (at: number) => void, onUrge?: (code: string) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      if (/^[1-7]$/.test(event.key)) onCard(Number(event.key) - 1);
      else if (event.key === "j") lineFrom(1)?.focus();
      else if (event.key === "k") lineFrom(-1)?.focus();
      else if (event.key === "e" && onUrge && lineCode()) onUrge(lineCode());
      else if (event.key === "p") window.print();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
}
