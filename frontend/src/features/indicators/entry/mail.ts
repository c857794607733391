/** The saves of a sheet as parcels of the outbox, and news of parcels as news of rows. */

import { formatNumber } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { entry as words } from "../../../words/vi/entry";
import { type Outbox, type Outcome, problemOf } from "../../outbox/outbox";
import type { About, Parcel } from "../../outbox/parcels";
import type { Held } from "./drafts";
import { isOvertaken, type Mail, type Post, refusalsOf } from "./entryStore";
import type { Sheet, Value } from "./queries";
import type { Payload } from "./rowState";

/** Which sheet, and by whom. */
export interface Place {
  person: string;
  unit: string;
  period: string;
}

/** The outbox for one sheet; `sheet` gives the names by which a person finds a save again. */
export function mailOf(
  outbox: Outbox,
  { person, unit, period }: Place,
  sheet: () => Sheet | undefined,
): Mail<Value> {
  const start = `value/${unit}/${period}/`;
  const codeOf = (slot: string) => (slot.startsWith(start) ? slot.slice(start.length) : null);
  return {
    post: (saves) =>
      outbox.post(
        person,
        saves.map(({ code, sent }) => ({
          id: sent.key,
          slot: start + code,
          about: aboutOf(sheet(), { person, unit, period }, code, sent.payload),
          method: "PUT",
          url: `/api/v1/indicator-values/by-key/${[unit, code, period].map(encodeURIComponent).join("/")}`,
          body: sent.payload,
          base: sent.version,
        })),
      ),
    async held() {
      const rows = new Map<string, Held[]>();
      for (const parcel of await outbox.read(person)) {
        const code = codeOf(parcel.slot);
        if (code !== null) rows.set(code, [...(rows.get(code) ?? []), heldOf(parcel)]);
      }
      return rows;
    },
    async drop(code) {
      const parcels = await outbox.read(person);
      const own = parcels.filter(({ slot, done }) => slot === start + code && done === null);
      await outbox.drop(
        person,
        own.map(({ id }) => id),
      );
    },
    listen: (listener) =>
      outbox.listen((news) => {
        const code = news.person === person ? codeOf(news.slot) : null;
        if (code !== null) listener(postOf(code, news.id, news.outcome));
      }),
  };
}

function postOf(code: string, key: string, outcome: Outcome): Post<Value> {
  if (outcome.kind === "answered") return { code, key, kind: "answered", value: outcome.answer as Value };
  if (outcome.kind === "refused") return { code, key, kind: "refused", problem: problemOf(outcome.refusal) };
  return { code, key, kind: outcome.kind };
}

function heldOf({ id, body, base, tries, done, refusal }: Parcel): Held {
  return {
    key: id,
    payload: body as Payload,
    version: base,
    tries,
    done,
    refusal: refusal && {
      isOvertaken: isOvertaken(refusal.status),
      messages: refusalsOf(problemOf(refusal)),
    },
  };
}

function aboutOf(sheet: Sheet | undefined, { unit, period }: Place, code: string, payload: Payload): About {
  const line = sheet?.rows.find(({ indicator }) => indicator.code === code)?.indicator;
  const { numerator, denominator, note } = payload;
  const numbers =
    denominator === null
      ? formatNumber(numerator)
      : `${formatNumber(numerator)} / ${formatNumber(denominator)}`;
  return {
    title: line ? `${code} ${line.short_name}` : code,
    place: `${sheet?.unit.short_name ?? unit} · ${sheet?.period.label ?? period}`,
    text: note === null ? numbers : `${numbers}. ${t(words.noted, { note })}`,
    link: `/nhap-so-lieu/${encodeURIComponent(period)}?don-vi=${encodeURIComponent(unit)}&o=${encodeURIComponent(code)}`,
  };
}
