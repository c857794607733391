import { useMutation } from "@tanstack/react-query";
import { download } from "../api/client";
import { asProblem } from "../api/problem";
import type { paths } from "../api/schema";
import { saveFile } from "../lib/save";
import { Button } from "../ui/Button";
import { toast } from "../ui/Toast";
import { general } from "../words/vi/general";

interface SaveTableProps {
  path: keyof paths;
  /** The filters of the table, as the address of its list takes them. */
  query?: Readonly<Record<string, string | null | undefined>>;
}

/** Saves the whole table, not only the rows that were read so far, as a workbook for Excel. */
export function SaveTable({ path, query = {} }: SaveTableProps) {
  const save = useMutation({
    mutationFn: () => download(path, { ...query, format: "xlsx" }),
    onSuccess: ({ file, name }) => saveFile(file, name),
    onError: (error) => toast(asProblem(error).detail),
  });
  return (
    <Button icon="download" busy={save.isPending} onClick={() => save.mutate()}>
      {general.saveTable}
    </Button>
  );
}
