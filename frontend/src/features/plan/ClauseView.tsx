/** One clause: its words as they stand, then in small what the system knows about it. */
import type { ReactNode } from "react";

import { cx } from "../../lib/cx";
import { plan as words } from "../../words/vi/plan";
import styles from "./ClauseView.module.css";
import { pieces } from "./highlight";
import { MarginNotes } from "./MarginNotes";
import { depthOf, type Margin } from "./parts";
import type { Clause } from "./queries";

interface Props {
  clause: Clause;
  margin: Margin;
  unitName: (code: string) => string;
  sought: string;
  /** The address points here. */
  here: boolean;
}

const CENTRED = ["head", "signature"];

export function ClauseView({ clause, margin, unitName, sought, here }: Props) {
  return (
    <div id={clause.code} className={cx(styles.clause, here && styles.here)} data-kind={clause.kind}>
      <Frame clause={clause}>
        {clause.marker !== null && <span className={styles.marker}>{clause.marker} </span>}
        <span>
          {pieces(clause.text, sought).map(({ text, hit }, index) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change places
            hit ? <mark key={index}>{text}</mark> : text,
          )}
          {clause.normalised !== null && (
            <details className={`${styles.typo} no-print`}>
              <summary title={words.typoHint(clause.normalised)}>{words.typo}</summary>
              {words.typoHint(clause.normalised)}
            </details>
          )}
        </span>
      </Frame>
      <MarginNotes margin={margin} unitName={unitName} />
    </div>
  );
}

function Frame({ clause, children }: { clause: Clause; children: ReactNode }) {
  if (clause.kind === "heading") {
    const depth = depthOf(clause);
    if (depth === 1) return <h2 className={styles.first}>{children}</h2>;
    return depth === 2 ? (
      <h3 className={styles.second}>{children}</h3>
    ) : (
      <h4 className={styles.third}>{children}</h4>
    );
  }
  const shape = CENTRED.includes(clause.kind)
    ? styles.centred
    : clause.marker === null
      ? undefined
      : styles.bullet;
  return <p className={shape}>{children}</p>;
}
