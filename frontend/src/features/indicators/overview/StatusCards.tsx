/** How many indicators stand how: each card filters the rows below, and says so. */
import { StatusMark } from "../../../ui/StatusMark";
import tones from "../../../ui/tone.module.css";
import { overview as words } from "../../../words/vi/overview";
import { standing as standingWords } from "../../../words/vi/standing";
import { type Overview, STANDINGS, type Standing } from "./filters";
import styles from "./StatusCards.module.css";

interface Props {
  counts: Overview["counts"];
  chosen: Standing[];
  onToggle: (standing: Standing) => void;
}

export function StatusCards({ counts, chosen, onToggle }: Props) {
  const shown = STANDINGS.filter((standing) => standing !== "breached" || (counts.breached ?? 0) > 0);
  return (
    <fieldset>
      <legend className="visually-hidden">{words.filterByStanding}</legend>
      <div className={styles.cards}>
        {shown.map((standing) => (
          <button
            key={standing}
            type="button"
            className={`${styles.card} ${tones[standing]}`}
            aria-pressed={chosen.includes(standing)}
            onClick={() => onToggle(standing)}
          >
            <StatusMark tone={standing} size={20} />
            <b className={styles.count}>{counts[standing] ?? 0}</b>
            <span className={styles.word}>{standingWords.word[standing]}</span>
          </button>
        ))}
      </div>
    </fieldset>
  );
}
