import { type ChildProcess, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** A program of the project in a process of its own, with everything it printed. */
export class Program {
  readonly output: string[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(readonly process: ChildProcess) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output.push(text);
        for (const check of [...this.waiting]) check();
      });
    }
    process.on("exit", () => {
      for (const check of [...this.waiting]) check();
    });
  }

  static start(command: string, args: string[], options: { cwd?: string; env?: Record<string, string> } = {}): Program {
    const env = { ...process.env, KUBECONFIG: "", DOTNET_gcServer: "0", ...options.env };
    return new Program(spawn(command, args, { cwd: options.cwd ?? repository, env, stdio: ["ignore", "pipe", "pipe"] }));
  }

  get text(): string {
    return this.output.join("");
  }

  /** Waits until the program has printed a match; rejects when it ends before. */
  async printed(pattern: RegExp, seconds = 60): Promise<RegExpMatchArray> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => finish(() => reject(new Error(`not printed in ${seconds} s: ${pattern}\n${this.text}`))),
        seconds * 1000,
      );
      const check = () => {
        const match = this.text.match(pattern);
        if (match) finish(() => resolve(match));
        else if (this.process.exitCode !== null) finish(() => reject(new Error(`ended with ${this.process.exitCode}\n${this.text}`)));
      };
      const finish = (then: () => void) => {
        clearTimeout(timer);
        this.waiting.delete(check);
        then();
      };
      this.waiting.add(check);
      check();
    });
  }

  /** Asks it to end, and waits until it has. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => {
      if (this.process.exitCode !== null || this.process.signalCode !== null) resolve(this.process.exitCode);
      else this.process.once("exit", (code) => resolve(code));
    });
    this.process.kill(signal);
    return ended;
  }
}

/** A .NET program of the solution as `dotnet build` left it; BUILD_CONFIGURATION=Release for that of `dotnet build -c Release`. */
export function built(project: string): { assembly: string; folder: string } {
  const folder = join(repository, project);
  const configuration = process.env.BUILD_CONFIGURATION ?? "Debug";
  return { folder, assembly: join(folder, "bin", configuration, "net10.0", `${project.split("/").at(-1)}.dll`) };
}
