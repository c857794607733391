import { PageTitle } from "../../ui/PageTitle";

export function ReviewPage() {
  return <PageTitle title="Duyệt" />;
}
