import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, send } from "../../api/client";
import { faultAt, restOf } from "../../api/problem";
import type { components } from "../../api/schema";
import { dayOf, formatDay } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { CheckCards } from "../../ui/Choices";
import { CopyBox } from "../../ui/CopyBox";
import { Actions, Dialog, DialogForm } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Select, TextInput } from "../../ui/inputs";
import { Banner } from "../../ui/states";
import { general } from "../../words/vi/general";
import { keys } from "../../words/vi/keys";
import { ConfirmDialog } from "../ConfirmDialog";
import { FormFaults } from "../FormFaults";
import styles from "./KeysPage.module.css";
import type { Unit } from "./queries";
import { unitChoices } from "./tree";

type KeyMade = components["schemas"]["KeyMadeOut"];
type Scope = components["schemas"]["Scope"];

const SCOPES = Object.keys(keys.scopeWords) as Scope[];
const LIVES = [30, 90, 180, 365] as const;
const POINTERS = ["/name", "/unit", "/scopes", "/expires_on"];

function dayAfter(days: number): string {
  return dayOf(new Date(Date.now() + days * 86_400_000));
}

interface KeyDialogProps {
  units: readonly Unit[];
  onMade: (key: KeyMade) => void;
  onClose: () => void;
}

/** A new key: which tool, for which unit, what it may do and for how long. */
export function KeyDialog({ units, onMade, onClose }: KeyDialogProps) {
  const queryClient = useQueryClient();
  const [form, setForm] = useState({ name: "", unit: "", scopes: ["values:read"] as Scope[], days: 90 });
  const [tries, setTries] = useState(0);
  const create = useMutation({
    mutationFn: () => {
      const { days, ...given } = form;
      return send(api.POST("/api/v1/api-keys", { body: { ...given, expires_on: dayAfter(days) } }));
    },
    onSuccess: (key) => {
      onMade(key);
      return queryClient.invalidateQueries({ queryKey: ["api-keys"] });
    },
  });
  const missing = {
    name: form.name.trim() ? undefined : keys.needsName,
    unit: form.unit ? undefined : keys.needsUnit,
    scopes: form.scopes.length > 0 ? undefined : keys.needsScopes,
  };
  const error = (field: keyof typeof missing) =>
    (tries > 0 && missing[field]) || faultAt(create.error, `/${field}`);
  const rest = restOf(create.error, POINTERS);
  return (
    <Dialog title={keys.createTitle} onClose={onClose}>
      <DialogForm
        onSubmit={() => {
          setTries(tries + 1);
          if (!create.isPending && !Object.values(missing).some(Boolean)) create.mutate();
        }}
      >
        <FormFaults
          tries={tries}
          faults={[
            ["ten-khoa", error("name")],
            ["don-vi", error("unit")],
            ["pham-vi", error("scopes")],
          ]}
        />
        {rest && <Banner tone="error">{rest}</Banner>}
        <Field id="ten-khoa" label={keys.name} hint={keys.nameHint} error={error("name")}>
          {(control) => (
            <TextInput
              {...control}
              value={form.name}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => setForm({ ...form, name: event.target.value })}
            />
          )}
        </Field>
        <Field id="don-vi" label={keys.unit} hint={keys.unitHint} error={error("unit")}>
          {(control) => (
            <Select
              {...control}
              value={form.unit}
              options={[
                { value: "", label: keys.chooseUnit },
                ...unitChoices(units.filter((u) => u.may_manage)),
              ]}
              onChange={(event) => setForm({ ...form, unit: event.target.value })}
            />
          )}
        </Field>
        <CheckCards
          id="pham-vi"
          legend={keys.scopes}
          error={error("scopes")}
          options={SCOPES.map((scope) => ({
            value: scope,
            label: keys.scopeWords[scope].name,
            hint: keys.scopeWords[scope].can,
          }))}
          value={form.scopes}
          onChange={(scopes) => setForm({ ...form, scopes })}
        />
        <Life
          days={form.days}
          error={faultAt(create.error, "/expires_on")}
          onChange={(days) => setForm({ ...form, days })}
        />
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button type="submit" variant="primary" busy={create.isPending}>
            {keys.create}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}

/** A successor for a key in use: the same rights, another secret. `onMade` is called before the dialog closes. */
export function RotateDialog({
  apiKey,
  onMade,
  onClose,
}: {
  apiKey: components["schemas"]["KeyOut"];
  onMade: (key: KeyMade) => void;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [days, setDays] = useState(90);
  return (
    <ConfirmDialog
      title={t(keys.rotateTitle, { name: apiKey.name })}
      text={keys.rotateText}
      action={keys.rotate}
      onConfirm={async () => {
        const params = { path: { key_id: apiKey.id } };
        const body = { expires_on: dayAfter(days) };
        const made = await send(api.POST("/api/v1/api-keys/{key_id}/rotations", { params, body }));
        void queryClient.invalidateQueries({ queryKey: ["api-keys"] });
        onMade(made);
      }}
      onClose={onClose}
    >
      <Life days={days} onChange={setDays} />
    </ConfirmDialog>
  );
}

interface LifeProps {
  days: number;
  error?: string | undefined;
  onChange: (days: number) => void;
}

function Life({ days, error, onChange }: LifeProps) {
  return (
    <Field label={keys.life} hint={t(keys.until, { day: formatDay(dayAfter(days)) })} error={error}>
      {(control) => (
        <Select
          {...control}
          value={days}
          options={LIVES.map((life) => ({ value: String(life), label: t(keys.days, { days: life }) }))}
          onChange={(event) => onChange(Number(event.target.value))}
        />
      )}
    </Field>
  );
}

/** The secret of a new key, shown this once. */
export function SecretDialog({ made, onClose }: { made: KeyMade; onClose: () => void }) {
  return (
    <Dialog title={t(keys.secretTitle, { name: made.name })} onClose={onClose} closable={false}>
      {made.secret === null ? (
        <p>{keys.secretGone}</p>
      ) : (
        <>
          <Banner tone="note">{keys.secretOnce}</Banner>
          <CopyBox label={keys.secret} value={made.secret} />
          <p className="meta">
            {keys.secretHow} <code className={styles.code}>Authorization: Bearer {made.prefix}</code>
          </p>
        </>
      )}
      <Actions>
        <Button variant="primary" onClick={onClose}>
          {made.secret === null ? general.close : keys.secretDone}
        </Button>
      </Actions>
    </Dialog>
  );
}
