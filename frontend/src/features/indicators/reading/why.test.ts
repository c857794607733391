import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

import { standing } from "../../../words/vi/standing";
import type { Measured } from "./numbers";
import { whyRule, whySentences } from "./why";

const RATE: Measured = {
  measure: "ratio",
  unit_of_measure: "%",
  decimals: 1,
  target: { kind: "at_least", value: "100", stretch: null, unit: "%", basis: "stated" },
  stepsTotal: 0,
};
const FACTS = {
  period: "2026-H2",
  last_day: "2026-12-14",
  as_of: "2026-12-20",
  value: "58.39",
  numerator: "1740",
  denominator: "2980",
  target: "100",
  stretch: null,
  plan: "70",
  baseline: "41",
  goal: "70",
  gap: "11.61",
  needed: "346",
  progress: "0.599",
  expected: "0.75",
  broken_before: "2026-H1",
};

function enumOf(name: string): string[] {
  const source = readFileSync(resolve(process.cwd(), "../backend/doimoi/indicators/targets.py"), "utf8");
  const body = source.split(`class ${name}(StrEnum):`)[1]?.split("\n\n\n")[0] ?? "";
  return [...body.matchAll(/^ {4}[A-Z_]+ = "(\w+)"/gm)].map((match) => match[1] ?? "");
}

test("every reason of the server has sentences, and no other has", () => {
  const reasons = enumOf("Reason");
  expect(reasons.length).toBeGreaterThan(15);
  expect(Object.keys(standing.reasons).sort()).toEqual(reasons.sort());
});

test("every standing of the server has a word", () => {
  expect(Object.keys(standing.word).sort()).toEqual(enumOf("Standing").sort());
});

test("every sentence is whole, and no longer than twenty words", () => {
  for (const reason of enumOf("Reason")) {
    const verdict = {
      standing: "off_track" as const,
      rule_version: "standing-2",
      reason_code: reason,
      facts: FACTS,
    };
    for (const sentence of whySentences(RATE, verdict, null)) {
      expect(sentence).not.toMatch(/undefined|null|NaN/);
      expect(sentence).toMatch(/\.$/);
      expect(sentence.split(" ").length, sentence).toBeLessThanOrEqual(20);
    }
  }
});

test("a missed plan is told with its numbers and what would close the gap", () => {
  const verdict = {
    standing: "off_track" as const,
    rule_version: "standing-2",
    reason_code: "plan_missed",
    facts: FACTS,
  };
  expect(whySentences(RATE, verdict, "Hồ sơ đã số hóa")).toEqual([
    "Hiện tại là 58,39%, thiếu 11,61 điểm so với kế hoạch kỳ là 70%.",
    "Mới đi được 59,9% chặng đường của kỳ; dưới 90% xếp chậm tiến độ.",
    "Cần thêm 346 ở tử số (Hồ sơ đã số hóa).",
  ]);
  expect(whyRule(verdict)).toBe("Xét ngày 20/12/2026 cho kỳ kết thúc 14/12/2026. Quy tắc bản 2.");
});

test("the pace of a year is told for the day on which it was judged", () => {
  const yearly: Measured = {
    ...RATE,
    measure: "count",
    unit_of_measure: "buổi",
    decimals: 0,
    target: { kind: "per_year_at_least", value: "4", stretch: null, unit: "buổi", basis: "stated" },
  };
  const facts = { ...FACTS, value: "1", target: "4", gap: "3", needed: null };
  const verdict = {
    standing: "at_risk" as const,
    rule_version: "standing-2",
    reason_code: "year_pace_missed",
    facts,
  };
  expect(whySentences(yearly, verdict, null)).toEqual([
    "Từ đầu năm có 1 buổi, mức phải đạt là 4/năm.",
    "Đến ngày 14/12/2026 cần có 0,75 buổi, nên xếp cần chú ý.",
  ]);
});
