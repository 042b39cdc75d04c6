import type { ComponentType } from "react";
import type { StreamRequest } from "../live/early";

interface LoadedPage {
  Component: ComponentType;
  /** The streams that it opens as soon as it is drawn, by the parameters of its address; unless it says so, none is opened before that. */
  streams?: (parameters: URLSearchParams) => StreamRequest[];
}

interface Page {
  /** As the router writes it: a segment that begins with ":" is any one. */
  path: string;
  load: () => Promise<LoadedPage>;
}

/** Every page is fetched when it is first opened. */
export const pages: readonly Page[] = [
  {
    path: "",
    load: async () => {
      const { OverviewPage: Component, overviewStreams: streams } = await import("./overview/OverviewPage");
      return { Component, streams };
    },
  },
  {
    path: "pods",
    load: async () => {
      const { PodsPage: Component, podsStreams: streams } = await import("./pods/PodsPage");
      return { Component, streams };
    },
  },
  { path: "pods/:namespace/:name", load: async () => ({ Component: (await import("./pod/PodPage")).PodPage }) },
  { path: "nodes", load: async () => ({ Component: (await import("./nodes/NodesPage")).NodesPage }) },
  { path: "nodes/:name", load: async () => ({ Component: (await import("./nodes/NodePage")).NodePage }) },
  {
    path: "workloads",
    load: async () => {
      const { WorkloadsPage: Component, workloadsStreams: streams } = await import("./workloads/WorkloadsPage");
      return { Component, streams };
    },
  },
  { path: "workloads/:namespace/:kind/:name", load: async () => ({ Component: (await import("./workloads/WorkloadPage")).WorkloadPage }) },
  { path: "namespaces", load: async () => ({ Component: (await import("./namespaces/NamespacesPage")).NamespacesPage }) },
  { path: "namespaces/:name", load: async () => ({ Component: (await import("./namespaces/NamespacePage")).NamespacePage }) },
  { path: "compare", load: async () => ({ Component: (await import("./compare/ComparePage")).ComparePage }) },
  { path: "runtime", load: async () => ({ Component: (await import("./runtime/RuntimePage")).RuntimePage }) },
];

/** The page at an address; undefined where there is none. */
export function pageAt(pathname: string): Page | undefined {
  const asked = segmentsOf(pathname);
  return pages.find(({ path }) => {
    const segments = segmentsOf(path);
    return segments.length === asked.length && segments.every((segment, index) => segment.startsWith(":") || segment === asked[index]);
  });
}

const segmentsOf = (path: string): string[] => path.split("/").filter((segment) => segment !== "");
