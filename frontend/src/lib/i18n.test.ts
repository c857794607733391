import { expect, test } from "vitest";
import { t } from "./i18n";

test("fills holes with words and numbers, each as often as it stands", () => {
  expect(t("Có {count} chỗ, {count} lỗi ở {place}", { count: 2, place: "biểu mẫu" })).toBe(
    "Có 2 chỗ, 2 lỗi ở biểu mẫu",
  );
});

test("leaves a sentence without holes alone, and never fills from what was filled in", () => {
  expect(t("Đóng")).toBe("Đóng");
  expect(t("Chào {name}", { name: "{name}" })).toBe("Chào {name}");
});

test("wants every hole filled, which the compiler checks", () => {
  // @ts-expect-error the name of the hole is misspelt
  expect(t("Còn {days} ngày", { day: 5 })).toBe("Còn {days} ngày");
});
