import { expect, test } from "vitest";
import { filtersOf, isFiltered } from "./search";

test("the address becomes the server's filters", () => {
  expect(
    filtersOf({ tim: "sao luu", "don-vi": "11602:VP", vai: "lead", han: "overdue", xep: "han" }),
  ).toEqual({
    q: "sao luu",
    unit: "11602:VP",
    role: "lead",
    due: "overdue",
    sort: "due",
  });
});

test("what the server does not know is left out", () => {
  expect(filtersOf({ vai: "x", han: "khi-nao", tt: "xong", xep: "ten" })).toEqual({});
});

test("the view and the order do not narrow", () => {
  expect(isFiltered({ xem: "the", xep: "han" })).toBe(false);
  expect(isFiltered({ tt: "returned" })).toBe(true);
});
