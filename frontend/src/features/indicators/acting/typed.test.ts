import { expect, test } from "vitest";

import { exactOf, faultOf, leftNumber, shownNumber, typedNumber } from "./typed";

test("a number is shown and read the Vietnamese way", () => {
  expect(shownNumber("1740.5").text).toBe("1.740,5");
  expect(exactOf(typedNumber("1.740", "count"))).toBe("1740");
  expect(exactOf(typedNumber("68,8", "rate"))).toBe("68.8");
  expect(leftNumber(typedNumber("1740", "count")).text).toBe("1.740");
});

test("what means nothing, or two things, says so and gives no number", () => {
  expect(faultOf(typedNumber("", "rate"), true)).toBe("Chưa nhập số.");
  expect(faultOf(typedNumber("", "rate"), false)).toBeUndefined();
  expect(faultOf(typedNumber("-3", "rate"), true)).toBe("Số không được âm.");
  const twofold = typedNumber("1.234", "rate");
  expect(exactOf(twofold)).toBeNull();
  expect(faultOf(twofold, true)).toContain("hai cách hiểu");
});
