import { expect, test } from "vitest";
import type { Entry } from "./queries";
import { deedOf, fieldOf, whoOf, wordOf } from "./telling";

const entry: Entry = {
  id: 7,
  at: "2026-11-25T02:05:00Z",
  actor: { kind: "person", id: "0", name: "Người Mẫu" },
  action: "update",
  object: { kind: "indicator_value", id: "1", code: "A2a · 2026-H2", name: "Số hóa hồ sơ" },
  unit: null,
  changes: [{ field: "state", before: "submitted", after: "returned" }],
  reason: null,
  request_id: null,
};

test("a move of a value is told by its name, other changes by what they are", () => {
  expect(deedOf(entry)).toBe("Trả lại");
  expect(deedOf({ ...entry, changes: [] })).toBe("Sửa");
  expect(
    deedOf({ ...entry, action: "insert", changes: [{ field: "state", before: null, after: "draft" }] }),
  ).toBe("Thêm");
});

test("who did it is a person, a key or the machine", () => {
  expect(whoOf(entry)).toBe("Người Mẫu");
  expect(whoOf({ ...entry, actor: { kind: "key", id: "0", name: "Cổng" } })).toBe("Khóa Cổng");
  expect(whoOf({ ...entry, actor: { kind: "machine", id: null, name: null } })).toBe("Máy chủ");
});

test("values are told as people read them", () => {
  expect(wordOf("state", "submitted")).toBe("Chờ duyệt");
  expect(wordOf("role", "head")).toBe("Trưởng đơn vị");
  expect(wordOf("scopes", "values:read, values:write")).toBe("Đọc số liệu đã duyệt, Gửi số liệu của đơn vị");
  expect(wordOf("numerator", "1740.500000")).toBe("1.740,5");
  expect(wordOf("valid_to", "2026-11-25")).toBe("25/11/2026");
  expect(wordOf("ended_at", "2026-11-25T02:05:00Z")).toBe("09:05 25/11/2026");
  expect(wordOf("active", "false")).toBe("không");
  expect(wordOf("note", null)).toBe("trống");
  expect(fieldOf({ field: "numerator", before: null, after: "1" })).toBe("Tử số");
  expect(fieldOf({ field: "new_column", before: null, after: "1" })).toBe("new_column");
});
