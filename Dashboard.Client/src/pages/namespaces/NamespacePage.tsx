import { text } from "../../model/text";
import { PageHead } from "../parts/PageHead";
import { usePageTitle } from "../parts/usePageTitle";

export function NamespacePage() {
  usePageTitle(text.namespaces.title);
  return <PageHead title={text.namespaces.title} />;
}
