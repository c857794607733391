import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { dayOf, daysBetween, formatDay, formatWhen } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { Icon } from "../../../ui/Icon";
import { assignments } from "../../../words/vi/assignments";
import { PercentBar } from "../PercentBar";
import type { Assignment } from "../queries";
import styles from "./Side.module.css";

const words = assignments.side;
const PATIENCE = 3;

/** Who leads, who helps and whether they know it, what it rests on and what it serves. */
export function Side({ row }: { row: Assignment }) {
  const lead = row.units.find((unit) => unit.part === "lead");
  const helpers = row.units.filter((unit) => unit.part === "cooperating");
  return (
    <dl className={styles.side}>
      <Fact name={words.lead}>
        {lead ? <Named unit={lead} since={row.assigned_on} /> : row.lead.name}
        {row.lead_basis !== "given" && <div className="meta">{assignments.basis[row.lead_basis]}</div>}
      </Fact>
      <Fact name={words.cooperating}>
        {helpers.length > 0
          ? helpers.map((unit) => <Named key={unit.unit.code} unit={unit} since={row.assigned_on} />)
          : words.noCooperating}
      </Fact>
      <Fact name={assignments.columns.percent}>
        <PercentBar percent={row.percent} />
      </Fact>
      {row.clause && (
        <Fact name={words.clause}>
          <Link to="/ke-hoach" hash={row.clause.code}>
            {row.clause.code}
          </Link>
          <div className={styles.quote}>{row.clause.text}</div>
          {row.manner && <div className="meta">{assignments.manner[row.manner]}</div>}
        </Fact>
      )}
      {row.description && row.description !== row.clause?.text && (
        <Fact name={assignments.form.description}>{row.description}</Fact>
      )}
      {row.indicators.length > 0 && (
        <Fact name={words.indicators}>
          {row.indicators.map((indicator) => (
            <div key={indicator.code}>
              <Link to="/chi-tieu/$code" params={{ code: indicator.code }}>
                {indicator.code}
              </Link>{" "}
              {indicator.short_name}
            </div>
          ))}
        </Fact>
      )}
      {row.occurrences.length > 0 && (
        <Fact name={words.occurrences}>
          {row.occurrences.map((occurrence) => (
            <div key={occurrence.due_on}>{occurrenceWords(occurrence)}</div>
          ))}
        </Fact>
      )}
      {row.product && <Fact name={words.product}>{row.product}</Fact>}
      {row.note && <Fact name={words.note}>{row.note}</Fact>}
      <Fact name={words.given}>
        {row.given_by_name
          ? t(words.givenBy, { day: formatDay(row.assigned_on), name: row.given_by_name })
          : formatDay(row.assigned_on)}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A unit with what it answered. */
function Named({ unit, since }: { unit: Assignment["units"][number]; since: string }) {
  const today = dayOf(new Date());
  const waits = daysBetween(since, today);
  const late = !unit.acknowledged && !unit.declined && waits > PATIENCE;
  const answer = unit.acknowledged
    ? t(words.acknowledged, { when: formatWhen(unit.acknowledged.at, today) })
    : unit.declined
      ? t(words.declined, { reason: unit.decline_reason ?? "" })
      : late
        ? t(words.notYetDays, { days: waits })
        : words.notYet;
  return (
    <div className={styles.named}>
      <span className={unit.acknowledged ? styles.good : late || unit.declined ? styles.warn : styles.open}>
        <Icon name={unit.acknowledged ? "check" : late || unit.declined ? "alert" : "clock"} size={17} />
      </span>
      <span>
        {unit.unit.name}
        <span className={styles.answer}>{answer}</span>
      </span>
    </div>
  );
}

function occurrenceWords({ due_on, done_on, late }: Assignment["occurrences"][number]): string {
  const facts = { due: formatDay(due_on), done: formatDay(done_on) };
  if (done_on) return t(late ? words.occurrenceLate : words.occurrenceDone, facts);
  return t(late ? words.occurrenceOver : words.occurrenceNext, { due: facts.due });
}
