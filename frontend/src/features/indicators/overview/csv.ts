/** The table as a file for a spreadsheet: what is shown, as it is shown. */
import { overview as words } from "../../../words/vi/overview";
import { standing } from "../../../words/vi/standing";
import { planText, targetText, worth } from "../reading/numbers";
import type { Group } from "./filters";
import { measured } from "./measured";

/** Lines with semicolons, as spreadsheets with a decimal comma read them; begins with the mark of UTF-8. */
export function overviewCsv(groups: Group[]): string {
  const { code, name, current, planFull, targetFull, standing: word, lead } = words.column;
  const head = [code, name, current, planFull, targetFull, word, lead];
  const rows = groups.flatMap((group) =>
    group.indicators.map((line) => [
      line.code,
      line.name,
      worth(measured(line), line.current),
      planText(measured(line), line.plan_value),
      targetText(measured(line)),
      standing.word[line.standing.standing],
      line.lead.name,
    ]),
  );
  return `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
}

/** Quoted; what a spreadsheet would run as a formula is made text. */
function cell(text: string): string {
  const safe = /^[=+@\t]|^-./.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
