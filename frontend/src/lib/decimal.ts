/**
 * Exact sums on decimal strings as the API writes them ("1234.5"). Numbers of the ward never pass through a float:
 * 0.1 + 0.2 and everything beyond 2^53 would come out wrong.
 *
 * Rounding is half away from zero, as officials round by hand and as the server does.
 */

/** A number as `units` times ten to the power of minus `places`. */
interface Scaled {
  units: bigint;
  places: number;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Whether a string is a number as the API writes it. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

function scaled(text: string): Scaled {
  const match = DECIMAL.exec(text);
  if (!match) throw new RangeError(`not a decimal number: ${text}`);
  const [, sign, whole = "0", decimals = ""] = match;
  const units = BigInt(whole + decimals);
  return { units: sign ? -units : units, places: decimals.length };
}

function aligned(a: string, b: string): [bigint, bigint, number] {
  const [x, y] = [scaled(a), scaled(b)];
  const places = Math.max(x.places, y.places);
  return [x.units * power(places - x.places), y.units * power(places - y.places), places];
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

function written(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  const text = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  return units < 0n ? `-${text}` : text;
}

/** A quotient to so many places, halves away from zero. */
function divided(top: bigint, bottom: bigint, places: number): string {
  const negative = top < 0n !== bottom < 0n;
  const [t, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  const units = (t * power(places) * 2n + b) / (b * 2n);
  return written(negative ? -units : units, places);
}

/** The shortest way to write the same number: no zeros in front, none at the end of the decimals, no "-0". */
export function trimmed(text: string): string {
  const { units, places } = scaled(text);
  const whole = written(units, places);
  return places ? whole.replace(/\.?0+$/, "") : whole;
}

/** The number with exactly `places` decimals. */
export function rounded(text: string, places: number): string {
  const { units, places: has } = scaled(text);
  return divided(units, power(has), places);
}

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compared(a: string, b: string): number {
  const [x, y] = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** `a` minus `b`, exactly. */
export function difference(a: string, b: string): string {
  const [x, y, places] = aligned(a, b);
  return written(x - y, places);
}

/** `a` over `b` to so many decimals; null over 0. */
export function quotient(a: string, b: string, places: number): string | null {
  const [x, y] = aligned(a, b);
  return y === 0n ? null : divided(x, y, places);
}

/** `a` of `b` as a percent to so many decimals; null when `b` is 0. */
export function percentage(a: string, b: string, places: number): string | null {
  const [x, y] = aligned(a, b);
  return y === 0n ? null : divided(x * 100n, y, places);
}
