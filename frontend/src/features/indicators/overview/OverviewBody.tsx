/** The counts, the groups at a glance, the filters, and the lines that fit them. */
import { useState } from "react";
import { useMay } from "../../../api/me";
import { dayOf, formatDay } from "../../../lib/format";
import { Empty } from "../../../ui/states";
import { overview as words } from "../../../words/vi/overview";
import { ProposePaths } from "../acting/ProposePaths";
import { UrgeUnit } from "../acting/UrgeUnit";
import { WhyDialog } from "../reading/WhyDialog";
import {
  chosen,
  countLines,
  fitting,
  type Line,
  type Overview,
  type OverviewSearch,
  STANDINGS,
  toggled,
} from "./filters";
import { GroupStrips } from "./GroupStrips";
import { useLineKeys } from "./keys";
import { Lines } from "./Lines";
import { measured } from "./measured";
import styles from "./OverviewBody.module.css";
import { NO_FILTER, OverviewFilters } from "./OverviewFilters";
import { StatusCards } from "./StatusCards";

interface Props {
  overview: Overview;
  search: OverviewSearch;
  onChange: (part: Partial<OverviewSearch>) => void;
}

export function OverviewBody({ overview, search, onChange }: Props) {
  const [why, setWhy] = useState<Line | null>(null);
  const [late, setLate] = useState<Line | null>(null);
  const maySet = useMay("target_set");
  const mayUrge = useMay("urge");
  useLineKeys(
    (at) => {
      const standing = STANDINGS[at];
      if (standing) onChange({ tt: toggled(search, standing) });
    },
    mayUrge ? (code) => setLate(lineOf(overview, code)) : undefined,
  );
  const groups = fitting(overview.groups, search);
  const unfiltered = fitting(overview.groups, { ...search, ...NO_FILTER });
  const filtered = Boolean(search.tt || search.tim || search["don-vi"]);
  return (
    <>
      <StatusCards
        counts={overview.counts}
        chosen={chosen(search)}
        onToggle={(standing) => onChange({ tt: toggled(search, standing) })}
      />
      <GroupStrips groups={overview.groups} />
      {maySet && overview.without_path > 0 && <ProposePaths count={overview.without_path} />}
      <OverviewFilters
        search={search}
        shown={filtered ? { lines: countLines(groups), of: countLines(unfiltered) } : null}
        onChange={onChange}
      />
      <p className={styles.printed}>{words.printed(formatDay(dayOf(new Date())), overview.period.label)}</p>
      {groups.length === 0 ? (
        <Empty icon="search" title={words.nothingFits} text={words.nothingFitsHint} />
      ) : (
        <Lines overview={overview} groups={groups} onWhy={setWhy} onUrge={mayUrge ? setLate : undefined} />
      )}
      {late !== null && (
        <UrgeUnit code={late.code} name={late.short_name} unit={late.lead} onClose={() => setLate(null)} />
      )}
      {why !== null && (
        <WhyDialog
          code={why.code}
          name={why.short_name}
          of={measured(why)}
          verdict={why.standing}
          numeratorLabel={null}
          linked
          onClose={() => setWhy(null)}
        />
      )}
    </>
  );
}

function lineOf(overview: Overview, code: string): Line | null {
  return overview.groups.flatMap((group) => group.indicators).find((line) => line.code === code) ?? null;
}
