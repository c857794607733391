import { describe, expect, it } from "vitest";
import { type Column, moved, type Press, stepOf } from "./moves";

const all: Column[] = ["numerator", "denominator", "note"];
const rows: Column[][] = [all, [], ["numerator", "note"], all];
const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  ...more,
});

describe("moved", () => {
  it("skips rows that take no input and stays in its column", () => {
    expect(moved(rows, { row: 0, column: "note" }, "down")).toEqual({ row: 2, column: "note" });
    expect(moved(rows, { row: 2, column: "numerator" }, "up")).toEqual({ row: 0, column: "numerator" });
  });

  it("falls to the first column where its own is missing", () => {
    expect(moved(rows, { row: 0, column: "denominator" }, "down")).toEqual({ row: 2, column: "numerator" });
  });

  it("goes sideways within the row and ends at the edges", () => {
    expect(moved(rows, { row: 2, column: "numerator" }, "right")).toEqual({ row: 2, column: "note" });
    expect(moved(rows, { row: 3, column: "denominator" }, "left")).toEqual({ row: 3, column: "numerator" });
    expect(moved(rows, { row: 3, column: "note" }, "down")).toBeNull();
    expect(moved(rows, { row: 0, column: "numerator" }, "left")).toBeNull();
  });
});

describe("stepOf", () => {
  const middle = { start: 2, end: 2, length: 4 };
  it("moves down and up by Enter", () => {
    expect(stepOf(press("Enter"), middle)).toBe("down");
    expect(stepOf(press("Enter", { shiftKey: true }), middle)).toBe("up");
  });

  it("leaves a cell sideways only from the edge of its text", () => {
    expect(stepOf(press("ArrowLeft"), middle)).toBeNull();
    expect(stepOf(press("ArrowRight"), middle)).toBeNull();
    expect(stepOf(press("ArrowLeft"), { start: 0, end: 0, length: 4 })).toBe("left");
    expect(stepOf(press("ArrowRight"), { start: 4, end: 4, length: 4 })).toBe("right");
    expect(stepOf(press("ArrowRight"), { start: 0, end: 4, length: 4 })).toBe("right");
    expect(stepOf(press("ArrowRight"), { start: 1, end: 4, length: 4 })).toBeNull();
  });

  it("leaves keys of the input method and of commands alone", () => {
    expect(stepOf(press("Enter", { isComposing: true }), middle)).toBeNull();
    expect(stepOf(press("Enter", { ctrlKey: true }), middle)).toBeNull();
    expect(stepOf(press("ArrowDown", { shiftKey: true }), middle)).toBeNull();
    expect(stepOf(press("5"), middle)).toBeNull();
  });
});
