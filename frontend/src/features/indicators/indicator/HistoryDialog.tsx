/** The life of one value, step by step, with the numbers as they stood then. */
import { useQuery } from "@tanstack/react-query";

import { formatMoment, formatNumber } from "../../../lib/format";
import { Dialog } from "../../../ui/Dialog";
import { Pill } from "../../../ui/Pill";
import { indicator as words } from "../../../words/vi/indicator";
import { standing } from "../../../words/vi/standing";
import { Loaded } from "../../Loaded";
import { eventsQuery } from "../reading/queries";
import styles from "./HistoryDialog.module.css";
import type { Indicator, Value } from "./measured";

interface Props {
  indicator: Indicator;
  value: Value;
  onClose: () => void;
}

export function HistoryDialog({ indicator, value, onClose }: Props) {
  const events = useQuery(eventsQuery(value.id));
  return (
    <Dialog title={words.historyOf(value.unit.short_name, value.period.label)} onClose={onClose}>
      <Loaded query={events} rows={3}>
        {(steps) => (
          <ol className={styles.steps}>
            {steps.map((event) => (
              <li key={`${event.version}-${event.at}`}>
                <div className={styles.head}>
                  <time dateTime={event.at}>{formatMoment(event.at)}</time>
                  <Pill tone={event.state}>{standing.state[event.state]}</Pill>
                </div>
                {words.event(event.actor_name, words.moves[event.move] ?? event.move)}{" "}
                <b className={styles.numbers}>
                  {indicator.denominator_label === null
                    ? formatNumber(event.numerator)
                    : `${formatNumber(event.numerator)} / ${formatNumber(event.denominator)}`}
                </b>
                {event.reason !== null && (
                  <p>
                    {event.move === "return" ? words.returned(event.reason) : words.reasonOf(event.reason)}
                  </p>
                )}
                {event.note !== null && <p>{words.noteOf(event.note)}</p>}
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </Dialog>
  );
}
