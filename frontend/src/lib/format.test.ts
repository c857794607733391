import { describe, expect, it } from "vitest";
import { compared, difference, percentage, quotient, rounded, trimmed } from "./decimal";
import * as format from "./format";

describe("numbers", () => {
  it("writes thousands with dots and decimals with a comma", () => {
    expect(format.formatNumber("1234.5")).toBe("1.234,5");
    expect(format.formatNumber("1740")).toBe("1.740");
    expect(format.formatNumber("1500000")).toBe("1.500.000");
    expect(format.formatNumber("999")).toBe("999");
    expect(format.formatNumber("-1234")).toBe("-1.234");
    expect(format.formatNumber("12.500000")).toBe("12,5");
    expect(format.formatNumber(34)).toBe("34");
  });

  it("keeps every digit beyond what a float can hold", () => {
    expect(format.formatNumber("9007199254740993")).toBe("9.007.199.254.740.993");
    expect(format.formatNumber("999999999999.999999")).toBe("999.999.999.999,999999");
  });

  it("writes a missing value as a dash, never as 0", () => {
    expect(format.formatNumber(null)).toBe("-");
    expect(format.formatRate(undefined)).toBe("-");
    expect(format.formatShare("1", null)).toBe("-");
    expect(format.formatShare("0", "0")).toBe("-");
    expect(format.formatDay(null)).toBe("-");
  });

  it("rounds halves away from zero", () => {
    expect(rounded("0.25", 1)).toBe("0.3");
    expect(rounded("-0.25", 1)).toBe("-0.3");
    expect(rounded("2.675", 2)).toBe("2.68");
    expect(rounded("1.005", 2)).toBe("1.01");
    expect(rounded("99.95", 1)).toBe("100.0");
    expect(rounded("7", 2)).toBe("7.00");
    expect(rounded("-0.04", 1)).toBe("0.0");
  });
});

describe("rates", () => {
  it("shows one decimal", () => {
    expect(format.formatRate("58.39")).toBe("58,4%");
    expect(format.formatRate("52.00")).toBe("52,0%");
    expect(format.formatRate("100.00")).toBe("100%");
    expect(format.formatRate("0")).toBe("0%");
  });

  it("does not let a nearly reached rate look reached", () => {
    expect(format.formatRate("99.97")).toBe("100,0%");
    expect(format.formatShare("9999", "10000")).toBe("100,0%");
    expect(format.formatShare("34", "34")).toBe("100%");
  });

  it("rounds a share once, from the exact fraction", () => {
    expect(format.formatShare("1740", "2980")).toBe("58,4%");
    // 58,446 % is 58,4; through the server's two decimals (58,45) it would become 58,5.
    expect(format.formatShare("58446", "100000")).toBe("58,4%");
    expect(percentage("58446", "100000", 2)).toBe("58.45");
    expect(percentage("1", "3", 2)).toBe("33.33");
    expect(percentage("2", "3", 2)).toBe("66.67");
    expect(percentage("1", "0", 2)).toBeNull();
  });

  it("writes what was set as it was set", () => {
    expect(format.formatTargetRate("70.00")).toBe("70%");
    expect(format.formatTargetRate("99.5")).toBe("99,5%");
  });

  it("signs a difference of points", () => {
    expect(format.formatPoints("6.4")).toBe("+6,4");
    expect(format.formatPoints("-0.5")).toBe("-0,5");
    expect(format.formatPoints("0.00")).toBe("0,0");
  });
});

describe("exact sums", () => {
  it("has no float in it", () => {
    expect(difference("0.3", "0.1")).toBe("0.2");
    expect(difference("9007199254740993", "1")).toBe("9007199254740992");
    expect(compared("36", "34")).toBe(1);
    expect(compared("1.0", "1")).toBe(0);
    expect(compared("9007199254740992", "9007199254740993")).toBe(-1);
    expect(quotient("10", "4", 2)).toBe("2.50");
    expect(trimmed("007.500")).toBe("7.5");
    expect(trimmed("-0")).toBe("0");
    expect(trimmed("100")).toBe("100");
  });

  it("refuses what is no number", () => {
    expect(() => rounded("1e3", 1)).toThrow(RangeError);
  });
});

describe("days and moments", () => {
  it("writes the day and the clock of Viet Nam, wherever the browser is", () => {
    expect(format.formatDay("2026-11-22")).toBe("22/11/2026");
    expect(format.formatDayShort("2026-11-02")).toBe("02/11");
    expect(format.formatMoment("2026-11-22T02:05:00Z")).toBe("09:05 22/11/2026");
    expect(format.formatMoment("2026-11-21T17:00:00Z")).toBe("00:00 22/11/2026");
    expect(format.formatTime("2026-11-22T16:59:59Z")).toBe("23:59");
    expect(format.dayOf("2026-12-31T18:00:00Z")).toBe("2027-01-01");
  });

  it("says how a deadline stands", () => {
    expect(format.formatDeadline("2026-11-27", "2026-11-22")).toBe("còn 5 ngày");
    expect(format.formatDeadline("2026-11-22", "2026-11-22")).toBe("hôm nay");
    expect(format.formatDeadline("2026-11-19", "2026-11-22")).toBe("quá hạn 3 ngày");
    expect(format.formatDeadline("2027-01-01", "2026-12-31")).toBe("còn 1 ngày");
  });

  it("says when something happened", () => {
    expect(format.formatWhen("2026-11-22", "2026-11-22")).toBe("hôm nay");
    expect(format.formatWhen("2026-11-20T18:00:00Z", "2026-11-22")).toBe("hôm qua");
    expect(format.formatWhen("2026-11-01T08:00:00Z", "2026-11-22")).toBe("01/11/2026");
  });
});
