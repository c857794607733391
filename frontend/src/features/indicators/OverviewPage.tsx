import { PageTitle } from "../../ui/PageTitle";

export function OverviewPage() {
  return <PageTitle title="Tổng quan chỉ tiêu" />;
}
