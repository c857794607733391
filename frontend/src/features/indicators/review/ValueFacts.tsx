import { type ReactNode, useState } from "react";
import { t } from "../../../lib/i18n";
import { Pill } from "../../../ui/Pill";
import { StatusMark } from "../../../ui/StatusMark";
import { evidence } from "../../../words/vi/evidence";
import { review as words } from "../../../words/vi/review";
import { standing as standingWords } from "../../../words/vi/standing";
import { FileList } from "../../evidence/FileList";
import type { SheetRow } from "../entry/queries";
import { measured } from "../entry/reading";
import { planText } from "../reading/numbers";
import { sourceText } from "../reading/source";
import { WhyDialog } from "../reading/WhyDialog";
import type { Value } from "./queue";
import { changeText, warningOf } from "./reading";
import styles from "./ValueFacts.module.css";

/** What a reviewer checks, line by line: against the plan, the period before, and the enterer's note. */
export function ValueFacts({ value, row }: { value: Value; row: SheetRow | undefined }) {
  const plan = value.standing.facts.plan ?? null;
  const warning = row ? warningOf(value, row) : null;
  const source = sourceText(value.source);
  return (
    <dl className={styles.facts}>
      <Fact label={words.row.period}>
        {value.period.label}
        {value.late && <span className={styles.tag}>{words.late}</span>}
      </Fact>
      {value.on_behalf && (
        <Fact label={words.onBehalf}>
          {t(words.onBehalfBy, { name: value.entered.by_name, unit: value.unit.short_name })}
        </Fact>
      )}
      {source !== null && <Fact label={words.row.source}>{source}</Fact>}
      <Fact label={words.row.previous}>{row ? changeText(value, row) : "-"}</Fact>
      <Fact label={words.row.plan}>
        {row && plan !== null ? planText(measured(row.indicator), plan) : words.row.noPlan}
      </Fact>
      <Fact label={words.row.standing}>{row && <Verdict value={value} row={row} />}</Fact>
      <Fact label={words.row.warning}>
        {warning === null ? (
          words.row.noWarning
        ) : (
          <span className={styles.warning}>
            <StatusMark tone="at_risk" /> {warning}
          </span>
        )}
      </Fact>
      {row?.indicator.numerator_label && (
        <Fact label={words.row.numerator}>{row.indicator.numerator_label}</Fact>
      )}
      {row?.indicator.denominator_label && (
        <Fact label={words.row.denominator}>{row.indicator.denominator_label}</Fact>
      )}
      <Fact label={words.row.files}>
        {value.evidence_count === 0 && evidence.none}
        <FileList files={value.evidence} count={value.evidence_count} />
      </Fact>
      <Fact label={words.row.note}>{value.note ?? words.row.noNote}</Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How the indicator of this unit would stand with the value, and the rule that says so. */
function Verdict({ value, row: { indicator } }: { value: Value; row: SheetRow }) {
  const [open, setOpen] = useState(false);
  const { standing } = value.standing;
  return (
    <>
      <Pill tone={standing}>{standingWords.word[standing]}</Pill>{" "}
      <button type="button" className={styles.why} onClick={() => setOpen(true)}>
        {standingWords.why}
      </button>
      {open && (
        <WhyDialog
          code={indicator.code}
          name={indicator.short_name}
          of={measured(indicator)}
          verdict={value.standing}
          numeratorLabel={indicator.numerator_label}
          linked
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
