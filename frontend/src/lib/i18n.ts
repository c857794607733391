/** Sentences with holes, filled with a compile-time check of the holes' names. Words stand in `words/`. */

type Holes<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never;

type Filling<S extends string> = [Holes<S>] extends [never]
  ? []
  : [filling: Record<Holes<S>, string | number>];

/** The sentence with each `{name}` replaced; `t("Còn {days} ngày", { days: 5 })`. */
export function t<S extends string>(sentence: S, ...filling: Filling<S>): string {
  const values: Record<string, string | number> = filling[0] ?? {};
  return sentence.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
