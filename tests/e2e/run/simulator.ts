import { mkdtempSync, readFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { built, Program } from "./process";

interface Kubeconfig {
  clusters: { cluster: { server: string; "certificate-authority-data": string } }[];
  users: { user: { token?: string } }[];
}

/** A simulated cluster in a process of its own, with the kubeconfig that it wrote. */
export class Simulator {
  private constructor(
    readonly program: Program,
    readonly kubeconfig: string,
  ) {}

  static async start(args: string[] = []): Promise<Simulator> {
    const kubeconfig = join(mkdtempSync(join(tmpdir(), "dashboard-e2e-")), "kubeconfig");
    const { assembly, folder } = built("Dashboard.Simulator");
    const program = Program.start("dotnet", [assembly, "--port", "0", "--kubeconfig", kubeconfig, ...args], { cwd: folder });
    await program.printed(/export KUBECONFIG=/, 120);
    return new Simulator(program, kubeconfig);
  }

  /** Sets faults, such as `podMetrics=unavailable`; the empty string ends them all. */
  async faults(query: string): Promise<void> {
    await this.admin(query === "" ? "DELETE" : "PUT", `/simulator/faults?${query}`);
  }

  /** Replaces a share of the pods at once. */
  async replace(share: number): Promise<void> {
    await this.admin("POST", `/simulator/replace?share=${share}`);
  }

  async stop(): Promise<void> {
    await this.program.stop();
  }

  private async admin(method: string, path: string): Promise<void> {
    const config = parse(readFileSync(this.kubeconfig, "utf8")) as Kubeconfig;
    const cluster = config.clusters[0]?.cluster;
    const token = config.users.map(({ user }) => user.token).find((value) => value !== undefined);
    if (!cluster || !token) throw new Error("the kubeconfig has no cluster or no token");
    const ca = Buffer.from(cluster["certificate-authority-data"], "base64");
    await new Promise<void>((resolve, reject) => {
      const sent = request(`${cluster.server}${path}`, { method, ca, headers: { authorization: `Bearer ${token}` } }, (answer) => {
        answer.resume();
        if (answer.statusCode === 200) answer.on("end", resolve);
        else reject(new Error(`${method} ${path}: ${answer.statusCode}`));
      });
      sent.on("error", reject);
      sent.end();
    });
  }
}
