import { useSyncExternalStore } from "react";
import { general } from "../words/vi/general";
import { Icon, type IconName } from "./Icon";
import styles from "./Toast.module.css";

interface Toast {
  id: number;
  text: string;
  icon: IconName;
  undo: (() => void) | undefined;
}

let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const tell of listeners) tell();
}

function drop(id: number): void {
  set(toasts.filter((held) => held.id !== id));
}

/** Say that something was done: 6 seconds, or 10 with a way back. Never the only place of an error. */
export function toast(text: string, options: { icon?: IconName; undo?: () => void } = {}): void {
  last += 1;
  const id = last;
  set([...toasts.slice(-2), { id, text, icon: options.icon ?? "check", undo: options.undo }]);
  setTimeout(() => drop(id), options.undo ? 10_000 : 6_000);
}

/** Where toasts appear; stands once, in the root of the app. */
export function Toasts() {
  const shown = useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => toasts,
  );
  return (
    <div className={styles.toasts} role="status" aria-live="polite">
      {shown.map((held) => (
        <div key={held.id} className={styles.toast}>
          <Icon name={held.icon} size={18} />
          <span className={styles.text}>{held.text}</span>
          {held.undo && (
            <button
              type="button"
              className={styles.undo}
              onClick={() => {
                drop(held.id);
                held.undo?.();
              }}
            >
              {general.undo}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
