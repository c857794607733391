// @vitest-environment jsdom

import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";

import { Bullet } from "./Bullet";
import { CountStrip } from "./CountStrip";
import { Pill } from "./Pill";
import { Spark } from "./Spark";
import { StepBar } from "./StepBar";
import { Trajectory } from "./Trajectory";
import type { Tone } from "./tone";

function drawn(element: React.ReactElement): HTMLElement {
  const box = document.createElement("div");
  box.innerHTML = renderToStaticMarkup(element);
  return box;
}

const bullet = { value: 58.4, plan: 70, target: 100, max: 100, tone: "off_track" as const, label: "58,4%" };

test("a state is a shape and a word, and no two judgements share a shape", () => {
  const tones: Tone[] = ["achieved", "on_track", "at_risk", "off_track", "no_data", "not_due"];
  const shapes = tones.map((tone) => {
    const pill = drawn(<Pill tone={tone}>Trạng thái</Pill>);
    expect(pill.textContent).toBe("Trạng thái");
    return pill.querySelector("svg")?.innerHTML;
  });
  expect(new Set(shapes).size).toBe(tones.length);
});

test("a bullet has bar, band, plan tick and target tick, and says itself in a sentence", () => {
  const svg = drawn(<Bullet {...bullet} />).querySelector("svg");
  expect(svg?.getAttribute("aria-label")).toBe("58,4%");
  expect(svg?.querySelectorAll("g")).toHaveLength(2);
  expect([...(svg?.querySelectorAll("rect") ?? [])].map((rect) => rect.getAttribute("width"))).toContain(
    "58.4%",
  );
});

test("plan and target at the same place are one tick of two tones", () => {
  const svg = drawn(<Bullet {...bullet} plan={100} />);
  expect(svg.querySelectorAll("g")).toHaveLength(1);
  expect(svg.querySelectorAll("g rect")).toHaveLength(2);
});

test("without a value a bullet has no bar, and what lies beyond the scale ends with it", () => {
  expect(drawn(<Bullet {...bullet} value={null} plan={null} />).querySelectorAll("svg > rect")).toHaveLength(
    1,
  );
  expect(drawn(<Bullet {...bullet} value={140} />).innerHTML).toContain('width="100%" height="8"');
});

test("steps are equal, the done ones first", () => {
  const bar = drawn(<StepBar done={3} total={4} tone="on_track" label="3/4" />).firstElementChild;
  const kinds = [...(bar?.children ?? [])].map((step) => step.className);
  expect(kinds).toHaveLength(4);
  expect(new Set(kinds.slice(0, 3)).size).toBe(1);
  expect(kinds[3]).not.toBe(kinds[0]);
});

test("one point is a dot without a line", () => {
  const one = drawn(<Spark points={[{ at: 1, value: 40 }]} max={100} tone="on_track" label="40%" />);
  expect(one.querySelector("polyline")).toBeNull();
  expect(one.querySelectorAll("circle")).toHaveLength(1);
  const none = drawn(<Spark points={[]} max={100} tone="no_data" label="-" />);
  expect(none.querySelector("circle")).toBeNull();
});

test("states without a count take no room in a group's strip", () => {
  const counts = [
    { tone: "achieved" as const, word: "Đạt", count: 0 },
    { tone: "off_track" as const, word: "Chậm", count: 2 },
  ];
  const strip = drawn(<CountStrip counts={counts} label="2 chậm" />);
  expect(strip.querySelectorAll("[data-tone]")).toHaveLength(1);
  expect(strip.textContent).toBe("2");
});

test("the time axis is the plan's, whatever data there is", () => {
  const chart = {
    firstYear: 2026,
    lastYear: 2030,
    max: 100,
    ticks: [],
    plan: null,
    target: null,
    today: null,
    label: "x",
  };
  const point = { at: 2026.5, value: 40, approved: true, text: "40%", note: "thực hiện" };
  const one = drawn(<Trajectory {...chart} points={[point]} />);
  for (const year of ["2026", "2027", "2028", "2029", "2030"]) expect(one.textContent).toContain(year);
  expect(one.querySelector("circle")?.getAttribute("cx")).toBe("10%");
  const two = drawn(<Trajectory {...chart} points={[point, { ...point, at: 2027, approved: false }]} />);
  const [solid, hollow] = two.querySelectorAll("circle");
  expect(solid?.getAttribute("class")).not.toBe(hollow?.getAttribute("class"));
});

test("the planned way is a line with a band under it, and says whose word it is", () => {
  const chart = drawn(
    <Trajectory
      firstYear={2026}
      lastYear={2030}
      max={100}
      ticks={[]}
      points={[]}
      plan={{
        points: [
          { at: 2027, value: 50, low: 45 },
          { at: 2028, value: 60, low: 54 },
          { at: 2031, value: 100, low: 90 },
        ],
        word: "Kế hoạch (giả định)",
      }}
      target={null}
      today={null}
      label="x"
    />,
  );
  expect(chart.querySelector("polygon")?.getAttribute("points")).toBe("20,50 40,40 100,0 100,10 40,46 20,55");
  expect(chart.textContent).toContain("Kế hoạch (giả định)");
});
