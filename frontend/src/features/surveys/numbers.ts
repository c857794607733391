import { parseNumberVN } from "../../lib/numberVN";

/** A typed population: null for none, undefined for a text that is no whole number above 0. */
export function readPopulation(text: string): number | null | undefined {
  const read = parseNumberVN(text, "count");
  if (read.kind === "empty") return null;
  if (read.kind !== "accept" && read.kind !== "understood") return undefined;
  return /^[1-9]\d{0,8}$/.test(read.value) ? Number(read.value) : undefined;
}

/** A typed percent from 0 to 100 as a decimal string; undefined for anything else. */
export function readTarget(text: string): string | undefined {
  const read = parseNumberVN(text, "rate");
  if (read.kind !== "accept" && read.kind !== "understood") return undefined;
  return Number(read.value) <= 100 ? read.value : undefined;
}
