import { t } from "../../lib/i18n";
import { surveys as words } from "../../words/vi/surveys";
import type { RoundDetail } from "./queries";
import styles from "./surveys.module.css";

/** What is asked, as it stands in this round. */
export function QuestionsTab({ round }: { round: RoundDetail }) {
  const questions = round.questionnaire.questions;
  return (
    <ol className={styles.questions}>
      {questions.map((question, at) => (
        <li key={question.code}>
          <span className="meta">
            {t(words.asked, { place: at + 1 })} · {words.questionKinds[question.kind]}
            {question.show_when &&
              ` · ${t(words.shownWhen, {
                question: questions.findIndex((q) => q.code === question.show_when?.question) + 1,
              })}`}
          </span>
          <h2>{question.text.vi}</h2>
          <p className="muted" lang="en">
            {question.text.en}
          </p>
          {question.options.length > 0 && <p>{question.options.map((o) => o.label.vi).join(" · ")}</p>}
        </li>
      ))}
    </ol>
  );
}
