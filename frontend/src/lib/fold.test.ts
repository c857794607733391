import { expect, test } from "vitest";
import { byVietnamese, fold, matches, usernameFrom } from "./fold";

test.each([
  ["Đoàn Thanh niên", "doan thanh nien"],
  ["  Văn  hoá \u00a0- Xã hội ", "van hoa - xa hoi"],
  ["ĐẶNG THỊ NGỌC ƯỚC", "dang thi ngoc uoc"],
  // The same name typed by an input method that composes marks apart.
  ["Nguye\u0302\u0303n", "nguyen"],
])("folds %s", (text, folded) => {
  expect(fold(text)).toBe(folded);
});

test("finds by words in any order, with or without accents", () => {
  expect(matches("Phòng Văn hoá - Xã hội", "xa hoi van")).toBe(true);
  expect(matches("Phòng Văn hoá - Xã hội", "văn hoá")).toBe(true);
  expect(matches("Phòng Văn hoá - Xã hội", "kinh te")).toBe(false);
  expect(matches("Phòng Văn hoá - Xã hội", "  ")).toBe(true);
});

test.each([
  ["Nguyễn Văn An", "nguyen.van.an"],
  ["  Đỗ  Thị   Ước ", "do.thi.uoc"],
  ["Lý (phó) 2", "ly.pho.2"],
  ["", ""],
])("suggests a sign-in name for %s", (name, username) => {
  expect(usernameFrom(name)).toBe(username);
});

test("orders as Vietnamese does", () => {
  expect(["Đào", "Dũng", "An", "Ân", "Ánh"].sort(byVietnamese)).toEqual(["An", "Ánh", "Ân", "Dũng", "Đào"]);
});
