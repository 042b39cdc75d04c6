import { text } from "../../model/text";
import { PageHead } from "../parts/PageHead";
import { usePageTitle } from "../parts/usePageTitle";

export function ComparePage() {
  usePageTitle(text.compare.title);
  return <PageHead title={text.compare.title} />;
}
