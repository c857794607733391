import { expect, test } from "vitest";
import type { Notice } from "./queries";
import { byDay, detailsOf, linkOf, sentenceOf } from "./telling";

const NONE = {
  code: null,
  title: null,
  unit: null,
  unit_code: null,
  period: null,
  by_name: null,
  text: null,
  due_on: null,
  due: null,
  overdue: null,
  returned: null,
  review: null,
};

function notice(
  kind: Notice["kind"],
  subject: Notice["subject"],
  facts: Partial<Notice["facts"]>,
  count = 1,
) {
  const row = { id: 1, kind, subject, count, at: "2026-11-25T03:00:00Z", read_at: null, subject_id: "v1" };
  return { ...row, facts: { ...NONE, ...facts } } as Notice;
}

const VALUE = {
  code: "A2a",
  title: "Hồ sơ",
  unit: "VP",
  unit_code: "11602:VP",
  period: "2026-H2",
  by_name: "Lan",
};

test("says what happened and leads to where one goes on", () => {
  const one = notice("value_submitted", "value", VALUE);
  expect(sentenceOf(one)).toBe("Lan gửi số liệu A2a của VP, kỳ 2026-H2");
  expect(detailsOf(one)).toEqual(["Hồ sơ"]);
  expect(linkOf(one)).toEqual({ to: "/duyet", search: { ky: "2026-H2", "don-vi": "11602:VP", so: "v1" } });
  const returned = notice("value_returned", "value", { ...VALUE, text: "Thiếu sổ" });
  expect(detailsOf(returned)).toEqual(["Hồ sơ", "“Thiếu sổ”"]);
  expect(linkOf(returned).search).toEqual({ "don-vi": "11602:VP", o: "A2a" });
});

test("counts what was bundled, and leads to all of it", () => {
  const many = notice("value_submitted", "value", VALUE, 4);
  expect(sentenceOf(many)).toBe("4 số liệu của VP chờ duyệt, kỳ 2026-H2");
  expect(detailsOf(many)).toEqual([]);
  expect(linkOf(many).search).toMatchObject({ so: undefined });
  expect(linkOf(notice("assignment_given", "assignment", { code: "NV-001" }, 2))).toEqual({
    to: "/nhiem-vu",
  });
  expect(linkOf(notice("urged", "assignment", { code: "NV-001" })).params).toEqual({ ref: "NV-001" });
});

test("tells a day in one line, the most pressing first", () => {
  const day = notice("digest", "day", { due: 3, overdue: 0, returned: 1, review: 0 });
  expect(sentenceOf(day)).toBe("Việc trong ngày: 3 việc đến hạn, 1 bị trả lại");
  expect(linkOf(day)).toEqual({ to: "/viec-cua-toi" });
});

test("puts notices under the day on which they came in Viet Nam", () => {
  const late = { ...notice("comment", "indicator", VALUE), at: "2026-11-24T18:00:00Z" };
  const early = { ...late, at: "2026-11-24T16:00:00Z" };
  expect(byDay([late, early]).map(([day, rows]) => [day, rows.length])).toEqual([
    ["2026-11-25", 1],
    ["2026-11-24", 1],
  ]);
  expect(linkOf(late).search).toEqual({ the: "trao-doi" });
});
