import { formatNumber, formatRate } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Table } from "../../ui/Table";
import { surveys as words } from "../../words/vi/surveys";
import { Interval, scaleFrom } from "./Interval";
import type { Results } from "./queries";
import styles from "./surveys.module.css";

/** The ways of answering beside each other: they differ, so they are never mixed without being shown. */
export function ByChannel({ results }: { results: Results }) {
  const { channels, target } = results;
  const from = scaleFrom([target, ...channels.flatMap((c) => (c.interval ? [c.interval.low] : []))]);
  return (
    <section>
      <h2>{words.byChannel}</h2>
      <Table caption={words.byChannel} dense>
        <thead>
          <tr>
            <th scope="col">{words.channel}</th>
            <th scope="col">{words.forms}</th>
            <th scope="col">{words.rate}</th>
            <th scope="col">{words.range}</th>
          </tr>
        </thead>
        <tbody>
          {channels.map((channel) => (
            <tr key={channel.channel}>
              <td className={styles.channel}>{words.channels[channel.channel]}</td>
              <td className="so">{formatNumber(channel.count)}</td>
              {channel.rate === null || channel.interval === null ? (
                <td colSpan={2} className="muted">
                  {channel.count === 0 ? words.none : words.few}
                </td>
              ) : (
                <>
                  <td className="so">
                    <b>{formatRate(channel.rate)}</b>
                  </td>
                  <td>
                    <Interval
                      small
                      rate={channel.rate}
                      low={channel.interval.low}
                      high={channel.interval.high}
                      target={target}
                      from={from}
                      label={t(words.chart, {
                        rate: formatRate(channel.rate),
                        low: formatNumber(channel.interval.low, 1),
                        high: formatNumber(channel.interval.high, 1),
                        target: formatNumber(target),
                      })}
                    />{" "}
                    <span className="so meta">
                      {formatNumber(channel.interval.low, 1)}-{formatNumber(channel.interval.high, 1)}%
                    </span>
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </Table>
      <p className="meta">{t(words.notRandom, { target: formatNumber(target) })}</p>
    </section>
  );
}
