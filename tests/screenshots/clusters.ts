import { Server } from "../e2e/run/server";
import { Simulator } from "../e2e/run/simulator";

export interface Cluster {
  name: string;
  server: Server;
  stop(): Promise<void>;
}

interface Pods {
  totalPods: number;
  rows: { memory: { value: number | null } }[];
}

const measured = ({ totalPods, rows }: Pods, least: number) => totalPods >= least && rows.some(({ memory }) => memory.value !== null);
const table = "/api/v1/pods?sort=memory&descending=true&limit=5";

async function simulated(name: string, pods: number, nodes: number, speed: number): Promise<Cluster & { simulator: Simulator }> {
  const simulator = await Simulator.start(["--pods", String(pods), "--nodes", String(nodes), "--speed", String(speed)]);
  const server = await Server.start(["--kubeconfig", simulator.kubeconfig, "--Collection:Interval", "00:00:02"]);
  const stop = async () => {
    await server.stop();
    await simulator.stop();
  };
  return { name, simulator, server, stop };
}

/** The clusters that pages are shown with: what a person sees first, nothing, trouble, and very much. */
export const clusters: Record<string, (minutes: number) => Promise<Cluster>> = {
  async demo(minutes) {
    const server = await Server.start(["--Collection:Interval", "00:00:02", "--Simulator:Speed", "4"]);
    await server.until<Pods>(table, (page) => measured(page, 100), 60);
    await pause(minutes);
    return { name: "demo", server, stop: () => server.stop() };
  },
  async empty() {
    const cluster = await simulated("empty", 0, 3, 1);
    await cluster.server.until<{ nodes: unknown[] }>("/api/v1/nodes", ({ nodes }) => nodes.length === 3, 60);
    return cluster;
  },
  async broken() {
    const cluster = await simulated("broken", 120, 5, 15);
    await cluster.server.until<Pods>(table, (page) => measured(page, 80), 60);
    await cluster.simulator.faults("podMetrics=unavailable&nodeMetrics=forbidden&events=forbidden&resourceQuotas=notFound");
    await cluster.server.until<{ sources: { condition: string }[] }>(
      "/api/v1/status",
      ({ sources }) => sources.filter(({ condition }) => condition === "unavailable" || condition === "forbidden").length >= 2,
      120,
    );
    return cluster;
  },
  async large(minutes) {
    const cluster = await simulated("large", 30_000, 300, 1);
    await cluster.server.until<Pods>(table, (page) => measured(page, 28_000), 240);
    await pause(Math.min(minutes, 1));
    return cluster;
  },
};

/** History grows by waiting only. */
function pause(minutes: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, minutes * 60_000));
}
