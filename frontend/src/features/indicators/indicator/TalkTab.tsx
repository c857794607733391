/** What people say about an indicator, with answers; a settled comment stays and is marked. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, ifMatch, send } from "../../../api/client";
import { useMay } from "../../../api/me";
import { asProblem } from "../../../api/problem";
import type { components } from "../../../api/schema";
import { formatMoment } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { Field } from "../../../ui/Field";
import { TextArea } from "../../../ui/inputs";
import { Banner, Empty } from "../../../ui/states";
import { toast } from "../../../ui/Toast";
import { indicator } from "../../../words/vi/indicator";
import { notices } from "../../../words/vi/notices";
import { roles } from "../../../words/vi/roles";
import { commentsQuery } from "../reading/queries";
import styles from "./TalkTab.module.css";

type Comment = components["schemas"]["CommentOut"];
type Said = components["schemas"]["AnswerOut"];
const { talk: words } = indicator;

export function TalkTab({ code, comments }: { code: string; comments: Comment[] }) {
  const mayWrite = useMay("comment_write");
  return (
    <section className={styles.tab} aria-label={words.list}>
      {comments.length === 0 && <Empty title={words.empty} text={mayWrite ? words.emptyHint : undefined} />}
      <ol className={styles.list}>
        {comments.map((comment) => (
          <Thread key={comment.id} code={code} comment={comment} mayWrite={mayWrite} />
        ))}
      </ol>
      {mayWrite && <Write code={code} label={words.write} answers={null} onDone={() => undefined} />}
    </section>
  );
}

function Thread({ code, comment, mayWrite }: { code: string; comment: Comment; mayWrite: boolean }) {
  const client = useQueryClient();
  const [answering, setAnswering] = useState(false);
  const resolve = useMutation({
    mutationFn: () =>
      send(
        api.POST("/api/v1/comments/{comment_id}/resolutions", {
          params: { path: { comment_id: comment.id } },
          headers: ifMatch(comment.version),
        }),
      ),
    onError: (error) => toast(asProblem(error).detail),
    onSettled: () => client.invalidateQueries({ queryKey: commentsQuery(code).queryKey }),
  });
  return (
    <li className={comment.resolved ? styles.settled : undefined}>
      {comment.urged_unit && <p className="meta">{t(notices.urge.mark, { unit: comment.urged_unit })}</p>}
      <Speech said={comment} />
      {comment.answers.length > 0 && (
        <ol className={styles.answers}>
          {comment.answers.map((answer) => (
            <li key={answer.id}>
              <Speech said={answer} />
            </li>
          ))}
        </ol>
      )}
      {comment.resolved && (
        <p className="meta">{words.resolved(comment.resolved.by_name, formatMoment(comment.resolved.at))}</p>
      )}
      <div className={styles.actions}>
        {mayWrite && !answering && (
          <Button size="small" variant="quiet" onClick={() => setAnswering(true)}>
            {words.answer}
          </Button>
        )}
        {comment.may_resolve && (
          <Button size="small" variant="quiet" busy={resolve.isPending} onClick={() => resolve.mutate()}>
            {words.resolve}
          </Button>
        )}
      </div>
      {answering && (
        <Write
          code={code}
          label={words.answerTo(comment.author_name)}
          answers={comment.id}
          onDone={() => setAnswering(false)}
        />
      )}
    </li>
  );
}

function Speech({ said }: { said: Said }) {
  const role =
    said.author_role in roles ? roles[said.author_role as keyof typeof roles].name : said.author_role;
  return (
    <>
      <p className={styles.who}>
        <b>{said.author_name}</b> <span className="meta">{`${role}, ${said.author_unit}`}</span>{" "}
        <time className="meta" dateTime={said.at}>
          {formatMoment(said.at)}
        </time>
      </p>
      <p className={styles.text}>{said.text}</p>
    </>
  );
}

interface WriteProps {
  code: string;
  label: string;
  answers: string | null;
  onDone: () => void;
}

function Write({ code, label, answers, onDone }: WriteProps) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [missing, setMissing] = useState(false);
  const write = useMutation({
    mutationFn: () =>
      send(
        api.POST("/api/v1/indicators/{code}/comments", {
          params: { path: { code } },
          body: { text: text.normalize("NFC").trim(), answers },
        }),
      ),
    onSuccess: async () => {
      setText("");
      toast(words.sent);
      await client.invalidateQueries({ queryKey: commentsQuery(code).queryKey });
      onDone();
    },
  });
  return (
    <form
      noValidate
      className={styles.write}
      onSubmit={(event) => {
        event.preventDefault();
        const empty = text.trim() === "";
        setMissing(empty);
        if (!empty && !write.isPending) write.mutate();
      }}
    >
      {write.error && <Banner tone="error">{asProblem(write.error).detail}</Banner>}
      <Field label={label} error={missing ? words.needsText : undefined}>
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            maxLength={3900}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" variant={answers === null ? "primary" : "secondary"} busy={write.isPending}>
        {words.send}
      </Button>
    </form>
  );
}
