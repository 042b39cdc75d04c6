import { text } from "../../model/text";
import { NamespacesIcon, NodesIcon, OverviewIcon, PodsIcon, RuntimeIcon, WorkloadsIcon } from "../parts/icons";

interface PageLink {
  to: string;
  label: string;
  Icon: typeof PodsIcon;
}

/** The pages that are not of one thing, in the order of the navigation. */
export const pageLinks: readonly PageLink[] = [
  { to: "/", label: text.pages.overview, Icon: OverviewIcon },
  { to: "/pods", label: text.pages.pods, Icon: PodsIcon },
  { to: "/workloads", label: text.pages.workloads, Icon: WorkloadsIcon },
  { to: "/namespaces", label: text.pages.namespaces, Icon: NamespacesIcon },
  { to: "/nodes", label: text.pages.nodes, Icon: NodesIcon },
  { to: "/runtime", label: text.pages.runtime, Icon: RuntimeIcon },
];
