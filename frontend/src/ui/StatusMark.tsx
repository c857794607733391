/** The shape of a state. It is never the only carrier: a word stands beside it or in its title. */
import type { ReactNode } from "react";
import styles from "./StatusMark.module.css";
import type { Tone } from "./tone";
import tones from "./tone.module.css";

const LINE = { fill: "none", strokeWidth: 2, strokeLinecap: "round", strokeLinejoin: "round" } as const;

const octagon = (
  <>
    <path className={styles.solid} d="M7 1.8h6L18.2 7v6L13 18.2H7L1.8 13V7z" />
    <path className={styles.cut} {...LINE} d="m7 7 6 6m0-6-6 6" />
  </>
);

const SHAPES: Record<Tone, ReactNode> = {
  achieved: (
    <path
      className={styles.solid}
      d="m10 1.6 2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L1.5 7.8l5.9-.8z"
    />
  ),
  on_track: (
    <>
      <circle className={styles.solid} cx="10" cy="10" r="8.4" />
      <path className={styles.cut} {...LINE} d="m6.2 10.4 2.6 2.6 5-5.4" />
    </>
  ),
  at_risk: (
    <>
      <path className={styles.solid} strokeLinejoin="round" d="M10 1.9 18.8 17.6H1.2z" />
      <path className={styles.cut} {...LINE} d="M10 7.4v4.4m0 2.9v.1" />
    </>
  ),
  off_track: octagon,
  breached: octagon,
  no_data: (
    <circle
      className={styles.line}
      {...LINE}
      strokeDasharray="2.6 2.85"
      strokeLinecap="butt"
      cx="10"
      cy="10"
      r="8"
    />
  ),
  not_due: (
    <>
      <circle className={styles.line} {...LINE} strokeWidth="1.7" cx="10" cy="10" r="8" />
      <path className={styles.line} {...LINE} strokeWidth="1.7" d="M10 5.4V10l3 2" />
    </>
  ),
  draft: (
    <path
      className={styles.line}
      {...LINE}
      strokeWidth="1.7"
      d="m3.5 16.5.7-3.6L13.6 3.5l2.9 2.9-9.4 9.4zM11.6 5.5l2.9 2.9"
    />
  ),
  submitted: (
    <>
      <circle className={styles.line} {...LINE} strokeWidth="1.7" cx="10" cy="10" r="7.6" />
      <path className={styles.line} {...LINE} strokeWidth="1.7" d="M10 5.8V10l2.8 1.8" />
    </>
  ),
  returned: (
    <path className={styles.line} {...LINE} d="M7 4 3.4 7.6 7 11.2M3.8 7.6h8.4a4.2 4.2 0 0 1 0 8.4H9" />
  ),
  approved: <path className={styles.line} {...LINE} d="m3.6 10.6 4.2 4.2 8.6-9.2" />,
  published: (
    <>
      <circle className={styles.line} {...LINE} strokeWidth="1.7" cx="10" cy="10" r="8" />
      <path className={styles.line} {...LINE} d="m6.4 10.3 2.5 2.5 4.8-5.2" />
    </>
  ),
};

interface Props {
  tone: Tone;
  size?: number;
  /** Given where no word stands beside the shape. */
  label?: string;
}

export function StatusMark({ tone, size = 16, label }: Props) {
  return (
    <>
      <svg
        className={`${styles.mark} ${tones[tone]}`}
        width={size}
        height={size}
        viewBox="0 0 20 20"
        aria-hidden="true"
        focusable="false"
      >
        {SHAPES[tone]}
      </svg>
      {label !== undefined && <span className="visually-hidden">{label}</span>}
    </>
  );
}
