import { expect, test } from "vitest";
import { mended, NOTHING_MENDED, replaced } from "./mending";

test("a cell is written anew once", () => {
  const first = mended(NOTHING_MENDED, 5, "lead", "VP");
  expect(mended(first, 5, "lead", "CAP").cells).toEqual([{ row: 5, column: "lead", text: "CAP" }]);
  expect(mended(first, 6, "lead", "CAP").cells).toHaveLength(2);
});

test("one unit among several is replaced, the others stay as written", () => {
  expect(replaced("Phòng Quen; CAP", "Phòng Quen", "11602:VP")).toBe("11602:VP; CAP");
  expect(replaced("VP, Phòng Lạ\nCAP", "Phòng Lạ", "")).toBe("VP; CAP");
  expect(replaced("", "", "11602:VP")).toBe("11602:VP");
});
