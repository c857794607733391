import { describe, expect, it } from "vitest";
import { following, stepped, unitsIn, type Value } from "./queue";

/** A value of which only what the steps look at is filled. */
const value = (id: string, review = true, unit = "11602:A") =>
  ({ id, unit: { code: unit, short_name: unit.slice(6) }, may: { review } }) as Value;

const queue = [value("1"), value("2", false), value("3", true, "11602:B"), value("4")];

describe("stepping through the queue", () => {
  it("moves by one and stays at the ends", () => {
    expect(stepped(queue, "1", 1)?.id).toBe("2");
    expect(stepped(queue, "4", 1)?.id).toBe("4");
    expect(stepped(queue, "1", -1)?.id).toBe("1");
    expect(stepped(queue, undefined, 1)?.id).toBe("1");
    expect(stepped([], "1", 1)).toBeUndefined();
  });

  it("goes on to the next value that the person may review", () => {
    expect(following(queue, "1")?.id).toBe("3");
    expect(following(queue, "4")?.id).toBe("1");
    expect(following([value("1"), value("2", false)], "1")?.id).toBe("2");
    expect(following([value("1")], "1")).toBeUndefined();
  });

  it("lists each unit once", () => {
    expect(unitsIn(queue)).toEqual([
      { code: "11602:A", name: "A" },
      { code: "11602:B", name: "B" },
    ]);
  });
});
