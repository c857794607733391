/** What should be reached by which year: the path that holds, whose word it is, and the ones before it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useMay } from "../../../api/me";
import type { components } from "../../../api/schema";
import { dayOf, formatDay } from "../../../lib/format";
import { Button } from "../../../ui/Button";
import { Banner, Empty } from "../../../ui/states";
import { indicator as words } from "../../../words/vi/indicator";
import { Loaded } from "../../Loaded";
import { PathDialog } from "../acting/PathDialog";
import { planText } from "../reading/numbers";
import { pathQuery } from "../reading/queries";
import { type Indicator, measured } from "./measured";
import styles from "./PathTab.module.css";

type PathPage = components["schemas"]["PathPageOut"];
type Path = components["schemas"]["PathOut"];

export function PathTab({ indicator }: { indicator: Indicator }) {
  const query = useQuery(pathQuery(indicator.code));
  return <Loaded query={query}>{(page) => <PathView indicator={indicator} page={page} />}</Loaded>;
}

/** A year of a path as it is read: schools count by school years. */
export function yearName(indicator: Pick<Indicator, "reporting">, year: number): string {
  return indicator.reporting === "school_year" ? `${year}-${year + 1}` : String(year);
}

function PathView({ indicator, page }: { indicator: Indicator; page: PathPage }) {
  const maySet = useMay("target_set");
  const [editing, setEditing] = useState(false);
  if (!page.wanted) return <Empty title={words.path.none} />;
  const { path } = page;
  return (
    <section className={styles.tab}>
      {path === null ? (
        <Empty title={words.path.missing} />
      ) : (
        <>
          <h2 className={styles.title}>{words.path.title}</h2>
          {path.basis === "assumed" && <Banner tone="note">{words.path.assumed}</Banner>}
          <PathTable indicator={indicator} path={path} />
          <p className="meta">
            {words.path.set(path.set_by_name, formatDay(dayOf(path.set_at)))}
            {path.reason !== null && ` ${words.reasonOf(path.reason)}`}
          </p>
          <p className="meta">{words.path.between}</p>
        </>
      )}
      {maySet && (
        <Button
          variant={path === null ? "primary" : "secondary"}
          icon="edit"
          onClick={() => setEditing(true)}
        >
          {path === null ? words.path.action : words.path.edit}
        </Button>
      )}
      {page.history.length > 0 && (
        <details className={styles.history}>
          <summary>{words.path.history}</summary>
          {page.history.map((old) => (
            <div key={old.number}>
              <h3>{words.path.version(old.number)}</h3>
              <PathTable indicator={indicator} path={old} />
              <p className="meta">{words.path.set(old.set_by_name, formatDay(dayOf(old.set_at)))}</p>
            </div>
          ))}
        </details>
      )}
      {editing && <PathDialog indicator={indicator} page={page} onClose={() => setEditing(false)} />}
    </section>
  );
}

function PathTable({ indicator, path }: { indicator: Indicator; path: Path }) {
  const of = measured(indicator);
  const school = indicator.reporting === "school_year";
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{school ? words.column.schoolYear : words.column.year}</th>
          <th scope="col">{words.column.plan}</th>
        </tr>
      </thead>
      <tbody>
        {path.baseline !== null && (
          <tr className={styles.baseline}>
            <th scope="row">
              {words.path.baseline} {path.baseline.year}
            </th>
            <td>{planText(of, path.baseline.value)}</td>
          </tr>
        )}
        {path.points.map((point) => (
          <tr key={point.year}>
            <th scope="row">{yearName(indicator, point.year)}</th>
            <td>{planText(of, point.value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
