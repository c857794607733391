import { useQueryClient } from "@tanstack/react-query";
import { api, send } from "../../../api/client";
import { t } from "../../../lib/i18n";
import { notices } from "../../../words/vi/notices";
import { UrgeDialog } from "../../notices/UrgeDialog";
import { commentsQuery } from "../reading/queries";

const { urge: words } = notices;

interface Props {
  code: string;
  name: string;
  unit: { code: string; short_name: string };
  onClose: () => void;
}

/** Reminds a unit of its numbers for an indicator. */
export function UrgeUnit({ code, name, unit, onClose }: Props) {
  const client = useQueryClient();
  const lines = [
    t(words.indicatorLine, { unit: unit.short_name, code, title: name }),
    t(words.see, { link: `${location.origin}/chi-tieu/${code}` }),
  ];
  return (
    <UrgeDialog
      title={t(words.indicatorTitle, { unit: unit.short_name })}
      text={t(words.indicatorText, { code })}
      line={lines.join("\n")}
      onSend={(text) =>
        send(
          api.POST("/api/v1/indicators/{code}/reminders", {
            params: { path: { code } },
            body: { unit: unit.code, text },
          }),
        )
      }
      onDone={() => client.invalidateQueries({ queryKey: commentsQuery(code).queryKey })}
      onClose={onClose}
    />
  );
}
