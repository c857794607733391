/** `Vì sao?`: the rule behind a standing, told with its numbers. */
import type { components } from "../../../api/schema";
import { ButtonLink } from "../../../ui/Button";
import { Actions, Dialog } from "../../../ui/Dialog";
import { Pill } from "../../../ui/Pill";
import { standing as words } from "../../../words/vi/standing";
import type { Measured } from "./numbers";
import styles from "./WhyDialog.module.css";
import { whyRule, whySentences } from "./why";

interface Props {
  code: string;
  name: string;
  of: Measured;
  verdict: components["schemas"]["VerdictOut"];
  numeratorLabel: string | null;
  /** Whether to lead on to the indicator's own page. */
  linked: boolean;
  onClose: () => void;
}

export function WhyDialog({ code, name, of, verdict, numeratorLabel, linked, onClose }: Props) {
  return (
    <Dialog title={`${code}. ${name}`} onClose={onClose}>
      <div className={styles.why}>
        <Pill tone={verdict.standing}>{words.word[verdict.standing]}</Pill>
        <h3>{words.why}</h3>
        {whySentences(of, verdict, numeratorLabel).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <p className="meta">{whyRule(verdict)}</p>
      </div>
      {linked && (
        <Actions>
          <ButtonLink to="/chi-tieu/$code" params={{ code }}>
            {words.open}
          </ButtonLink>
        </Actions>
      )}
    </Dialog>
  );
}
