import { expect, test } from "vitest";

import { pieces } from "./highlight";

const hits = (text: string, sought: string) =>
  pieces(text, sought)
    .filter(({ hit }) => hit)
    .map((piece) => piece.text);

test("words are found without accents and shown with them", () => {
  expect(hits("Đổi mới sáng tạo, ĐỔI MỚI", "doi moi")).toEqual(["Đổi mới", "ĐỔI MỚI"]);
  expect(hits("Tổ công nghệ số", "tổ công")).toEqual(["Tổ công"]);
});

test("nothing of the text is lost, whatever is found", () => {
  const text = "KNST và các thành tố\n\ntrong hệ sinh thái....";
  for (const sought of ["", "thanh to trong", "he", "zzz"]) {
    expect(
      pieces(text, sought)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  }
});

test("text written with combining marks is found too", () => {
  expect(hits("Đổi mới".normalize("NFD"), "đổi")).toEqual(["Đổi"]);
});
