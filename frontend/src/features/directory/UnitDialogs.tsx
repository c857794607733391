/** What can be done with units: a new one, another name, an end. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ifMatch, send } from "../../api/client";
import { faultAt, ProblemError, restOf } from "../../api/problem";
import type { components } from "../../api/schema";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { Actions, Dialog, DialogForm } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Select, TextInput } from "../../ui/inputs";
import { Banner } from "../../ui/states";
import { toast } from "../../ui/Toast";
import { directory } from "../../words/vi/directory";
import { general } from "../../words/vi/general";
import { ConfirmDialog } from "../ConfirmDialog";
import { FormFaults } from "../FormFaults";
import type { Unit } from "./queries";
import { nextCode, parentFor, unitChoices } from "./tree";

type UnitKind = components["schemas"]["UnitKind"];

const KINDS: readonly UnitKind[] = [
  "office",
  "centre",
  "force",
  "front",
  "school",
  "neighbourhood",
  "team",
  "leadership",
  "other",
];

interface NewUnitDialogProps {
  units: readonly Unit[];
  parent: string | undefined;
  onMade: (unit: Unit) => void;
  onClose: () => void;
}

/** A new unit below one that the person looks after. */
export function NewUnitDialog({ units, parent, onMade, onClose }: NewUnitDialogProps) {
  const queryClient = useQueryClient();
  const parents = units.filter((unit) => unit.may_manage && unit.level !== "team");
  const first = parentFor(parents, parent);
  const [form, setForm] = useState({
    parent: first?.code ?? "",
    kind: "office" as UnitKind,
    name: "",
    short_name: "",
    code: "",
  });
  const [ownCode, setOwnCode] = useState(false);
  const [tries, setTries] = useState(0);
  const create = useMutation({
    mutationFn: () => send(api.POST("/api/v1/units", { body: form })),
    onSuccess: async (unit) => {
      toast(t(directory.unitMade, { name: unit.name }));
      await queryClient.invalidateQueries({ queryKey: ["units"] });
      onMade(unit);
    },
  });
  const missing = {
    name: form.name.trim() ? undefined : directory.needsUnitName,
    short_name: form.short_name.trim() ? undefined : directory.needsShortName,
    code: form.code.trim() ? undefined : directory.needsCode,
  };
  const taken = create.error instanceof ProblemError && create.error.code === "already_exists";
  const error = (field: keyof typeof missing) => {
    if (tries > 0 && missing[field]) return missing[field];
    if (field === "code" && taken) return directory.takenCode;
    return faultAt(create.error, `/${field}`, field === "code" ? { bad_format: directory.badCode } : {});
  };
  const rest = taken ? undefined : restOf(create.error, ["/name", "/short_name", "/code", "/parent"]);
  const text = (field: keyof typeof missing, label: string, hint?: string) => (
    <Field id={field} label={label} hint={hint} error={error(field)}>
      {(control) => (
        <TextInput
          {...control}
          value={form[field]}
          maxLength={field === "code" ? 30 : 200}
          autoComplete="off"
          onChange={(event) => {
            const { value } = event.target;
            if (field === "code") setOwnCode(value !== "");
            setForm({ ...form, [field]: field === "code" ? value.toUpperCase() : value });
          }}
        />
      )}
    </Field>
  );
  return (
    <Dialog title={directory.addUnitTitle} onClose={onClose}>
      <DialogForm
        onSubmit={() => {
          setTries(tries + 1);
          if (!create.isPending && !Object.values(missing).some(Boolean)) create.mutate();
        }}
      >
        <FormFaults
          tries={tries}
          faults={[
            ["name", error("name")],
            ["short_name", error("short_name")],
            ["code", error("code")],
          ]}
        />
        {rest && <Banner tone="error">{rest}</Banner>}
        <Field label={directory.parent} error={faultAt(create.error, "/parent")}>
          {(control) => (
            <Select
              {...control}
              value={form.parent}
              options={unitChoices(parents)}
              onChange={(event) => setForm({ ...form, parent: event.target.value })}
            />
          )}
        </Field>
        <Field label={directory.kind}>
          {(control) => (
            <Select
              {...control}
              value={form.kind}
              options={KINDS.map((kind) => ({ value: kind, label: directory.kinds[kind] }))}
              onChange={(event) => {
                const kind = event.target.value as UnitKind;
                setForm({ ...form, kind, code: ownCode ? form.code : nextCode(units, kind) });
              }}
            />
          )}
        </Field>
        {text("name", directory.unitName)}
        {text("short_name", directory.shortName, directory.shortNameHint)}
        {text("code", directory.code, form.kind === "school" ? directory.codeSchool : directory.codeHint)}
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button type="submit" variant="primary" busy={create.isPending}>
            {directory.addUnit}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}

/** The names of a unit; its code never changes. */
export function RenameUnitDialog({ unit, onClose }: { unit: Unit; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [form, setForm] = useState({ name: unit.name, short_name: unit.short_name });
  const rename = useMutation({
    mutationFn: () => {
      const params = { path: { code: unit.code } };
      return send(api.PATCH("/api/v1/units/{code}", { params, headers: ifMatch(unit.version), body: form }));
    },
    onSuccess: () => {
      toast(directory.unitRenamed);
      onClose();
      return queryClient.invalidateQueries({ queryKey: ["units"] });
    },
  });
  const rest = restOf(rename.error, ["/name", "/short_name"]);
  return (
    <Dialog title={directory.renameUnit} onClose={onClose}>
      <DialogForm onSubmit={() => !rename.isPending && rename.mutate()}>
        {rest && <Banner tone="error">{rest}</Banner>}
        <Field label={directory.unitName} error={faultAt(rename.error, "/name")}>
          {(control) => (
            <TextInput
              {...control}
              value={form.name}
              maxLength={200}
              onChange={(event) => setForm({ ...form, name: event.target.value })}
            />
          )}
        </Field>
        <Field
          label={directory.shortName}
          hint={directory.shortNameHint}
          error={faultAt(rename.error, "/short_name")}
        >
          {(control) => (
            <TextInput
              {...control}
              value={form.short_name}
              maxLength={200}
              onChange={(event) => setForm({ ...form, short_name: event.target.value })}
            />
          )}
        </Field>
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button type="submit" variant="primary" busy={rename.isPending}>
            {directory.save}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}

/** End a unit from today on, with a reason for the record. */
export function CloseUnitDialog({
  unit,
  onClosed,
  onClose,
}: {
  unit: Unit;
  onClosed: () => void;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  return (
    <ConfirmDialog
      title={t(directory.closeUnitTitle, { name: unit.name })}
      text={directory.closeUnitText}
      action={directory.closeUnit}
      danger
      onConfirm={async () => {
        if (!reason.trim()) throw new ProblemError(422, { detail: directory.needsReason });
        const params = { path: { code: unit.code } };
        const headers = ifMatch(unit.version);
        await send(api.POST("/api/v1/units/{code}/closings", { params, headers, body: { reason } }));
        toast(t(directory.unitClosed, { name: unit.name }));
        onClosed();
        await queryClient.invalidateQueries({ queryKey: ["units"] });
      }}
      onClose={onClose}
    >
      <Field label={directory.reason}>
        {(control) => (
          <TextInput
            {...control}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
