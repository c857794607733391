import { useLayoutEffect, useRef, useState } from "react";
import { cx } from "../lib/cx";
import { Icon, type IconName } from "./Icon";
import styles from "./NumberVN.module.css";

interface NumberVNProps {
  id?: string;
  /** What it is the number of; read aloud. Left out where a `<label>` points at `id`. */
  label?: string;
  /** The text to show: as typed, or as screens write the number once it was understood. */
  text: string;
  /** Whether the text stands for one exact number, so that its dots between thousands are only for reading. */
  exact: boolean;
  invalid?: boolean;
  /** How it stands with the number: a small icon at the left of the digits, with its word. */
  mark?: { icon: IconName; tone: "good" | "bad" | "warn" | "quiet"; word: string } | null;
  describedBy?: string | undefined;
  large?: boolean;
  /** Where it stands in a grid; the grid moves the focus by it. */
  cell?: string;
  onType: (text: string) => void;
  onLeave: () => void;
  onFocus?: () => void;
}

/** The number as one types it: without the dots that are only for reading. */
function bareDigits(text: string): string {
  return /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(text) ? text.replaceAll(".", "") : text;
}

/**
 * One line for a number, typed the Vietnamese way. It never changes what is being typed; what a text means is decided
 * by its owner, who hears of every key and of the leaving.
 */
export function NumberVN({
  id,
  label,
  text,
  exact,
  invalid = false,
  mark,
  describedBy,
  large = false,
  cell,
  onType,
  onLeave,
  onFocus,
}: NumberVNProps) {
  const [typing, setTyping] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const byPointer = useRef(false);
  const focused = typing !== null;
  // Reached by a key, the number is marked, so that typing replaces it; a pointer puts the caret where it pressed.
  useLayoutEffect(() => {
    if (focused && !byPointer.current && document.activeElement === input.current) input.current?.select();
    byPointer.current = false;
  }, [focused]);
  return (
    <span className={cx(styles.box, large && styles.large)}>
      {mark && (
        <span className={cx(styles.mark, styles[mark.tone])} title={mark.word}>
          <Icon name={mark.icon} size={16} />
          <span className="visually-hidden">{mark.word}</span>
        </span>
      )}
      <input
        ref={input}
        id={id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        enterKeyHint="next"
        className={cx(styles.input, "so", mark?.tone === "warn" && styles.warned)}
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        data-cell={cell}
        value={typing ?? text}
        onPointerDown={() => {
          byPointer.current = document.activeElement !== input.current;
        }}
        onFocus={() => {
          setTyping(exact ? bareDigits(text) : text);
          onFocus?.();
        }}
        onChange={(event) => {
          setTyping(event.target.value);
          onType(event.target.value);
        }}
        onBlur={() => {
          setTyping(null);
          onLeave();
        }}
      />
    </span>
  );
}
