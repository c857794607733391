/** The parts of a plan that lean on its clauses. The contract leaves them open; what is not there is not shown. */
import type { components } from "../../api/schema";
import type { Clause, Plan } from "./queries";

type Indicator = components["schemas"]["IndicatorOut"];

interface Task {
  code: string;
  clause: string;
  lead: string;
  lead_basis: string;
  lead_clause: string | null;
  cooperating: string[];
  targets: string[];
}
interface Duty {
  clause: string;
  units: string[];
  role: string;
}
interface Named {
  code: string;
  name: string;
}

/** Everything that is shown beside a clause, by the clause's code. */
export interface Margin {
  gaps: Plan["gaps"];
  indicators: Indicator[];
  task: Task | undefined;
  duty: Duty | undefined;
}

/** What the plan's parts say, ready to be asked. */
export interface Annotations {
  margin: (clause: Clause) => Margin;
  unitName: (code: string) => string;
}

function part<T>(plan: Plan, name: string): T[] {
  const found = plan.parts[name];
  return Array.isArray(found) ? (found as T[]) : [];
}

/** What the plan calls its units, by their short codes; a code that it does not know stands for itself. */
export function unitNames(plan: Plan): (code: string) => string {
  const names = new Map(part<Named>(plan, "bodies").map((body) => [body.code, body.name]));
  return (code) => names.get(code) ?? code;
}

export function annotations(plan: Plan, indicators: Indicator[]): Annotations {
  const tasks = new Map(part<Task>(plan, "tasks").map((task) => [task.clause, task]));
  const duties = new Map(part<Duty>(plan, "duties").map((duty) => [duty.clause, duty]));
  return {
    margin: ({ code }) => ({
      gaps: plan.gaps.filter((gap) => gap.clause === code),
      indicators: indicators.filter((indicator) => indicator.clause.code === code),
      task: tasks.get(code),
      duty: duties.get(code),
    }),
    unitName: unitNames(plan),
  };
}

/** How deep a heading lies: 1 for `III`, 2 for `III.2`, 3 for `III.2.a`. */
export function depthOf(clause: Clause): number {
  return clause.code.split(".").length;
}

/** The numbered headings, for the table of contents. */
export function contents(clauses: Clause[]): Clause[] {
  return clauses.filter((clause) => clause.kind === "heading" && clause.marker !== null);
}
