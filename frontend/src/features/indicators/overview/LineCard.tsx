/** One indicator as a card, for narrow screens: name, three numbers with their labels, progress, state, owner. */
import { Link } from "@tanstack/react-router";

import { Button } from "../../../ui/Button";
import { Pill } from "../../../ui/Pill";
import { notices } from "../../../words/vi/notices";
import { overview as words } from "../../../words/vi/overview";
import { standing } from "../../../words/vi/standing";
import { planText, targetText, worth } from "../reading/numbers";
import styles from "./LineCard.module.css";
import { isLate, LineNotes, type RowProps } from "./LineRow";
import { measured } from "./measured";
import { Progress } from "./Progress";

export function LineCard({ line, period, periodName, onWhy, onUrge }: Omit<RowProps, "axis">) {
  const of = measured(line);
  const word = standing.word[line.standing.standing];
  return (
    <li className={styles.card}>
      <h3 className={styles.name}>
        <span className={styles.code}>{line.code}</span>{" "}
        <Link to="/chi-tieu/$code" params={{ code: line.code }} data-line={line.code}>
          {line.short_name}
        </Link>
      </h3>
      <LineNotes line={line} period={period} periodName={periodName} />
      <dl className={styles.numbers}>
        <div>
          <dt>{words.column.current}</dt>
          <dd className={styles.current}>{worth(of, line.current)}</dd>
        </div>
        <div>
          <dt>{words.column.planFull}</dt>
          <dd>
            {planText(of, line.plan_value)}
            {line.plan_basis === "assumed" && <small> {words.assumed}</small>}
          </dd>
        </div>
        <div>
          <dt>{words.column.targetFull}</dt>
          <dd>{targetText(of)}</dd>
        </div>
      </dl>
      <Progress line={line} />
      <div className={styles.foot}>
        <button
          type="button"
          className={styles.why}
          onClick={() => onWhy(line)}
          aria-label={words.whyOf(word, line.code)}
        >
          <Pill tone={line.standing.standing}>{word}</Pill>
        </button>
        <span title={line.lead.name}>{line.lead.short_name}</span>
        {onUrge && isLate(line) && (
          <Button size="small" icon="bell" onClick={() => onUrge(line)}>
            {notices.urge.button}
            <span className="visually-hidden"> {line.code}</span>
          </Button>
        )}
      </div>
    </li>
  );
}
