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
      const sha256 = await hashOf(file);
      const listed = await send(api.GET("/api/v1/evidence", { params: { query: { sha256, limit: 1 } } }));
      const [found] = listed.data;
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

function knownOf({ id, filename, unit }: Evidence): Known {
  return { id, filename, unit: unit.short_name };
}

async function hashOf(file: File): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
