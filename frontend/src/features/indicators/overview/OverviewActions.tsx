/** What stands beside the title: which period and whose indicators, and taking the table away on paper or as a file. */
import { Button } from "../../../ui/Button";
import { BarSelect } from "../../../ui/inputs";
import { overview as words } from "../../../words/vi/overview";
import { overviewCsv } from "./csv";
import { fitting, leads, type Overview, type OverviewSearch } from "./filters";
import styles from "./OverviewActions.module.css";

interface Props {
  overview: Overview;
  search: OverviewSearch;
  onChange: (part: Partial<OverviewSearch>) => void;
}

export function OverviewActions({ overview, search, onChange }: Props) {
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
      <Button icon="print" className={styles.print} onClick={() => window.print()}>
        {words.print}
      </Button>
      <Button icon="download" onClick={() => download(overview, search)}>
        {words.download}
      </Button>
    </div>
  );
}

function download(overview: Overview, search: OverviewSearch): void {
  const file = new Blob([overviewCsv(fitting(overview.groups, search))], { type: "text/csv;charset=utf-8" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = words.csvName(overview.period.code);
  link.click();
  // The browser reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
