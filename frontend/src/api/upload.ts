/**
 * Sends a file as the body of a request and tells how far it is: the one thing that `fetch` cannot do.
 */

import { bearer, refresh } from "./client";
import { ProblemError, problemFrom } from "./problem";
import type { components } from "./schema";

export type Uploaded = components["schemas"]["UploadedOut"];

export interface Upload {
  unit: string;
  file: File;
  /** The same for every try, so that a file whose answer was lost is not kept twice. */
  key: string;
  signal: AbortSignal;
  /** From 0 to 1. */
  onProgress: (part: number) => void;
}

/** Takes the file to the server; throws a `ProblemError`, with status 0 when the network was lost. */
export async function upload(what: Upload): Promise<Uploaded> {
  const first = await attempt(what, await bearer());
  if (first.status === 401 && (await refresh())) return read(await attempt(what, await bearer()));
  return read(first);
}

interface Answer {
  status: number;
  body: unknown;
}

function read({ status, body }: Answer): Uploaded {
  if (status !== 201) throw problemFrom(status, body);
  return body as Uploaded;
}

function attempt({ unit, file, key, signal, onProgress }: Upload, token: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const call = new XMLHttpRequest();
    call.open("POST", `/api/v1/evidence?${new URLSearchParams({ unit, filename: file.name })}`);
    call.responseType = "json";
    call.setRequestHeader("Authorization", `Bearer ${token}`);
    call.setRequestHeader("Accept-Language", "vi");
    call.setRequestHeader("Content-Type", "application/octet-stream");
    call.setRequestHeader("Idempotency-Key", key);
    call.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    });
    call.addEventListener("load", () => resolve({ status: call.status, body: call.response }));
    call.addEventListener("error", () => reject(new ProblemError(0, {})));
    call.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
    signal.addEventListener("abort", () => call.abort(), { once: true });
    call.send(file);
  });
}
