import { PageTitle } from "../../ui/PageTitle";

export function EntryPage() {
  return <PageTitle title="Nhập số liệu" />;
}
