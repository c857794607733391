import { useState } from "react";
import { NONE } from "../../lib/format";
import { t } from "../../lib/i18n";
import { evidence as words } from "../../words/vi/evidence";
import styles from "./Evidence.module.css";
import { EvidenceDialog, type Proven } from "./EvidenceDialog";

interface EvidenceButtonProps {
  /** Null where nothing has been entered yet. */
  value: Proven | null;
  code: string;
  name: string;
  editable: boolean;
  onChanged: () => void;
}

/** `2 tệp +`: how many files a value rests on, and the way to them. */
export function EvidenceButton({ value, code, name, editable, onChanged }: EvidenceButtonProps) {
  const [open, setOpen] = useState(false);
  if (value === null) return <Nothing why={editable ? words.saveFirst : undefined} />;
  const count = value.evidence_count;
  if (count === 0 && !editable) return <Nothing />;
  return (
    <>
      <button
        type="button"
        className={styles.button}
        aria-label={t(count === 0 ? words.addOf : words.countOf, { code, count })}
        onClick={() => setOpen(true)}
      >
        {count === 0 ? words.add : t(words.count, { count })}
        {editable && count > 0 && " +"}
      </button>
      {open && (
        <EvidenceDialog {...{ value, code, name, editable, onChanged }} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

function Nothing({ why }: { why?: string | undefined }) {
  return (
    <span className={styles.later} title={why}>
      {NONE}
    </span>
  );
}
