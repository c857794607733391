import { describe, expect, it } from "vitest";
import { missingOf } from "./checks";
import * as row from "./rowState";
import * as steps from "./rowSteps";
import { type Shape, shapeOf } from "./shape";

const ratio: Shape = { measure: "ratio", paired: true, kind: "count", whole: true, highest: null };
const milestone: Shape = { measure: "milestone", paired: false, kind: "count", whole: true, highest: "3" };

const kept = (
  numerator: string | null,
  denominator: string | null,
  version = 1,
  note: string | null = null,
) => ({
  id: "v",
  version,
  numerator,
  denominator,
  note,
});
const typed = (numerator: string, denominator: string, value: row.Kept | null = null) =>
  steps.typed(steps.typed(steps.opened(ratio, value), "numerator", numerator), "denominator", denominator);
const sent = (state: row.RowState): row.Sent => {
  const payload = row.due(state);
  if (!payload) throw new Error("nothing is due");
  return { key: "k", payload, version: state.value?.version ?? null };
};

describe("what is due", () => {
  it("sends what was understood, exactly", () => {
    expect(row.due(typed("1.740", "2.980"))).toEqual({ numerator: "1740", denominator: "2980", note: null });
    expect(row.due(typed("1.740", ""))).toEqual({ numerator: "1740", denominator: null, note: null });
  });

  it("sends nothing that the server already has", () => {
    expect(row.due(steps.opened(ratio, kept("1740.000000", "2980")))).toBeNull();
    expect(row.due(typed("1.740", "2980", kept("1740.000000", "2980")))).toBeNull();
    expect(row.due(steps.opened(ratio, null))).toBeNull();
  });

  it("empties a number that was wiped", () => {
    expect(row.due(typed("", "34", kept("31", "34")))).toEqual({
      numerator: null,
      denominator: "34",
      note: null,
    });
  });

  it("holds back what is not understood, doubtful or cannot be true", () => {
    expect(row.due(typed("1e3", "34"))).toBeNull();
    expect(row.due(typed("1,234", "2000"))).toBeNull();
    expect(row.due(typed("36", "34"))).toBeNull();
    expect(row.due(typed("1", "0"))).toBeNull();
    expect(row.due(typed("0", "0"))).not.toBeNull();
  });

  it("takes a composed note, without blanks at its ends", () => {
    const state = steps.noted(steps.opened(ratio, null), " Đợt một ".normalize("NFD"));
    expect(row.due(state)?.note).toBe("Đợt một".normalize("NFC"));
  });
});

describe("faults", () => {
  it("waits until the cell is left, then stays up to date while it is mended", () => {
    const wrong = typed("36", "3");
    expect(row.markOf(wrong)).toBe("unsaved");
    const left = steps.settled(wrong);
    expect(row.markOf(left)).toBe("error");
    const mending = steps.typed(left, "denominator", "34");
    expect(row.faults(mending)).toEqual([
      {
        at: "numerator",
        code: "numerator_above_denominator",
        params: { numerator: "36", denominator: "34" },
      },
    ]);
    expect(row.markOf(steps.typed(mending, "denominator", "40"))).toBe("unsaved");
  });

  it("keeps what was not understood as it was typed", () => {
    const left = steps.settled(typed("1e3", "2980"));
    expect(left.numerator.text).toBe("1e3");
    expect(left.denominator.text).toBe("2.980");
    expect(row.faults(left)[0]).toEqual({ at: "numerator", code: "not_a_number", params: { text: "1e3" } });
  });

  it("says what single numbers break", () => {
    const code = (state: row.RowState) => row.faults(state).map((fault) => fault.code);
    expect(code(steps.typed(steps.opened(milestone, null), "numerator", "4"))).toEqual(["steps_above_total"]);
    expect(code(steps.typed(steps.opened(milestone, null), "numerator", "1,5"))).toEqual(["not_whole"]);
    expect(code(typed("1000000000000", "2"))).toEqual(["number_out_of_range"]);
    expect(code(typed("0,1234567", "2"))).toEqual(["number_out_of_range"]);
    expect(code(typed("95,5", "100"))).toEqual(["not_whole"]);
  });

  it("asks between two meanings and takes the answer without reading it again", () => {
    const asking = steps.settled(typed("1,234", "2000"));
    expect(row.markOf(asking)).toBe("ask");
    const big = steps.settled(steps.chosen(asking, { numerator: "1234" }));
    expect(row.due(big)?.numerator).toBe("1234");
    const score: Shape = { ...milestone, measure: "score", kind: "rate", whole: false, highest: null };
    const doubt = steps.settled(steps.typed(steps.opened(score, null), "numerator", "1.234"));
    const small = steps.settled(steps.chosen(doubt, { numerator: "1.234" }));
    expect(small.numerator.text).toBe("1,234");
    expect(row.due(small)?.numerator).toBe("1.234");
  });

  it("lets a draft lack numbers but not a submission", () => {
    expect(row.isComplete(steps.opened(ratio, kept("31", null)))).toBe(false);
    expect(row.isComplete(steps.opened(ratio, kept("31", "34")))).toBe(true);
    expect(row.isComplete(typed("32", "34", kept("31", "34")))).toBe(false);
    expect(missingOf(milestone, { numerator: null, denominator: null })[0]?.code).toBe("value_missing");
  });
});

