import { built, Program } from "./process";

/** The dashboard on a free port of loopback. */
export class Server {
  private constructor(
    readonly program: Program,
    readonly url: string,
  ) {}

  static async start(args: string[] = [], env: Record<string, string> = {}): Promise<Server> {
    const { assembly, folder } = built("Dashboard.Server");
    const urls = args.some((arg) => arg.startsWith("--urls")) ? [] : ["--urls", "http://127.0.0.1:0"];
    const program = Program.start("dotnet", [assembly, ...urls, ...args], { cwd: folder, env });
    const [, url] = await program.printed(/Now listening on: (http:\/\/\S+)/);
    return new Server(program, (url as string).replace(/0\.0\.0\.0|\[::\]/, "127.0.0.1"));
  }

  async get(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, init);
  }

  async json<T>(path: string): Promise<T> {
    const response = await this.get(path);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** Asks until the answer satisfies; each answer is one event of the server, not a guess at its time. */
  async until<T>(path: string, satisfied: (value: T) => boolean, seconds = 30): Promise<T> {
    const end = performance.now() + seconds * 1000;
    for (;;) {
      const value = await this.json<T>(path).catch(() => undefined);
      if (value !== undefined && satisfied(value)) return value;
      if (performance.now() > end)
        throw new Error(`${path} did not become as expected in ${seconds} s; last: ${JSON.stringify(value)?.slice(0, 2000)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async stop(): Promise<void> {
    await this.program.stop();
  }
}
