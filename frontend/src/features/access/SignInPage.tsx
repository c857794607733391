import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { api, send } from "../../api/client";
import { instanceQuery } from "../../api/me";
import { asProblem } from "../../api/problem";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { PasswordInput, TextInput } from "../../ui/inputs";
import { Banner } from "../../ui/states";
import { access } from "../../words/vi/access";
import { useEnter } from "./enter";
import { Frame } from "./Frame";
import styles from "./Frame.module.css";

const route = getRouteApi("/signed-out/dang-nhap");

/** Name and password; whoever was sent here comes back to where they were. */
export function SignInPage() {
  const { tiep: onward } = route.useSearch();
  const instance = useQuery(instanceQuery).data;
  const enter = useEnter();
  const [form, setForm] = useState({ username: "", password: "" });
  const [tried, setTried] = useState(false);
  const logIn = useMutation({
    mutationFn: () => send(api.POST("/api/v1/sessions", { body: form })),
    onSuccess: (signed) => enter(signed, onward),
  });
  return (
    <Frame title={access.signIn}>
      {onward && !logIn.error && <Banner tone="note">{access.expired}</Banner>}
      {instance?.setup_needed && <Banner tone="note">{access.setupNeeded}</Banner>}
      {logIn.error && <Banner tone="error">{asProblem(logIn.error).detail}</Banner>}
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (form.username && form.password && !logIn.isPending) logIn.mutate();
        }}
      >
        <Field label={access.username} error={tried && !form.username ? access.needsName : undefined}>
          {(control) => (
            <TextInput
              {...control}
              value={form.username}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={100}
              autoFocus
              onChange={(event) => setForm({ ...form, username: event.target.value })}
            />
          )}
        </Field>
        <Field label={access.password} error={tried && !form.password ? access.needsPassword : undefined}>
          {(control) => (
            <PasswordInput
              {...control}
              value={form.password}
              autoComplete="current-password"
              maxLength={200}
              onChange={(event) => setForm({ ...form, password: event.target.value })}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" size="large" wide busy={logIn.isPending}>
          {access.signIn}
        </Button>
      </form>
      <details className={styles.help}>
        <summary>{access.forgot}</summary>
        <p>{access.forgotHint}</p>
      </details>
    </Frame>
  );
}
