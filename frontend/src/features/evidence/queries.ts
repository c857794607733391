/** What the panel of files asks the server for. */

import { queryOptions } from "@tanstack/react-query";
import { api, ifMatch, send } from "../../api/client";
import type { components } from "../../api/schema";
import { upload } from "../../api/upload";
import type { Doors, Known } from "./sending";

export type FileRef = components["schemas"]["EvidenceRef"];
export type Evidence = components["schemas"]["EvidenceOut"];

/** One file with its note. */
export const evidenceQuery = (id: string) =>
  queryOptions({
    queryKey: ["evidence", id],
    queryFn: ({ signal }) =>
      send(api.GET("/api/v1/evidence/{evidence_id}", { params: { path: { evidence_id: id } }, signal })),
  });

/** The content of a file, never kept longer than it is looked at. Its type is the one of our own table. */
export const contentQuery = (file: FileRef) =>
  queryOptions({
    queryKey: ["evidence", file.id, "content"],
    queryFn: async ({ signal }) => {
      const params = { path: { evidence_id: file.id }, query: { disposition: "inline" as const } };
      const call = api.GET("/api/v1/evidence/{evidence_id}/content", { params, parseAs: "blob", signal });
      return new Blob([(await send(call)) as unknown as Blob], { type: file.media_type });
    },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Changes the note of a file and who may open it. */
export function describe(file: Evidence, note: string, openToWard: boolean) {
  return send(
    api.PATCH("/api/v1/evidence/{evidence_id}", {
      params: { path: { evidence_id: file.id }, header: ifMatch(file.version) },
      body: { note: note.trim() || null, open_to_ward: openToWard },
    }),
  );
}

/** Takes a file off a value. */
export function detach(valueId: string, fileId: string) {
  const params = { path: { value_id: valueId, evidence_id: fileId } };
  return send(api.DELETE("/api/v1/indicator-values/{value_id}/evidence/{evidence_id}", { params }));
}

/** The doors through which files reach a value of a unit. */
export function doorsOf(unit: string, valueId: string, changed: () => void): Doors {
  return {
    known: async (file) => {
      const found = await sameAs(file);
      return found ? knownOf(found) : null;
    },
    upload: ({ file, key }, signal, onProgress) => upload({ unit, file, key, signal, onProgress }),
    arrived: async (id) => {
      const params = { path: { value_id: valueId, evidence_id: id } };
      await send(api.PUT("/api/v1/indicator-values/{value_id}/evidence/{evidence_id}", { params }));
      changed();
    },
  };
}

/** The doors through which a unit's files come into something that is still being written: `arrived` holds them. */
export function loose(unit: string, arrived: (file: FileRef, fresh: boolean) => void): Doors {
  const seen = new Map<string, { file: FileRef; fresh: boolean }>();
  return {
    known: async (file) => {
      // Only the unit's own can be shown elsewhere, so only these are offered.
      const found = await sameAs(file, unit);
      if (found === null) return null;
      seen.set(found.id, { file: found, fresh: false });
      return knownOf(found);
    },
    upload: async ({ file, key }, signal, onProgress) => {
      const sent = await upload({ unit, file, key, signal, onProgress });
      seen.set(sent.id, { file: sent, fresh: true });
      return sent;
    },
    arrived: async (id) => {
      const here = seen.get(id);
      if (here) arrived(here.file, here.fresh);
    },
  };
}

/** Takes back a file on which nothing rests. */
export function discard(id: string) {
  return send(api.DELETE("/api/v1/evidence/{evidence_id}", { params: { path: { evidence_id: id } } }));
}

async function sameAs(file: File, unit?: string): Promise<Evidence | null> {
  const query = { sha256: await hashOf(file), limit: 1, ...(unit && { unit }) };
  const listed = await send(api.GET("/api/v1/evidence", { params: { query } }));
  return listed.data[0] ?? null;
}

function knownOf({ id, filename, unit }: Evidence): Known {
  return { id, filename, unit: unit.short_name };
}

async function hashOf(file: File): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
