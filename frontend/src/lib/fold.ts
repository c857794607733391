/** Search without accents, as the server does it. */

/** Lower case without marks, đ as d, single spaces: `Đoàn  Thanh niên` becomes `doan thanh nien`. */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();
}

/** Whether every word of `sought` stands somewhere in `text`, accents aside. */
export function matches(text: string, sought: string): boolean {
  const folded = fold(text);
  return fold(sought)
    .split(" ")
    .every((word) => folded.includes(word));
}

const collator = new Intl.Collator("vi");

/** The alphabetical order of Vietnamese. */
export function byVietnamese(a: string, b: string): number {
  return collator.compare(a, b);
}

/** A sign-in name from a person's name, without accents: `Nguyễn Văn An` becomes `nguyen.van.an`. */
export function usernameFrom(name: string): string {
  return fold(name)
    .replace(/[^a-z0-9 ]/g, "")
    .trim()
    .split(/ +/)
    .join(".")
    .slice(0, 60);
}
