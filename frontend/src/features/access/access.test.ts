import { expect, test } from "vitest";
import { homeOf, type Me } from "../../api/me";
import { deviceOf } from "../../lib/device";
import { isOurs } from "./enter";

test.each([
  ["/tong-quan?ky=2026-H1", true],
  ["//evil.test/tong-quan", false],
  ["/\\evil.test", false],
  ["https://evil.test", false],
  ["javascript:alert(1)", false],
])("comes back to %s: %s", (address, ours) => {
  expect(isOurs(address)).toBe(ours);
});

test.each([
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/109.0 Safari/537.36",
    "Chrome trên Windows",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0",
    "Edge trên Windows",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Safari/604.1",
    "Safari trên iPhone",
  ],
  ["curl/8.5", "Thiết bị khác"],
])("recognises %s", (agent, device) => {
  expect(deviceOf(agent)).toBe(device);
});

const reads = ["self", "unit_read", "plan_read", "indicator_read", "value_read"] as const;

test.each([
  [["leader"], [...reads, "value_export"], "/tong-quan"],
  [["officer"], [...reads, "value_write", "assignment_read", "assignment_work"], "/viec-cua-toi"],
  [["administrator"], ["self", "unit_read", "person_read", "plan_read"], "/to-chuc"],
  [["nobody"], ["self"], "/tai-khoan"],
])("%s begins the day at its own page", (_, acts, home) => {
  expect(homeOf({ acts, memberships: [] } as unknown as Me)).toBe(home);
});
