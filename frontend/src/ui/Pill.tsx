/** A state: shape, word and colour together. */
import type { ReactNode } from "react";
import styles from "./Pill.module.css";
import { StatusMark } from "./StatusMark";
import type { Tone } from "./tone";
import tones from "./tone.module.css";

interface Props {
  tone: Tone;
  /** The word. */
  children: ReactNode;
  title?: string;
}

export function Pill({ tone, children, title }: Props) {
  return (
    <span className={`${styles.pill} ${tones[tone]}`} data-tone={tone} title={title}>
      <StatusMark tone={tone} size={14} />
      {children}
    </span>
  );
}
