import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, send } from "../../api/client";
import { asProblem, faultAt, restOf } from "../../api/problem";
import { usernameFrom } from "../../lib/fold";
import { Button, ButtonLink } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { TextInput } from "../../ui/inputs";
import { Banner, Empty } from "../../ui/states";
import { access } from "../../words/vi/access";
import { useEnter, useFragmentToken } from "./enter";
import { Frame } from "./Frame";
import styles from "./Frame.module.css";
import { NewPassword } from "./NewPassword";

const POINTERS = ["/display_name", "/username", "/password"];

/** The first administrator of the ward, through the link that the server printed. */
export function SetUpPage() {
  const token = useFragmentToken();
  return (
    <Frame title={access.setupTitle}>
      {token === null ? (
        <Empty icon="link" title={access.noToken} text={access.noTokenHint}>
          <ButtonLink to="/dang-nhap">{access.toSignIn}</ButtonLink>
        </Empty>
      ) : (
        <SetUpForm token={token} />
      )}
    </Frame>
  );
}

function SetUpForm({ token }: { token: string }) {
  const enter = useEnter();
  const [form, setForm] = useState({ display_name: "", username: "", password: "" });
  const [ownName, setOwnName] = useState(false);
  const claim = useMutation({
    mutationFn: () => send(api.POST("/api/v1/setup/claims", { body: { ...form, token } })),
    onSuccess: (signed) => enter(signed),
  });
  if (claim.error && asProblem(claim.error).status === 410) {
    return (
      <Empty icon="link" title={access.setupSpent} text={access.setupSpentHint}>
        <ButtonLink to="/dang-nhap">{access.toSignIn}</ButtonLink>
      </Empty>
    );
  }
  const rest = restOf(claim.error, POINTERS);
  return (
    <>
      <p className="muted">{access.setupText}</p>
      {rest && <Banner tone="error">{rest}</Banner>}
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!claim.isPending) claim.mutate();
        }}
      >
        <Field
          label={access.displayName}
          error={faultAt(claim.error, "/display_name", { too_short: access.needsDisplayName })}
        >
          {(control) => (
            <TextInput
              {...control}
              value={form.display_name}
              autoComplete="name"
              maxLength={200}
              onChange={(event) => {
                const name = event.target.value;
                const username = ownName ? form.username : usernameFrom(name);
                setForm({ ...form, display_name: name, username });
              }}
            />
          )}
        </Field>
        <Field
          label={access.username}
          hint={access.usernameHint}
          error={faultAt(claim.error, "/username", {
            too_short: access.badUsername,
            bad_format: access.badUsername,
          })}
        >
          {(control) => (
            <TextInput
              {...control}
              value={form.username}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={60}
              onChange={(event) => {
                setOwnName(true);
                setForm({ ...form, username: event.target.value });
              }}
            />
          )}
        </Field>
        <NewPassword
          value={form.password}
          error={faultAt(claim.error, "/password", { too_short: access.needsNewPassword })}
          onChange={(password) => setForm({ ...form, password })}
        />
        <Button type="submit" variant="primary" size="large" wide busy={claim.isPending}>
          {access.setupDone}
        </Button>
      </form>
    </>
  );
}
