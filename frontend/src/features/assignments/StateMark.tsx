import type { ReactNode } from "react";
import { assignments as words } from "../../words/vi/assignments";
import type { State } from "./queries";
import styles from "./StateMark.module.css";

const LINE = { fill: "none", strokeWidth: 1.8, strokeLinecap: "round", strokeLinejoin: "round" } as const;

const SHAPES: Record<State, ReactNode> = {
  not_started: <circle {...LINE} cx="10" cy="10" r="7.4" />,
  in_progress: (
    <>
      <circle {...LINE} cx="10" cy="10" r="7.4" />
      <path className={styles.solid} d="M10 4.8a5.2 5.2 0 0 1 0 10.4z" />
    </>
  ),
  submitted: <path {...LINE} d="M10 2.6a7.4 7.4 0 1 0 .01 0M10 5.8V10l2.8 1.8" />,
  returned: <path {...LINE} d="M7 4 3.4 7.6 7 11.2M3.8 7.6h8.4a4.2 4.2 0 0 1 0 8.4H9" />,
  accepted: (
    <>
      <circle className={styles.solid} cx="10" cy="10" r="8.2" />
      <path className={styles.cut} {...LINE} d="m6.2 10.4 2.6 2.6 5-5.4" />
    </>
  ),
  paused: <path {...LINE} strokeWidth={2.6} d="M7 5v10M13 5v10" />,
  cancelled: <path {...LINE} d="M10 2.6a7.4 7.4 0 1 0 .01 0M5 5l10 10" />,
  declined: <path {...LINE} d="M10 2.6a7.4 7.4 0 1 0 .01 0M7.2 7.2l5.6 5.6m0-5.6-5.6 5.6" />,
};

/** The shape of a state; its word is read aloud and shown on hover, or stands beside it with `worded`. */
export function StateMark({ state, worded = false }: { state: State; worded?: boolean }) {
  const word = words.states[state];
  return (
    <span className={styles.state} data-state={state} title={worded ? undefined : word}>
      <svg width="16" height="16" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
        {SHAPES[state]}
      </svg>
      <span className={worded ? undefined : "visually-hidden"}>{word}</span>
    </span>
  );
}
