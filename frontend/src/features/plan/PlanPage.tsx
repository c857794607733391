import { PageTitle } from "../../ui/PageTitle";

export function PlanPage() {
  return <PageTitle title="Kế hoạch" />;
}
