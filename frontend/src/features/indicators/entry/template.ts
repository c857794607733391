/** The sheet as a file for a spreadsheet, to be filled in there and pasted back. */

import { t } from "../../../lib/i18n";
import { entry as words } from "../../../words/vi/entry";
import type { Sheet } from "./queries";
import type { Row } from "./stores";

/** Lines with semicolons, as spreadsheets with a decimal comma read them; begins with the mark of UTF-8. */
export function templateOf(sheet: Sheet, rows: ReadonlyMap<string, Row>): string {
  const { code, indicator, numerator, denominator, note } = words.columns;
  const head = [code, indicator, numerator, denominator, note, words.template.counts];
  const lines = sheet.rows.map(({ indicator: line }) => {
    const state = rows.get(line.code);
    const paired = state?.shape.paired ?? false;
    return [
      line.code,
      line.name,
      state?.numerator.text ?? "",
      paired ? (state?.denominator.text ?? "") : "/",
      state?.note ?? "",
      [line.numerator_label, line.denominator_label].filter(Boolean).join(" / ") || line.unit_of_measure,
    ];
  });
  return `\uFEFF${[head, ...lines].map((line) => line.map(cell).join(";")).join("\r\n")}\r\n`;
}

/** Quoted; what a spreadsheet would run as a formula is made text. */
function cell(text: string): string {
  const safe = /^[=+@\t]|^-./.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** Hands the file to the browser. */
export function download(sheet: Sheet, rows: ReadonlyMap<string, Row>): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([templateOf(sheet, rows)], { type: "text/csv;charset=utf-8" }));
  link.download = t(words.template.file, {
    unit: sheet.unit.code.replace(/^.*:/, ""),
    period: sheet.period.code,
  });
  link.click();
  // The browser reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