describe("a save on its way", () => {
  it("keeps what is typed while it travels, and sends it next with the new version", () => {
    const first = typed("1", "34");
    const away = steps.sending(first, sent(first));
    expect(row.markOf(away)).toBe("saving");
    const more = steps.typed(away, "numerator", "12");
    expect(row.due(away)).toBeNull();
    expect(row.due(more)).toEqual({ numerator: "12", denominator: "34", note: null });
    const back = steps.answered(more, kept("1", "34", 1));
    expect(back.numerator.text).toBe("12");
    expect(row.due(back)).toEqual({ numerator: "12", denominator: "34", note: null });
    expect(sent(back).version).toBe(1);
  });

  it("waits with the same key while no server is in reach", () => {
    const first = typed("1", "34");
    const waiting = steps.unreachable(steps.sending(first, sent(first)));
    expect(row.markOf(waiting)).toBe("waiting");
    expect(waiting.sent?.key).toBe("k");
    expect(row.markOf(steps.answered(waiting, kept("1", "34")))).toBe("saved");
  });

  it("keeps a refused text in its cell until it is mended", () => {
    const first = typed("1", "34");
    const no = steps.refused(steps.sending(first, sent(first)), [
      { at: "numerator", message: "Không được." },
    ]);
    expect(row.markOf(no)).toBe("error");
    expect(no.numerator.text).toBe("1");
    expect(row.due(no)).toBeNull();
    expect(row.due(steps.typed(no, "numerator", "2"))).not.toBeNull();
  });
});

describe("somebody else wrote meanwhile", () => {
  const mine = typed("91", "100", kept("90", "100", 1));
  const clash = steps.overtaken(steps.sending(mine, sent(mine)), kept("92", "100", 2));

  it("never overwrites", () => {
    expect(row.markOf(clash)).toBe("conflict");
    expect(row.due(clash)).toBeNull();
    expect(clash.numerator.text).toBe("91");
  });

  it("lets the person choose either number", () => {
    const theirs = steps.keptTheirs(clash);
    expect(theirs.numerator.text).toBe("92");
    expect(row.due(theirs)).toBeNull();
    const own = steps.keptMine(clash);
    expect(sent(own)).toEqual({
      key: "k",
      payload: { numerator: "91", denominator: "100", note: null },
      version: 2,
    });
  });

  it("sees no conflict in the same numbers", () => {
    const same = steps.overtaken(steps.sending(mine, sent(mine)), kept("91.0", "100", 2));
    expect(row.markOf(same)).toBe("none");
    expect(same.value?.version).toBe(2);
  });

  it("takes a fresher sheet only where nobody is typing", () => {
    expect(steps.refreshed(mine, kept("92", "100", 2))).toBe(mine);
    const newer = steps.opened(ratio, kept("90", "100", 3));
    expect(steps.refreshed(newer, kept("88", "100", 2))).toBe(newer);
    expect(steps.refreshed(newer, null)).toBe(newer);
    expect(
      steps.refreshed(steps.opened(ratio, kept("90", "100", 1)), kept("92", "100", 2)).numerator.text,
    ).toBe("92");
  });
});

describe("the form of a row", () => {
  const line = { decimals: 0, denominator_label: null, steps: [] };
  it("follows the measure", () => {
    expect(shapeOf({ ...line, measure: "ratio" })).toMatchObject({
      paired: true,
      kind: "count",
      whole: true,
    });
    expect(shapeOf({ ...line, measure: "count" })).toMatchObject({ paired: false, kind: "count" });
    expect(shapeOf({ ...line, measure: "score" })).toMatchObject({
      paired: false,
      kind: "rate",
      whole: false,
    });
    expect(shapeOf({ ...line, measure: "milestone", steps: [1, 2, 3] }).highest).toBe("3");
    expect(shapeOf({ ...line, measure: "level", steps: [1, 2, 3] }).highest).toBe("2");
  });

  it("offers nothing-occurred in place of the signs that people write for it", () => {
    expect(row.offersNothing(typed("", ""))).toBe(true);
    expect(row.offersNothing(typed("x", ""))).toBe(true);
    expect(row.offersNothing(typed("3", ""))).toBe(false);
    expect(row.offersNothing(steps.opened(milestone, null))).toBe(false);
    const dash = steps.typed(steps.opened(milestone, null), "numerator", "-");
    expect(row.faults(dash)[0]?.code).toBe("nothing_sign_single");
    expect(row.faults(typed("-", ""))[0]?.code).toBe("nothing_sign");
  });

  it("knows nothing-occurred from nothing-entered", () => {
    expect(
      row.isNothingOccurred(steps.chosen(steps.opened(ratio, null), { numerator: "0", denominator: "0" })),
    ).toBe(true);
    expect(row.isNothingOccurred(steps.opened(ratio, null))).toBe(false);
    expect(row.isNothingOccurred(typed("0", "34"))).toBe(false);
  });
});
