import { text } from "../../model/text";
import { PageHead } from "../parts/PageHead";
import { usePageTitle } from "../parts/usePageTitle";

export function WorkloadPage() {
  usePageTitle(text.workloads.title);
  return <PageHead title={text.workloads.title} />;
}
