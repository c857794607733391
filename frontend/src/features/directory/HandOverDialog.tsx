import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, send } from "../../api/client";
import { faultAt, restOf } from "../../api/problem";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { Actions, Dialog, DialogForm } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { SearchInput, Select, TextArea } from "../../ui/inputs";
import { Banner } from "../../ui/states";
import { toast } from "../../ui/Toast";
import { directory } from "../../words/vi/directory";
import { general } from "../../words/vi/general";
import { roles } from "../../words/vi/roles";
import { FormFaults } from "../FormFaults";
import { held, type Person, peopleQuery } from "./queries";

/** All roles of one person to another, with how many there are, and why. */
export function HandOverDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [form, setForm] = useState({ to: "", reason: "" });
  const [tries, setTries] = useState(0);
  const mine = held(person);
  const handOver = useMutation({
    mutationFn: () => {
      const params = { path: { person_id: person.id } };
      return send(api.POST("/api/v1/people/{person_id}/handovers", { params, body: form }));
    },
    onSuccess: ({ given, ended, to }) => {
      const words = ended > 0 ? directory.handedOverSome : directory.handedOver;
      toast(t(words, { given, ended, name: to.display_name }));
      onClose();
      return queryClient.invalidateQueries({ queryKey: ["people"] });
    },
  });
  const missing = {
    to: form.to ? undefined : directory.needsReceiver,
    reason: form.reason.trim() ? undefined : directory.needsReason,
  };
  const error = (field: keyof typeof missing) =>
    (tries > 0 && missing[field]) || faultAt(handOver.error, `/${field}`);
  const rest = restOf(handOver.error, ["/to", "/reason"]);
  return (
    <Dialog title={t(directory.handOverTitle, { name: person.display_name })} onClose={onClose}>
      <DialogForm
        onSubmit={() => {
          setTries(tries + 1);
          if (!handOver.isPending && !Object.values(missing).some(Boolean)) handOver.mutate();
        }}
      >
        <FormFaults
          tries={tries}
          faults={[
            ["nguoi-nhan", error("to")],
            ["ly-do", error("reason")],
          ]}
        />
        {rest && <Banner tone="error">{rest}</Banner>}
        <p>{t(directory.handOverText, { count: mine.length })}</p>
        <ul>
          {mine.map((m) => (
            <li key={m.id}>
              {roles[m.role].name} · {m.unit.name}
            </li>
          ))}
        </ul>
        <Receiver
          person={person}
          value={form.to}
          error={error("to")}
          onChange={(to) => setForm({ ...form, to })}
        />
        <Field id="ly-do" label={directory.handOverReason} error={error("reason")}>
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              maxLength={4000}
              value={form.reason}
              onChange={(event) => setForm({ ...form, reason: event.target.value })}
            />
          )}
        </Field>
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button type="submit" variant="primary" busy={handOver.isPending}>
            {t(directory.handOverDo, { count: mine.length })}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}

interface ReceiverProps {
  person: Person;
  value: string;
  error: string | undefined;
  onChange: (id: string) => void;
}

function Receiver({ person, value, error, onChange }: ReceiverProps) {
  const [sought, setSought] = useState("");
  const people = useInfiniteQuery(peopleQuery(undefined, sought.trim(), false));
  const others = people.data?.pages.flatMap((page) => page.data).filter((p) => p.id !== person.id) ?? [];
  return (
    <>
      <SearchInput
        label={directory.handOverFind}
        value={sought}
        maxLength={100}
        onChange={(event) => setSought(event.target.value)}
      />
      <Field id="nguoi-nhan" label={directory.handOverTo} error={error}>
        {(control) => (
          <Select
            {...control}
            value={value}
            options={[
              { value: "", label: directory.handOverChoose },
              ...others.map((p) => ({ value: p.id, label: `${p.display_name} · ${p.unit.short_name}` })),
            ]}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
    </>
  );
}
