import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { dayOf, formatWhen } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { Button, IconButton } from "../../../ui/Button";
import { Banner } from "../../../ui/states";
import { review as words } from "../../../words/vi/review";
import { sheetQuery } from "../entry/queries";
import { History } from "./History";
import type { Value } from "./queue";
import { givenName } from "./reading";
import styles from "./ValueDetail.module.css";
import { ValueFacts } from "./ValueFacts";
import { ValueFigure } from "./ValueFigure";

interface ValueDetailProps {
  value: Value;
  position: { at: number; all: number };
  narrow: boolean;
  onStep: (by: 1 | -1) => void;
  onList: () => void;
  onApprove: () => void;
  onReturn: () => void;
  children?: ReactNode;
}

/** One value with everything that a reviewer looks at, and the two decisions. */
export function ValueDetail(props: ValueDetailProps) {
  const { value, position, narrow, onStep, onList, onApprove, onReturn, children } = props;
  const { indicator, unit, submitted } = value;
  // The sheet that the value comes from knows the indicator's form and the period before.
  const sheet = useQuery(sheetQuery(unit.code, value.period.code)).data;
  const row = sheet?.rows.find((found) => found.indicator.code === indicator.code);
  // On a phone the list is not on the screen, so its heading is not either.
  const Heading = narrow ? "h1" : "h2";
  const by = submitted?.by_name ?? "";
  const when = submitted ? formatWhen(submitted.at, dayOf(new Date())) : "";
  return (
    <section className={styles.detail} aria-labelledby="so-dang-duyet">
      <div className={styles.body}>
        {children}
        {narrow && (
          <Button variant="quiet" icon="left" className={styles.back} onClick={onList}>
            {words.backToList}
          </Button>
        )}
        <div className={styles.by}>
          <span>
            {unit.short_name} · {t(words.sentBy, { name: narrow ? givenName(by) : by, when })}
          </span>
          <span className={styles.steps}>
            <span className="so">{t(words.position, position)}</span>
            <IconButton
              icon="left"
              label={words.previousOne}
              disabled={position.at === 1}
              onClick={() => onStep(-1)}
            />
            <IconButton
              icon="right"
              label={words.nextOne}
              disabled={position.at === position.all}
              onClick={() => onStep(1)}
            />
          </span>
        </div>
        <Heading id="so-dang-duyet" className={styles.name}>
          <span className="so">{indicator.code}</span> {row?.indicator.name ?? indicator.short_name}
        </Heading>
        <ValueFigure value={value} row={row} />
        <ValueFacts value={value} row={row} />
        <History value={value} />
      </div>
      <Decisions value={value} onApprove={onApprove} onReturn={onReturn} />
    </section>
  );
}

function Decisions({
  value,
  onApprove,
  onReturn,
}: Pick<ValueDetailProps, "value" | "onApprove" | "onReturn">) {
  const blocked = value.may.review ? null : blockOf(value.may.review_blocked);
  return (
    <div className={styles.foot}>
      {blocked && (
        <Banner tone="note" icon="lock">
          {blocked}
        </Banner>
      )}
      <div className={styles.decisions}>
        <Button
          variant="primary"
          size="large"
          disabled={blocked !== null}
          onClick={onApprove}
          aria-keyshortcuts="a"
        >
          {words.approve}{" "}
          <span className={styles.key} aria-hidden="true">
            a
          </span>
        </Button>
        <Button size="large" disabled={blocked !== null} onClick={onReturn} aria-keyshortcuts="r">
          {words.giveBack}{" "}
          <span className={styles.key} aria-hidden="true">
            r
          </span>
        </Button>
      </div>
    </div>
  );
}

function blockOf(code: string | null): string {
  const { blocked } = words;
  return code !== null && code in blocked ? blocked[code as keyof typeof blocked] : blocked.other;
}
