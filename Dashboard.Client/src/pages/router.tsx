import { createBrowserRouter } from "react-router";
import { NotFound, PageError } from "./parts/Problem";
import { Shell } from "./shell/Shell";

/** Between the first paint and the first page there is nothing to say yet. */
function Blank() {
  return null;
}

/** Every page is loaded when it is first opened. */
export function makeRouter() {
  return createBrowserRouter([
    {
      path: "/",
      Component: Shell,
      HydrateFallback: Blank,
      children: [
        {
          ErrorBoundary: PageError,
          children: [
            { index: true, lazy: async () => ({ Component: (await import("./overview/OverviewPage")).OverviewPage }) },
            { path: "pods", lazy: async () => ({ Component: (await import("./pods/PodsPage")).PodsPage }) },
            { path: "pods/:namespace/:name", lazy: async () => ({ Component: (await import("./pod/PodPage")).PodPage }) },
            { path: "nodes", lazy: async () => ({ Component: (await import("./nodes/NodesPage")).NodesPage }) },
            { path: "nodes/:name", lazy: async () => ({ Component: (await import("./nodes/NodePage")).NodePage }) },
            { path: "workloads", lazy: async () => ({ Component: (await import("./workloads/WorkloadsPage")).WorkloadsPage }) },
            {
              path: "workloads/:namespace/:kind/:name",
              lazy: async () => ({ Component: (await import("./workloads/WorkloadPage")).WorkloadPage }),
            },
            { path: "namespaces", lazy: async () => ({ Component: (await import("./namespaces/NamespacesPage")).NamespacesPage }) },
            { path: "namespaces/:name", lazy: async () => ({ Component: (await import("./namespaces/NamespacePage")).NamespacePage }) },
            { path: "compare", lazy: async () => ({ Component: (await import("./compare/ComparePage")).ComparePage }) },
            { path: "runtime", lazy: async () => ({ Component: (await import("./runtime/RuntimePage")).RuntimePage }) },
            { path: "*", Component: NotFound },
          ],
        },
      ],
    },
  ]);
}
