import { expect, test } from "vitest";
import type { Me } from "../api/me";
import { entriesOf } from "./menu";

const reads = ["self", "unit_read", "plan_read", "indicator_read", "value_read"];

test("the menu shows what a role may open, help last", () => {
  const menu = (acts: readonly string[]) => entriesOf(acts as Me["acts"]).map((entry) => entry.to);
  expect(menu(reads)).toEqual(["/tong-quan", "/ke-hoach", "/tro-giup"]);
  expect(menu([...reads, "assignment_read", "assignment_work"])).toEqual([
    "/viec-cua-toi",
    "/tong-quan",
    "/nhiem-vu",
    "/ke-hoach",
    "/tro-giup",
  ]);
  expect(menu(["self", "person_read", "key_read", "audit_read"])).toEqual([
    "/to-chuc",
    "/khoa-api",
    "/nhat-ky",
    "/tro-giup",
  ]);
});
