import { expect, test } from "vitest";
import { general } from "../words/vi/general";
import { asProblem, faultAt, ProblemError, problemFrom, restOf } from "./problem";

const invalid = problemFrom(422, {
  code: "validation_failed",
  detail: "Có 2 chỗ cần sửa trong dữ liệu gửi lên.",
  request_id: "0199-ab",
  errors: [
    { pointer: "/username", code: "bad_format", params: {}, message: "Sai định dạng." },
    { pointer: "/unit", code: "missing", params: {}, message: "Chưa nhập mục này." },
  ],
});

test("keeps what the server said, for the person and for the administrator", () => {
  expect(invalid).toMatchObject({ status: 422, code: "validation_failed", requestId: "0199-ab" });
  expect(invalid.message).toBe("Có 2 chỗ cần sửa trong dữ liệu gửi lên.");
});

test("has own words when the answer is no problem document", () => {
  expect(problemFrom(502, "<html>Bad gateway</html>").detail).toBe(general.serverFailed);
  expect(problemFrom(502, null)).toMatchObject({ code: "unknown", requestId: null, faults: [] });
  expect(problemFrom(400, {}).detail).toBe(general.failed);
  expect(asProblem(new TypeError("Failed to fetch"))).toMatchObject({ status: 0, detail: general.offline });
});

test("puts each fault at its field, with our words where they say more", () => {
  expect(faultAt(invalid, "/unit")).toBe("Chưa nhập mục này.");
  expect(faultAt(invalid, "/username", { bad_format: "Chữ thường không dấu." })).toBe(
    "Chữ thường không dấu.",
  );
  expect(faultAt(invalid, "/role")).toBeUndefined();
  expect(faultAt(new Error("x"), "/unit")).toBeUndefined();
});

test("shows beside the form only what has no field", () => {
  expect(restOf(null, [])).toBeUndefined();
  expect(restOf(invalid, ["/username", "/unit"])).toBeUndefined();
  expect(restOf(invalid, ["/username"])).toBe("Có 2 chỗ cần sửa trong dữ liệu gửi lên. Chưa nhập mục này.");
  expect(restOf(new ProblemError(409, { detail: "Đây là quản trị cuối cùng." }), ["/role"])).toBe(
    "Đây là quản trị cuối cùng.",
  );
});
