import { describe, expect, it } from "vitest";
import { cellsOf, textOf } from "./clipboard";
import type { Cell } from "./moves";
import { type PastePlan, planPaste, type Target } from "./pasting";
import { between, columnsIn, cornerOf, marksIn, rowsIn, stretched } from "./range";
import { opened } from "./rowSteps";
import type { Shape } from "./shape";

const ratio: Shape = { measure: "ratio", paired: true, kind: "count", whole: true, highest: null };
const score: Shape = { measure: "score", paired: false, kind: "rate", whole: false, highest: null };
const level: Shape = { measure: "level", paired: false, kind: "count", whole: true, highest: "2" };
const steps = ["Thấp", "Vừa", "Cao"].map((name) => ({ code: name, name }));

const target = (code: string, shape = ratio, isOpen = true): Target => ({
  line: { code, measure: shape.measure, steps: shape.measure === "level" ? steps : [] },
  state: opened(shape, null),
  isOpen,
});
const sheet = [
  target("A1", ratio, false),
  target("A2a"),
  target("A2b"),
  target("C3", score),
  target("D4", level),
];
const at = (row: number, column: Cell["column"] = "numerator"): Cell => ({ row, column });
const unit = ["11602:VHXH", "VHXH", "Phòng Văn hoá - Xã hội"];
const plan = (text: string, corner = at(1)) => planPaste(cellsOf(text), corner, sheet, unit);
const written = ({ fillings }: PastePlan) => fillings.map(({ code, cells }) => [code, cells]);

describe("cells on the clipboard", () => {
  it("reads rows and cells as Excel writes them", () => {
    expect(cellsOf("1\t2\r\n3\t\r\n")).toEqual([
      ["1", "2"],
      ["3", ""],
    ]);
    expect(cellsOf('"một\nhai"\t"nói ""có"""\n5')).toEqual([["một\nhai", 'nói "có"'], ["5"]]);
    expect(cellsOf('5" ống\t2')).toEqual([['5" ống', "2"]]);
    expect(cellsOf("\r\n\r\n")).toEqual([]);
  });

  it("writes what it reads", () => {
    const cells = [
      ["1.740", 'sổ "một cửa"'],
      ["", "hai\ndòng"],
    ];
    expect(cellsOf(textOf(cells))).toEqual(cells);
  });
});

describe("planning a paste", () => {
  it("goes by place without codes, and leaves locked rows alone with a word", () => {
    const found = plan("20\t20\n1.740\t2.980\tsổ một cửa", at(0));
    expect(written(found)).toEqual([
      ["A2a", { numerator: "1.740", denominator: "2.980", note: "sổ một cửa" }],
    ]);
    expect(found.cells).toBe(3);
    expect(found.skipped.map(({ where }) => where)).toEqual(["A1"]);
    expect(found.skipped[0]?.message).toMatch("giữ nguyên");
  });

  it("finds rows by code in any order, passing over names", () => {
    const found = plan("a2b\tKết quả điện tử\t5\t10\nA2a\tHồ sơ số hóa\t1.740\t2.980", at(3));
    expect(written(found)).toEqual([
      ["A2b", { numerator: "5", denominator: "10" }],
      ["A2a", { numerator: "1.740", denominator: "2.980" }],
    ]);
  });

  it("understands headings, also in another order", () => {
    const found = plan("Ghi chú\tMã\tMẫu số (hồ sơ)\tTử số\nđúng\t11602:A2a\t2980\t1740");
    expect(written(found)).toEqual([["A2a", { numerator: "1740", denominator: "2980", note: "đúng" }]]);
  });

  it("says which cells need a look, and still writes them as they are", () => {
    const found = plan("A2a\t#N/A\t2.980\nA2b\t36\t34\nC3\t1.234\nC3\t95,5");
    expect(found.cells).toBe(5);
    expect(found.looks.map(({ where, text }) => [where, text])).toEqual([
      ["A2a · Tử số", "#N/A"],
      ["A2b · Tử số", "36"],
      ["C3 · Số liệu", "1.234"],
    ]);
    expect(found.looks[1]?.message).toBe("Tử số 36 lớn hơn mẫu số 34. Sửa một trong hai số.");
    expect(written(found)[0]).toEqual(["A2a", { numerator: "#N/A", denominator: "2.980" }]);
    expect(found.skipped.map(({ message }) => message)).toEqual(["Chỉ tiêu này đã có ở dòng trên."]);
  });

  it("names unknown codes, units and places instead of guessing", () => {
    const found = plan("Mã\tĐơn vị\tTử số\tMẫu số\nA2a\tVHXH\t1\t2\nA2b\tTổ 7\t1\t2\nX9\t\t1\t2\n\t\t1\t2");
    expect(written(found)).toEqual([["A2a", { numerator: "1", denominator: "2" }]]);
    expect(found.skipped.map(({ message }) => message)).toEqual([
      "Không nhận ra đơn vị “Tổ 7”, hoặc là đơn vị khác bảng này.",
      "Bảng này không có chỉ tiêu X9.",
      "Dòng này không có mã chỉ tiêu.",
    ]);
    expect(plan("1\t2\n3\t4", at(4)).skipped.at(-1)?.message).toBe("Nằm dưới dòng cuối của bảng.");
    expect(plan("12 bộ\t34").looks[0]?.text).toBe("12 bộ");
  });

  it("takes numbers both ways and skips what is empty", () => {
    const found = plan("1.234\t\n1,234.5\t1.234,5");
    expect(written(found)).toEqual([
      ["A2a", { numerator: "1.234" }],
      ["A2b", { numerator: "1,234.5", denominator: "1.234,5" }],
    ]);
    expect(found.looks).toHaveLength(2);
    expect(written(plan("95.5\t/", at(3)))).toEqual([["C3", { numerator: "95.5" }]]);
    expect(plan("95.5\t7", at(3)).skipped[0]?.message).toMatch("chỉ có một số");
  });

  it("takes a level by its name", () => {
    expect(written(plan("vừa", at(4)))).toEqual([["D4", { numerator: "1" }]]);
    expect(plan("7", at(4)).looks[0]?.message).toMatch("Không có mức 7");
  });

  it("fills a whole range with one text", () => {
    const into = { rows: [1, 2, 3], columns: ["numerator", "denominator"] as const };
    const found = planPaste([["34"]], at(1), sheet, unit, into);
    expect(written(found)).toEqual([
      ["A2a", { numerator: "34", denominator: "34" }],
      ["A2b", { numerator: "34", denominator: "34" }],
      ["C3", { numerator: "34" }],
    ]);
    expect([found.cells, found.skipped]).toEqual([5, []]);
  });
});

describe("a range", () => {
  it("stretches by steps and stays within the sheet", () => {
    expect(between(at(1), at(1))).toBeNull();
    const to = stretched(stretched(at(1), "down", 5), "right", 5);
    expect(to).toEqual(at(2, "denominator"));
    expect(stretched(at(4), "down", 5)).toEqual(at(4));
    expect(stretched(at(0), "up", 5)).toEqual(at(0));
    expect(stretched(at(0, "note"), "right", 5)).toEqual(at(0, "note"));
  });

  it("knows its cells whichever corner came first", () => {
    const range = { from: at(3, "note"), to: at(1, "denominator") };
    expect(rowsIn(range)).toEqual([1, 2, 3]);
    expect(columnsIn(range)).toEqual(["denominator", "note"]);
    expect(cornerOf(range)).toEqual(at(1, "denominator"));
    expect([marksIn(range, 2), marksIn(range, 0), marksIn(null, 2)]).toEqual(["denominator note", "", ""]);
  });
});
