/** Finding words in a text without minding accents, and where they stand in it. */
import { fold } from "../../lib/fold";

export interface Piece {
  text: string;
  hit: boolean;
}

/** The text cut where `sought` stands in it; one piece without a hit when it does not. */
export function pieces(text: string, sought: string): Piece[] {
  const wanted = fold(sought);
  if (wanted === "") return [{ text, hit: false }];
  const letters = [...text.normalize("NFC")];
  const folded = letters.map((letter) => (/\s/.test(letter) ? " " : fold(letter) || letter));
  const plain = folded.join("");
  const starts = starting(folded);
  const found: Piece[] = [];
  let from = 0;
  for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + wanted.length)) {
    const [first, last] = [starts[at] ?? 0, (starts[at + wanted.length - 1] ?? 0) + 1];
    if (first > from) found.push({ text: letters.slice(from, first).join(""), hit: false });
    found.push({ text: letters.slice(first, last).join(""), hit: true });
    from = last;
  }
  if (from < letters.length) found.push({ text: letters.slice(from).join(""), hit: false });
  return found;
}

/** For each place in the folded text, which letter of the original it came from. */
function starting(folded: string[]): number[] {
  return folded.flatMap((letters, index) => [...letters].map(() => index));
}
