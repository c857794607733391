/** One indicator as a row. Without an approved value the row stays, with a dash and the unit that owes it. */
import { Link } from "@tanstack/react-router";

import { Pill } from "../../../ui/Pill";
import { Spark } from "../../../ui/Spark";
import { notices } from "../../../words/vi/notices";
import { overview as words } from "../../../words/vi/overview";
import { standing } from "../../../words/vi/standing";
import { bare, growsByYear, planText, scaleOf, targetText, unitOf, worth } from "../reading/numbers";
import type { Line } from "./filters";
import styles from "./GroupTable.module.css";
import { measured } from "./measured";
import { Progress } from "./Progress";
import { type Axis, sparkPoints } from "./trend";

export interface RowProps {
  line: Line;
  axis: Axis;
  /** What a period is called, by its code. */
  periodName: (code: string) => string;
  /** The period that the page is about. */
  period: string;
  onWhy: (line: Line) => void;
  /** Reminds the unit that leads; only for who may. */
  onUrge?: ((line: Line) => void) | undefined;
}

/** Whether a line is one to urge for. */
export function isLate(line: Line): boolean {
  return ["off_track", "breached", "no_data"].includes(line.standing.standing);
}

export function LineRow({ line, axis, periodName, period, onWhy, onUrge }: RowProps) {
  const of = measured(line);
  const word = standing.word[line.standing.standing];
  return (
    <tr className={line.headline ? undefined : styles.part}>
      <td className={styles.codeCell}>{line.code}</td>
      <th scope="row" className={styles.nameCell}>
        <Link to="/chi-tieu/$code" params={{ code: line.code }} title={line.name} data-line={line.code}>
          {line.short_name}
        </Link>
        <LineNotes line={line} period={period} periodName={periodName} />
      </th>
      <td className={styles.right}>
        <b>{bare(of, line.current)}</b>
        {line.current?.rate != null && unitOf(of) !== "" && (
          <span className={styles.unit}> {unitOf(of)}</span>
        )}
      </td>
      <td className={styles.rightQuiet}>
        {planText(of, line.plan_value)}
        {line.plan_basis === "assumed" && <span className={styles.assumed}>{words.assumed}</span>}
      </td>
      <td className={styles.rightQuiet}>{targetText(of)}</td>
      <td>
        <Progress line={line} />
      </td>
      <td>
        <Spark
          points={sparkPoints(line, axis)}
          max={scaleOf(
            of,
            line.trend.map((point) => point.rate),
          )}
          tone={line.standing.standing}
          label={trendLabel(line, periodName)}
        />
      </td>
      <td>
        <button
          type="button"
          className={styles.why}
          onClick={() => onWhy(line)}
          aria-label={words.whyOf(word, line.code)}
        >
          <Pill tone={line.standing.standing}>{word}</Pill>
        </button>
      </td>
      <td className={styles.leadCell} title={line.lead.name}>
        {line.lead.short_name}
        {onUrge && isLate(line) && (
          <button type="button" className={styles.urge} onClick={() => onUrge(line)}>
            {notices.urge.button}
            <span className="visually-hidden"> {line.code}</span>
          </button>
        )}
      </td>
    </tr>
  );
}

/** What must be said under a name: values that wait, another period than the page's, of what the line is a part. */
export function LineNotes({ line, period, periodName }: Pick<RowProps, "line" | "period" | "periodName">) {
  const notes = [
    line.detail_of === null ? null : words.partOf(line.detail_of),
    line.period === null || line.period === period ? null : words.ofPeriod(periodName(line.period)),
    line.waiting > 0 ? words.waiting(line.waiting) : null,
    line.correcting > 0 ? words.correcting : null,
    pathMissing(line) ? words.pathMissing : null,
  ].filter((note) => note !== null);
  return notes.length > 0 ? <span className={styles.notes}>{notes.join(" · ")}</span> : null;
}

/** Whether the line cannot be judged, now or later, because nobody said what should be reached by when. */
export function pathMissing(line: Line): boolean {
  return line.plan_basis === null && line.target.value !== null && growsByYear(line.target);
}

function trendLabel(line: Line, periodName: (code: string) => string): string {
  const told = line.trend
    .filter(({ rate }) => rate !== null)
    .map(({ period, rate }) => words.trendPoint(periodName(period), worth(measured(line), rate)));
  return told.length > 0 ? words.trend(told.join(", ")) : words.noTrend;
}
