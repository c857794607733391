import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { api, send } from "../../../api/client";
import { asProblem } from "../../../api/problem";
import { formatDay } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { FieldError } from "../../../ui/Field";
import { TextArea, TextInput } from "../../../ui/inputs";
import { Banner } from "../../../ui/states";
import { toast } from "../../../ui/Toast";
import { assignments } from "../../../words/vi/assignments";
import { type Assignment, refreshAssignments } from "../queries";
import styles from "./LogBox.module.css";
import { LogFilesField, useLogFiles } from "./LogFiles";

const words = assignments.log;
type Sent = "progress" | "occurrence";

/** What was done, in a sentence, with files that show it; the lead also says how far the work is. Ctrl Enter sends. */
export function LogBox({ row }: { row: Assignment }) {
  const client = useQueryClient();
  const box = useRef<HTMLTextAreaElement | null>(null);
  const [text, setText] = useState("");
  const [percent, setPercent] = useState("");
  const [fault, setFault] = useState<string>();
  const files = useLogFiles(row);
  const write = useMutation({
    mutationFn: (sent: Sent) =>
      send(
        api.POST("/api/v1/assignments/{ref}/progress", {
          params: { path: { ref: row.code } },
          body: {
            text: text.normalize("NFC").trim(),
            percent: sent === "progress" && percent !== "" ? Number(percent) : null,
            occurrence_done: sent === "occurrence",
            evidence: files.arrived.map((held) => held.file.id),
          },
        }),
      ),
    onSuccess: () => {
      setText("");
      setPercent("");
      files.clear();
      toast(words.written);
      return refreshAssignments(client);
    },
  });
  const submit = (sent: Sent) => {
    const wrong = files.coming ? words.filesComing : faultOf(text, percent);
    setFault(wrong);
    if (wrong) box.current?.focus();
    else if (!write.isPending) write.mutate(sent);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing)
      submit("progress");
  };
  const recurs = row.may.percent && row.deadline.kind === "recurring" && row.deadline.due_on;
  return (
    <form
      className={styles.box}
      onSubmit={(event) => {
        event.preventDefault();
        submit("progress");
      }}
      onKeyDown={onKeyDown}
    >
      <label className={styles.label} htmlFor="ghi-tien-do">
        {row.may.percent ? words.title : words.remark}
      </label>
      {fault && <FieldError id="ghi-tien-do-loi">{fault}</FieldError>}
      {write.error && <Banner tone="error">{asProblem(write.error).detail}</Banner>}
      <TextArea
        id="ghi-tien-do"
        rows={3}
        maxLength={4000}
        placeholder={words.what}
        aria-invalid={fault && fault !== words.filesComing ? true : undefined}
        aria-describedby={fault ? "ghi-tien-do-loi" : undefined}
        value={text}
        ref={box}
        onChange={(event) => setText(event.target.value)}
      />
      <LogFilesField files={files} />
      <div className={styles.foot}>
        {row.may.percent && (
          <span className={styles.percent}>
            <label htmlFor="phan-tram">{words.percent}</label>
            <TextInput
              id="phan-tram"
              inputMode="numeric"
              maxLength={3}
              placeholder={String(row.percent)}
              title={words.percentHint}
              value={percent}
              onChange={(event) => setPercent(event.target.value.trim())}
            />
            <span aria-hidden="true">%</span>
          </span>
        )}
        <span className={styles.gap} />
        <kbd className={styles.key}>{words.hint}</kbd>
        {recurs && (
          <Button busy={write.isPending} onClick={() => submit("occurrence")}>
            {t(words.occurrence, { day: formatDay(recurs) })}
          </Button>
        )}
        <Button type="submit" variant={row.may.accept ? "secondary" : "primary"} busy={write.isPending}>
          {row.may.percent ? words.send : words.remark}
        </Button>
      </div>
    </form>
  );
}

function faultOf(text: string, percent: string): string | undefined {
  if (!text.trim()) return words.needsText;
  const whole = percent === "" || (/^\d{1,3}$/.test(percent) && Number(percent) <= 100);
  return whole ? undefined : words.badPercent;
}
