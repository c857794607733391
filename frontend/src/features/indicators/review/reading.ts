/** How a value under review is read: its number, its change, what a reviewer should notice. */

import { compared, difference } from "../../../lib/decimal";
import { formatNumber, formatShare } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { review as words } from "../../../words/vi/review";
import type { SheetRow } from "../entry/queries";
import { jumpOf, measured, size, worthText } from "../entry/reading";
import { worth } from "../reading/numbers";
import type { Value } from "./queue";

const JUMP_POINTS = "20";

/** The number in large type and what stands small beside it. */
export function figureOf(value: Value, unit: string): { large: string; small: string } {
  const { numerator, denominator, indicator } = value;
  if (indicator.measure !== "ratio") return { large: formatNumber(value.rate), small: unit };
  const pair = `${formatNumber(numerator)} / ${formatNumber(denominator)}`;
  const nothing = value.rate === null && numerator !== null;
  return { large: nothing ? words.row.nothing : formatShare(numerator, denominator), small: pair };
}

/** The period before and how far the value moved from it. */
export function changeText(value: Value, { indicator: line, previous }: SheetRow): string {
  if (previous === null) return words.row.noPrevious;
  const before = line.measure === "ratio" ? worthText(line, previous) : worth(measured(line), previous.rate);
  const jump = jumpOf(line, previous, value);
  if (jump !== null) return moved(before, jump, "points");
  if (line.measure === "ratio" || value.rate === null || previous.rate === null) return before;
  return moved(before, difference(value.rate, previous.rate), "number");
}

function moved(value: string, by: string, kind: "points" | "number"): string {
  if (compared(by, "0") === 0) return t(words.row.same, { value });
  const points = formatNumber(size(by), kind === "points" ? 1 : undefined);
  const { up, down, more, less } = words.row;
  const isLess = by.startsWith("-");
  return kind === "points"
    ? t(isLess ? down : up, { value, points })
    : t(isLess ? less : more, { value, points });
}

/** What a reviewer should notice before approving: a jump, and whether a note says why. */
export function warningOf(value: Value, { indicator: line, previous }: SheetRow): string | null {
  const jump = jumpOf(line, previous, value);
  if (jump === null || compared(size(jump), JUMP_POINTS) < 0) return null;
  const points = formatNumber(size(jump), 1);
  if (value.note) return t(words.row.jumpNoted, { points });
  return t(jump.startsWith("-") ? words.row.jumpDown : words.row.jumpUp, { points });
}

/** How one calls a colleague: the last word of a Vietnamese name. */
export function givenName(name: string): string {
  return name.split(" ").at(-1) ?? name;
}
