import type { Server } from "./server";

/** A page of the client, and how one knows that it is there. */
export interface KnownPage {
  name: string;
  path: string;
}

interface Rows {
  rows: { name: string; namespace: string; workload: { kind: string; name: string } }[];
}

/** Every page of the client, with things of this cluster for those that are of one thing. */
export async function everyPage(server: Server, filter = "text=dbaas"): Promise<KnownPage[]> {
  const { rows } = await server.until<Rows>(`/api/v1/pods?${filter}&phase=Running`, (page) => page.rows.length > 0);
  const pod = rows[0] as Rows["rows"][number];
  const { nodes } = await server.json<{ nodes: { name: string }[] }>("/api/v1/nodes");
  const workload = `${pod.namespace}/${pod.workload.kind}/${pod.workload.name}`;
  return [
    { name: "overview", path: "/" },
    { name: "pods", path: "/pods" },
    { name: "pods-by-workload", path: "/pods?group=workload" },
    { name: "pods-by-label", path: "/pods?group=label&by=app" },
    { name: "pod", path: `/pods/${pod.namespace}/${pod.name}` },
    { name: "workloads", path: "/workloads" },
    { name: "workload", path: `/workloads/${workload}` },
    { name: "namespaces", path: "/namespaces" },
    { name: "namespace", path: `/namespaces/${pod.namespace}` },
    { name: "nodes", path: "/nodes" },
    { name: "node", path: `/nodes/${nodes[0]?.name}` },
    { name: "compare", path: `/compare?s=workload:${workload}&s=pod:${pod.namespace}/${pod.name}` },
    { name: "compare-empty", path: "/compare" },
    { name: "runtime", path: "/runtime" },
    { name: "not-found", path: "/no/such/page" },
  ];
}
