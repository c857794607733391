/** Cells on the clipboard as spreadsheets write them: tabs between cells, lines between rows, quotes around breaks. */

/** The rows and cells of a text from a spreadsheet; empty rows at its end are left out. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const source = text.replace(/\r\n?/g, "\n");
  while (at < source.length) {
    const [cell, end] = readCell(source, at);
    row.push(cell);
    if (source[end] !== "\t") {
      rows.push(row);
      row = [];
    } else if (end + 1 === source.length) row.push("");
    at = end + 1;
  }
  if (row.length > 0) rows.push(row);
  while (rows.at(-1)?.every((cell) => cell.trim() === "")) rows.pop();
  return rows;
}

/** The cell that begins at `start`, and where the mark after it stands. */
function readCell(source: string, start: number): [string, number] {
  if (source[start] === '"') {
    const quoted = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(source.slice(start));
    if (quoted) return [(quoted[1] ?? "").replaceAll('""', '"'), start + quoted[0].length];
  }
  const end = source.slice(start).search(/[\t\n]/);
  return end < 0 ? [source.slice(start), source.length] : [source.slice(start, start + end), start + end];
}

/** Rows as a spreadsheet takes them. */
export function textOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quoted).join("\t")).join("\n");
}

function quoted(cell: string): string {
  return /[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
