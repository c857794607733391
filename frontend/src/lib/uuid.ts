/** Names for records that are made on this machine before any server knows of them. */

let last = 0;
let within = 0;

/** A UUID of version 7: names made later sort behind those made earlier, also within one millisecond. */
export function uuid7(): string {
  const now = Math.max(Date.now(), last);
  within = now === last ? within + 1 : 0;
  last = now;
  // The counter has twelve bits; beyond it the clock is put forward by one.
  if (within > 0xfff) {
    last += 1;
    within = 0;
  }
  // Not crypto.randomUUID, which a page served without TLS in a local network does not have.
  const random = [...crypto.getRandomValues(new Uint8Array(8))];
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");
  const time = hex(last, 12);
  const tail = random.map((byte) => hex(byte, 2)).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(within, 3)}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
