import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatDay, formatNumber, formatRate } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Button, ButtonLink } from "../../ui/Button";
import { Banner, Empty } from "../../ui/states";
import { surveys as words } from "../../words/vi/surveys";
import { Loaded } from "../Loaded";
import { ByChannel } from "./ByChannel";
import { DecideDialog } from "./DecideDialog";
import { Interval, scaleFrom } from "./Interval";
import { commentsQuery, type Held, type Results, type RoundDetail } from "./queries";
import styles from "./surveys.module.css";

/** What a round proves: the rate with its interval and verdict, its parts, and what people wrote. */
export function ResultsTab({ round, results }: { round: RoundDetail; results: Results }) {
  const [deciding, setDeciding] = useState<Held | null>(null);
  if (results.count === 0 && results.held.length === 0) {
    return (
      <Empty icon="survey" title={words.none} text={words.qrText}>
        <ButtonLink to="/khao-sat/$round/to-in" params={{ round: round.id }} icon="print">
          {words.poster}
        </ButtonLink>
      </Empty>
    );
  }
  return (
    <>
      {results.held.map((held) => (
        <Banner key={`${held.channel}${held.day}`} tone="warn" icon="alert">
          <b>{t(words.held, { count: held.count })}</b>{" "}
          {t(words.heldRow, { channel: words.channels[held.channel], day: formatDay(held.day) })}.{" "}
          {words.heldText}{" "}
          {round.may.manage && (
            <Button size="small" onClick={() => setDeciding(held)}>
              {words.decide}
            </Button>
          )}
        </Banner>
      ))}
      <div className={styles.results}>
        <div className={styles.column}>
          <Rate results={results} />
          <Verdict results={results} />
          <Sample results={results} />
          {results.levels && <Levels levels={results.levels} />}
          {results.comments !== null && <Comments round={round.id} count={results.comments} />}
        </div>
        <div className={styles.column}>
          <ByChannel results={results} />
          <Chosen results={results} />
          <p className="meta">
            {t(words.setAside, {
              unfinished: results.unfinished,
              skipped: results.skipped,
              rejected: results.rejected,
            })}
          </p>
          <p className="meta">
            {t(words.instrument, { instrument: results.instrument, formula: results.formula })}
          </p>
        </div>
      </div>
      {deciding && <DecideDialog round={round} held={deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}

function Rate({ results }: { results: Results }) {
  const { rate, interval, satisfied, target } = results;
  if (rate === null || interval === null) return null;
  const told = { low: formatNumber(interval.low, 1), high: formatNumber(interval.high, 1) };
  return (
    <section>
      <p className="meta">{words.satisfied}</p>
      <div className={styles.rate}>
        <b className="so">{formatRate(rate)}</b>
        <p>
          {t(words.ofValid, {
            satisfied: formatNumber(satisfied),
            count: formatNumber(results.count),
          })}
          <br />
          {t(words.interval, told)}
          <br />
          {t(words.mean, { mean: formatNumber(results.mean, 2) })}
        </p>
      </div>
      <p className={styles.goal}>{t(words.goal, { target: formatNumber(target) })}</p>
      <Interval
        rate={rate}
        low={interval.low}
        high={interval.high}
        target={target}
        from={scaleFrom([interval.low, target])}
        label={t(words.chart, { rate: formatRate(rate), ...told, target: formatNumber(target) })}
      />
    </section>
  );
}

function Verdict({ results }: { results: Results }) {
  const { verdict, interval, target, missing, count } = results;
  const bounds = {
    low: formatNumber(interval?.low, 1),
    high: formatNumber(interval?.high, 1),
  };
  const reason =
    verdict === "hidden" ? t(words.reasons.hidden, { count }) : t(words.reasons[verdict], bounds);
  const tone = ({ above: "note", unsure: "warn", below: "error", hidden: "note" } as const)[verdict];
  const icon = ({ above: "check", unsure: "alert", below: "octagon", hidden: "info" } as const)[verdict];
  return (
    <Banner tone={tone} icon={icon}>
      <b>
        {verdict === "hidden"
          ? words.verdicts.hidden
          : t(words.verdicts[verdict], { target: formatNumber(target) })}
      </b>
      <br />
      {reason} {missing > 0 && t(words.missing, { missing: formatNumber(missing) })}
    </Banner>
  );
}

function Sample({ results }: { results: Results }) {
  const { count, wanted, population } = results;
  return (
    <>
      <p className={styles.sample}>
        <span className="so">
          {t(words.progress, { count: formatNumber(count), wanted: formatNumber(wanted) })}
        </span>
        <progress
          max={wanted}
          value={Math.min(count, wanted)}
          aria-label={t(words.progress, { count, wanted })}
        />
        <span className="meta">
          {population === null
            ? words.populationUnknown
            : t(words.populationOf, { population: formatNumber(population) })}
        </span>
      </p>
      {results.population_short && <Banner tone="warn">{words.populationShort}</Banner>}
    </>
  );
}

function Levels({ levels }: { levels: readonly number[] }) {
  const total = levels.reduce((sum, count) => sum + count, 0);
  let left = 0;
  return (
    <section>
      <h2>{words.levels}</h2>
      <svg className={styles.levels} viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true">
        {levels.map((count, at) => {
          const width = (100 * count) / total;
          const x = left;
          left += width;
          return (
            <rect
              key={words.levelWords[at]}
              className={styles[`level${at + 1}`]}
              x={x}
              y={0}
              width={width}
              height={9}
            />
          );
        })}
      </svg>
      <ul className={styles.legend}>
        {levels.map((count, at) => (
          <li key={words.levelWords[at]}>
            <svg viewBox="0 0 10 10" width={12} height={12} aria-hidden="true">
              <rect className={styles[`level${at + 1}`]} width={10} height={10} />
            </svg>
            {words.levelWords[at]} <span className="so">{formatNumber(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Chosen({ results }: { results: Results }) {
  return results.questions.map((question) => (
    <section key={question.code}>
      <h2>
        {question.text.vi} <span className="so muted">{formatNumber(question.count)}</span>
      </h2>
      {question.options === null ? (
        <p className="muted">{question.count === 0 ? words.none : words.few}</p>
      ) : (
        <ul className={styles.chosen}>
          {[...question.options]
            .sort((a, b) => b.count - a.count)
            .map((option) => (
              <li key={option.code}>
                <span>{option.label.vi}</span>
                <span className="so">{formatNumber(option.count)}</span>
              </li>
            ))}
        </ul>
      )}
    </section>
  ));
}

function Comments({ round, count }: { round: string; count: number }) {
  const comments = useQuery(commentsQuery(round));
  return (
    <section>
      <h2>
        {words.comments} <span className="so muted">{formatNumber(count)}</span>
      </h2>
      <Loaded query={comments} rows={2}>
        {(read) =>
          read.length === 0 ? (
            <p className="muted">{words.noComments}</p>
          ) : (
            <ul className={styles.comments}>
              {read.map((comment, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: comments have no id on purpose, and never change
                <li key={at}>
                  <p>“{comment.text}”</p>
                  <span className="meta">
                    {words.channels[comment.channel]} · {formatDay(comment.day)}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
