/** The indicator unit by unit in its present period: the worst first, and who still owes a number. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useMay } from "../../../api/me";
import type { components } from "../../../api/schema";
import { compared } from "../../../lib/decimal";
import { formatNumber, NONE } from "../../../lib/format";
import { Button } from "../../../ui/Button";
import { Pill } from "../../../ui/Pill";
import { Spark } from "../../../ui/Spark";
import { Banner, Empty } from "../../../ui/states";
import { indicator as words } from "../../../words/vi/indicator";
import { notices } from "../../../words/vi/notices";
import { standing } from "../../../words/vi/standing";
import { Loaded } from "../../Loaded";
import { UrgeUnit } from "../acting/UrgeUnit";
import { scaleOf, worth } from "../reading/numbers";
import { unitsQuery } from "../reading/queries";
import { stands } from "./chart";
import { type Indicator, measured } from "./measured";
import styles from "./UnitsTab.module.css";

type ByUnit = components["schemas"]["ByUnitOut"];
type Unit = components["schemas"]["UnitReadingOut"];

export function UnitsTab({ indicator }: { indicator: Indicator }) {
  const query = useQuery(unitsQuery(indicator.code));
  return (
    <Loaded query={query}>
      {(read) =>
        read.units.length === 0 ? (
          <Empty title={words.units.none} />
        ) : (
          <Units indicator={indicator} read={read} />
        )
      }
    </Loaded>
  );
}

/** Where sources give the numbers, a lead that gave none of its own owes none and is left out. */
export function owing(units: readonly Unit[]): Unit[] {
  return units.filter((unit) => !unit.lead || unit.reading !== null || units.length === 1);
}

/** The worst first; units without a number come before all, since they are what is missing. */
export function worstFirst(units: readonly Unit[], lower: boolean): Unit[] {
  return [...units].sort((a, b) => {
    const [x, y] = [a.reading?.rate ?? null, b.reading?.rate ?? null];
    if (x === null || y === null) return Number(x !== null) - Number(y !== null);
    return lower ? compared(y, x) : compared(x, y);
  });
}

function Units({ indicator, read }: { indicator: Indicator; read: ByUnit }) {
  const mayUrge = useMay("urge");
  const [urged, setUrged] = useState<Unit | null>(null);
  const of = measured(indicator);
  const paired = indicator.denominator_label !== null;
  const units = worstFirst(owing(read.units), indicator.direction === "down");
  const max = scaleOf(
    of,
    read.units.flatMap(({ trend }) => trend.map(({ rate }) => rate)),
  );
  return (
    <section className={styles.tab}>
      <h2 className={styles.title}>{words.units.title(read.period.label.toLowerCase())}</h2>
      <Banner tone="note">
        {read.missing > 0 ? words.units.missing(read.missing) : words.units.complete}
      </Banner>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={styles.scroll} aria-label={words.tabs.units} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.column.unit}</th>
              {paired && <th scope="col">{words.column.numerator}</th>}
              {paired && <th scope="col">{words.column.denominator}</th>}
              <th scope="col">{paired ? words.column.rate : words.column.value}</th>
              <th scope="col" className={styles.left}>
                {words.column.trend}
              </th>
              <th scope="col" className={styles.left}>
                {words.column.state}
              </th>
            </tr>
          </thead>
          <tbody>
            {units.map((unit) => (
              <tr key={unit.unit.code}>
                <th scope="row">
                  {unit.unit.name}
                  {unit.lead && <span className={styles.note}>{words.units.lead}</span>}
                </th>
                {paired && <td>{formatNumber(unit.reading?.numerator)}</td>}
                {paired && <td>{formatNumber(unit.reading?.denominator)}</td>}
                <td>
                  <b>{worth(of, unit.reading)}</b>
                </td>
                <td className={styles.left}>
                  <Trend unit={unit} max={max} of={of} />
                </td>
                <td className={styles.left}>
                  <UnitState unit={unit} />
                  {mayUrge && unit.reading === null && unit.state !== "submitted" && (
                    <Button size="small" variant="quiet" icon="bell" onClick={() => setUrged(unit)}>
                      {notices.urge.button}
                      <span className="visually-hidden"> {unit.unit.short_name}</span>
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{words.units.ward}</th>
              {paired && <td>{formatNumber(read.ward?.numerator)}</td>}
              {paired && <td>{formatNumber(read.ward?.denominator)}</td>}
              <td>
                <b>{worth(of, read.ward)}</b>
              </td>
              <td colSpan={2} />
            </tr>
          </tfoot>
        </table>
      </section>
      <Sums read={read} of={of} />
      {urged && (
        <UrgeUnit
          code={indicator.code}
          name={indicator.short_name}
          unit={urged.unit}
          onClose={() => setUrged(null)}
        />
      )}
    </section>
  );
}

function UnitState({ unit }: { unit: Unit }) {
  if (unit.reading === null && (unit.state === null || stands(unit.state))) {
    return <Pill tone="no_data">{words.units.owes}</Pill>;
  }
  if (unit.state === null) return NONE;
  return (
    <>
      <Pill tone={unit.state}>{standing.state[unit.state]}</Pill>
      {unit.correcting && <span className={styles.note}>{words.correctingShort}</span>}
    </>
  );
}

function Trend({ unit, max, of }: { unit: Unit; max: number; of: ReturnType<typeof measured> }) {
  const last = Math.max(1, unit.trend.length - 1);
  const points = unit.trend.flatMap(({ rate }, at) =>
    rate === null ? [] : [{ at: unit.trend.length > 1 ? at / last : 1, value: Number(rate) }],
  );
  const told = unit.trend.flatMap(({ period, rate }) =>
    rate === null ? [] : [words.chart.point(period, worth(of, rate))],
  );
  return (
    <Spark
      points={points}
      max={max}
      tone={unit.standing.standing}
      label={told.join(", ") || words.chart.noPoints}
    />
  );
}

/** The units that stand above several of those that give numbers; the ward has its line in the table. */
function Sums({ read, of }: { read: ByUnit; of: ReturnType<typeof measured> }) {
  const between = read.sums.filter(({ unit }) => unit.level !== "ward");
  if (between.length === 0) return null;
  return (
    <>
      <h3 className={styles.title}>{words.units.sums}</h3>
      <ul className={styles.sums}>
        {between.map(({ unit, reading, given, owing }) => (
          <li key={unit.code}>
            {unit.name}: <b className="so">{worth(of, reading)}</b>{" "}
            <span className="meta">{words.units.sum(given, given + owing)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
