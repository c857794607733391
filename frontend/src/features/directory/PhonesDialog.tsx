import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, send } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { components } from "../../api/schema";
import { deviceOf } from "../../lib/device";
import { formatMoment } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { Actions, Dialog } from "../../ui/Dialog";
import { Banner } from "../../ui/states";
import { Table } from "../../ui/Table";
import { toast } from "../../ui/Toast";
import { directory } from "../../words/vi/directory";
import { general } from "../../words/vi/general";
import { Loaded } from "../Loaded";
import type { Person } from "./queries";

type Device = components["schemas"]["DeviceOut"];

/** The phones of a contributor that came in by a card; each can be taken back. */
export function PhonesDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const queryClient = useQueryClient();
  const queryKey = ["people", person.id, "devices"];
  const devices = useQuery({
    queryKey,
    queryFn: ({ signal }) => {
      const params = { path: { person_id: person.id } };
      return send(api.GET("/api/v1/people/{person_id}/devices", { params, signal }));
    },
  });
  const end = useMutation({
    mutationFn: (device: Device) => {
      const params = { path: { person_id: person.id, device_id: device.id } };
      return send(api.DELETE("/api/v1/people/{person_id}/devices/{device_id}", { params }));
    },
    onSuccess: (_, device) => {
      toast(t(directory.phoneRevoked, { device: deviceOf(device.user_agent) }));
      return queryClient.invalidateQueries({ queryKey: ["people"] });
    },
  });
  return (
    <Dialog title={t(directory.phonesTitle, { name: person.display_name })} onClose={onClose} wide>
      <p>{directory.phonesText}</p>
      {end.error && <Banner tone="error">{asProblem(end.error).detail}</Banner>}
      <Loaded query={devices} rows={2}>
        {({ data }) =>
          data.length === 0 ? (
            <p className="muted">{directory.noPhones}</p>
          ) : (
            <Phones rows={data} busy={end.isPending} onEnd={(device) => end.mutate(device)} />
          )
        }
      </Loaded>
      <Actions>
        <Button onClick={onClose}>{general.close}</Button>
      </Actions>
    </Dialog>
  );
}

interface PhonesProps {
  rows: readonly Device[];
  busy: boolean;
  onEnd: (device: Device) => void;
}

function Phones({ rows, busy, onEnd }: PhonesProps) {
  return (
    <Table caption={directory.phones} stack>
      <thead>
        <tr>
          <th scope="col">{directory.phone}</th>
          <th scope="col">{directory.phoneSince}</th>
          <th scope="col">{directory.phoneUsed}</th>
          <th scope="col">{directory.phoneEnds}</th>
          <th scope="col">
            <span className="visually-hidden">{directory.revokePhone}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>{deviceOf(row.user_agent)}</td>
            <td data-label={directory.phoneSince}>{formatMoment(row.started_at)}</td>
            <td data-label={directory.phoneUsed}>{formatMoment(row.last_used_at)}</td>
            <td data-label={directory.phoneEnds}>{formatMoment(row.expires_at)}</td>
            <td className="end">
              <Button variant="danger" size="small" busy={busy} onClick={() => onEnd(row)}>
                {directory.revokePhone}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
