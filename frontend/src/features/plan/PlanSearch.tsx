/** Search in the text, accents or not: how often it stands there, and from one place to the next. */
import { type RefObject, useEffect, useRef, useState } from "react";

import { IconButton } from "../../ui/Button";
import { SearchInput } from "../../ui/inputs";
import { plan as words } from "../../words/vi/plan";
import styles from "./PlanSearch.module.css";

interface Props {
  sought: string;
  /** Where the marks of what was found stand. */
  within: RefObject<HTMLElement | null>;
  onSeek: (sought: string) => void;
}

const PAUSE = 250;

export function PlanSearch({ sought, within, onSeek }: Props) {
  const [count, setCount] = useState(0);
  const at = useRef(-1);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const marks = () => within.current?.querySelectorAll("mark") ?? [];
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is counted are the marks that `sought` made
  useEffect(() => {
    at.current = -1;
    setCount(marks().length);
  }, [sought]);
  const go = (step: number) => {
    const found = marks();
    if (found.length === 0) return;
    at.current = (at.current + step + found.length) % found.length;
    for (const [index, mark] of found.entries()) mark.toggleAttribute("data-now", index === at.current);
    found[at.current]?.scrollIntoView({ block: "center" });
  };
  return (
    <search className={styles.search}>
      <SearchInput
        label={words.search}
        defaultValue={sought}
        onChange={(event) => {
          const typed = event.target.value;
          clearTimeout(timer.current);
          timer.current = setTimeout(() => onSeek(typed.trim()), PAUSE);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.nativeEvent.isComposing) go(event.shiftKey ? -1 : 1);
        }}
      />
      <div className={styles.found}>
        <span role="status">{sought !== "" && words.hits(count)}</span>
        {count > 0 && (
          <span className={styles.steps}>
            <IconButton icon="up" label={words.previous} onClick={() => go(-1)} />
            <IconButton icon="down" label={words.next} onClick={() => go(1)} />
          </span>
        )}
      </div>
    </search>
  );
}
