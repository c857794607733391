import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api, onExpiry, send, signedIn } from "../api/client";
import { asProblem } from "../api/problem";
import { Button } from "../ui/Button";
import { Actions, Dialog, DialogForm } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { PasswordInput, TextInput } from "../ui/inputs";
import { access } from "../words/vi/access";
import { shell } from "../words/vi/shell";

/**
 * A session that ends while somebody works asks for the password on the spot, so that what was typed stays on the
 * screen and the calls that were refused are sent again.
 */
export function SessionDialog({ username }: { username: string }) {
  const [answer, setAnswer] = useState<{ give: (again: boolean) => void } | null>(null);
  useEffect(() => {
    onExpiry(() => new Promise<boolean>((give) => setAnswer({ give })));
    return () => onExpiry(null);
  }, []);
  if (answer === null) return null;
  return (
    <SignInAgain
      username={username}
      onDone={() => {
        setAnswer(null);
        answer.give(true);
      }}
    />
  );
}

function SignInAgain({ username, onDone }: { username: string; onDone: () => void }) {
  const [password, setPassword] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const logIn = useMutation({
    mutationFn: () => send(api.POST("/api/v1/sessions", { body: { username, password } })),
    onSuccess: (signed) => {
      signedIn(signed);
      onDone();
    },
  });
  const here = `${location.pathname}${location.search}`;
  return (
    <Dialog title={shell.expiredTitle} onClose={() => undefined} closable={false}>
      <p>{shell.expiredText}</p>
      <DialogForm onSubmit={() => !logIn.isPending && logIn.mutate()}>
        <Field label={access.username}>
          {(control) => <TextInput {...control} value={username} readOnly autoComplete="username" />}
        </Field>
        <Field label={access.password} error={logIn.error ? asProblem(logIn.error).detail : undefined}>
          {(control) => (
            <PasswordInput
              {...control}
              ref={field}
              value={password}
              required
              autoComplete="current-password"
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Actions>
          <Button
            variant="quiet"
            onClick={() => location.assign(`/dang-nhap?tiep=${encodeURIComponent(here)}`)}
          >
            {shell.expiredOther}
          </Button>
          <Button type="submit" variant="primary" busy={logIn.isPending}>
            {access.signIn}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}
