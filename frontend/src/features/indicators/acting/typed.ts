/** A number in a form: what was typed, what it means, and the sentence where it means nothing. */
import { formatNumber } from "../../../lib/format";
import { type NumberKind, type NumberReading, parseNumberVN } from "../../../lib/numberVN";
import { indicator } from "../../../words/vi/indicator";

const { number: words } = indicator;

export interface TypedNumber {
  text: string;
  reading: NumberReading;
}

/** An exact decimal string as a form first shows it; null for an empty field. */
export function shownNumber(value: string | null): TypedNumber {
  if (value === null) return { text: "", reading: { kind: "empty" } };
  return { text: formatNumber(value), reading: { kind: "accept", value } };
}

export function typedNumber(text: string, kind: NumberKind): TypedNumber {
  return { text, reading: parseNumberVN(text, kind) };
}

/** After the field was left: what was understood is written the way screens write it. */
export function leftNumber(typed: TypedNumber): TypedNumber {
  const value = exactOf(typed);
  return value === null ? typed : shownNumber(value);
}

/** The exact number; null where there is none, or no single one. */
export function exactOf({ reading }: TypedNumber): string | null {
  return reading.kind === "accept" || reading.kind === "understood" ? reading.value : null;
}

/** What is wrong with it in a sentence. */
export function faultOf({ reading }: TypedNumber, needed: boolean): string | undefined {
  if (reading.kind === "empty") return needed ? words.empty : undefined;
  if (reading.kind === "reject") return words[reading.reason];
  if (reading.kind !== "ask") return undefined;
  const [one, other] = reading.choices.map((choice) => formatNumber(choice));
  return words.ask(one ?? "", other ?? "");
}
