/** What stands beside the title: which period and whose indicators, and taking the table away on paper or as a file. */
import { useState } from "react";

import { useMay } from "../../../api/me";
import { saveFile } from "../../../lib/save";
import { Button } from "../../../ui/Button";
import { BarSelect } from "../../../ui/inputs";
import { overview as words } from "../../../words/vi/overview";
import { PublishDialog } from "../acting/PublishDialog";
import { overviewCsv } from "./csv";
import { fitting, leads, type Overview, type OverviewSearch } from "./filters";
import styles from "./OverviewActions.module.css";

interface Props {
  overview: Overview;
  search: OverviewSearch;
  onChange: (part: Partial<OverviewSearch>) => void;
}

export function OverviewActions({ overview, search, onChange }: Props) {
  const mayPublish = useMay("value_publish");
  const [publishing, setPublishing] = useState(false);
  const periods = [...overview.periods].reverse().map(({ code, label }) => ({ value: code, label }));
  const units = leads(overview.groups).map(({ code, name }) => ({ value: code, label: name }));
  return (
    <div className={styles.actions}>
      <BarSelect
        label={words.period}
        options={periods}
        value={search.ky ?? overview.period.code}
        onChange={(event) => onChange({ ky: event.target.value })}
      />
      <BarSelect
        label={words.lead}
        options={[{ value: "", label: words.allLeads }, ...units]}
        className={styles.unit}
        value={search["don-vi"] ?? ""}
        onChange={(event) => onChange({ "don-vi": event.target.value || undefined })}
      />
      {mayPublish && (
        <Button icon="send" onClick={() => setPublishing(true)}>
          {words.publish.button}
        </Button>
      )}
      <Button icon="print" className={styles.print} onClick={() => window.print()}>
        {words.print}
      </Button>
      <Button icon="download" onClick={() => download(overview, search)}>
        {words.download}
      </Button>
      {publishing && <PublishDialog overview={overview} onClose={() => setPublishing(false)} />}
    </div>
  );
}

function download(overview: Overview, search: OverviewSearch): void {
  const file = new Blob([overviewCsv(fitting(overview.groups, search))], { type: "text/csv;charset=utf-8" });
  saveFile(file, words.csvName(overview.period.code));
}
