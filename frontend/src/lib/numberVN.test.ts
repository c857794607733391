import { describe, expect, it } from "vitest";
import { type NumberKind, type NumberReading, parseNumberVN } from "./numberVN";

const accept = (value: string): NumberReading => ({ kind: "accept", value });
const understood = (value: string, echo: string): NumberReading => ({ kind: "understood", value, echo });
const ask = (...choices: [string, string]): NumberReading => ({ kind: "ask", choices });
const notANumber: NumberReading = { kind: "reject", reason: "not_a_number" };
const nothingSign: NumberReading = { kind: "reject", reason: "nothing_sign" };

const both: NumberKind[] = ["count", "rate"];

/** What people really type and paste, and what must come of it. */
const VECTORS: [string, NumberKind[], NumberReading][] = [
  ["95,5", both, accept("95.5")],
  ["95.5", ["rate"], accept("95.5")],
  ["95.5", ["count"], understood("95.5", "95,5")],
  ["1.234", ["count"], accept("1234")],
  ["1.234", ["rate"], ask("1234", "1.234")],
  ["1.234,5", both, accept("1234.5")],
  ["1,234.5", both, understood("1234.5", "1.234,5")],
  ["1,234", ["count"], ask("1234", "1.234")],
  [" 2 980 ", both, accept("2980")],
  ["58,4 %", both, accept("58.4")],
  ["1.234.567", both, accept("1234567")],
  ["1.500.000 đ", both, accept("1500000")],
  ["１２", both, accept("12")],
  ["12.34.5", both, notANumber],
  ["1e3", both, notANumber],
  ["#N/A", both, notANumber],
  ["-", both, nothingSign],
  ["x", both, nothingSign],
  ["", both, { kind: "empty" }],
];

/** The neighbours of those, where a slip would be silent. */
const NEIGHBOURS: [string, NumberKind[], NumberReading][] = [
  ["   ", both, { kind: "empty" }],
  ["1,234", ["rate"], accept("1.234")],
  ["0,125", both, accept("0.125")],
  ["0.125", ["rate"], accept("0.125")],
  ["0.125", ["count"], understood("0.125", "0,125")],
  ["1234.567", ["count"], understood("1234.567", "1.234,567")],
  ["1,234,567", both, understood("1234567", "1.234.567")],
  ["1.234.567,25", both, accept("1234567.25")],
  ["1.23,4", both, notANumber],
  ["1,2,3", both, notANumber],
  ["12 34", both, notANumber],
  ["2\u00a0980,5", both, accept("2980.5")],
  ["2\u202f980", both, accept("2980")],
  [",5", both, notANumber],
  ["5,", both, notANumber],
  [".", both, notANumber],
  ["007", both, accept("7")],
  ["12,50", both, accept("12.5")],
  ["0", both, accept("0")],
  ["0,0", both, accept("0")],
  ["-5", both, { kind: "reject", reason: "negative" }],
  ["+5", both, notANumber],
  ["mười", both, notANumber],
  ["không", both, nothingSign],
  ["–", both, nothingSign],
  ["9007199254740993", both, accept("9007199254740993")],
  ["999.999.999.999,999999", both, accept("999999999999.999999")],
  ["1".repeat(41), both, notANumber],
];

describe("parseNumberVN", () => {
  for (const [text, kinds, reading] of [...VECTORS, ...NEIGHBOURS]) {
    for (const kind of kinds) {
      it(`reads ${JSON.stringify(text)} as ${kind}`, () => {
        expect(parseNumberVN(text, kind)).toEqual(reading);
      });
    }
  }
});
