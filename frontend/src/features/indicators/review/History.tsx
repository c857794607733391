import { useQuery } from "@tanstack/react-query";
import { formatMoment, formatNumber } from "../../../lib/format";
import { indicator as words } from "../../../words/vi/indicator";
import { review } from "../../../words/vi/review";
import { Loaded } from "../../Loaded";
import { eventsQuery } from "../reading/queries";
import styles from "./History.module.css";
import type { Value } from "./queue";

/** The life of the value so far, the latest step first. */
export function History({ value }: { value: Value }) {
  const events = useQuery(eventsQuery(value.id));
  return (
    <section>
      <h2 className={styles.title}>{review.history}</h2>
      <Loaded query={events} rows={2}>
        {(steps) => (
          <ol className={styles.steps}>
            {[...steps].reverse().map((step) => (
              <li key={`${step.version}-${step.at}`}>
                <time className="so" dateTime={step.at}>
                  {formatMoment(step.at)}
                </time>
                <span>
                  {words.event(step.actor_name, words.moves[step.move] ?? step.move)}{" "}
                  <b className="so">{numbersOf(step.numerator, step.denominator)}</b>
                  {step.reason !== null && (
                    <span className={styles.reason}>{words.returned(step.reason)}</span>
                  )}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </section>
  );
}

function numbersOf(numerator: string | null, denominator: string | null): string {
  return denominator === null
    ? formatNumber(numerator)
    : `${formatNumber(numerator)} / ${formatNumber(denominator)}`;
}
