import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { built, Program } from "./process";

/** A simulated cluster in a process of its own, with the kubeconfig that it wrote. */
export class Simulator {
  private constructor(
    readonly program: Program,
    readonly kubeconfig: string,
  ) {}

  static async start(args: string[] = []): Promise<Simulator> {
    const kubeconfig = join(mkdtempSync(join(tmpdir(), "dashboard-e2e-")), "kubeconfig");
    const { assembly, folder } = built("Dashboard.Simulator");
    const program = Program.start("dotnet", [assembly, "--kubeconfig", kubeconfig, ...args], { cwd: folder });
    await program.printed(/kubeconfig/i);
    return new Simulator(program, kubeconfig);
  }

  async stop(): Promise<void> {
    await this.program.stop();
  }
}
