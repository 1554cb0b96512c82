/** What a command sees of the world around it, so that tests can give another one. */
import { exitCode } from "./exitCode.ts";

export interface Channel {
  write(text: string): void;
  /** Resolves when the text is taken, for tables larger than memory should hold; false when nobody reads. */
  print(text: string): Promise<boolean>;
  readonly isTerminal: boolean;
  /** Cells in a line; 100 where it is no terminal. */
  readonly columns: number;
  /** Whether colours are wanted here. */
  readonly colour: boolean;
}

export interface CliContext {
  readonly cwd: string;
  readonly stdout: Channel;
  readonly stderr: Channel;
  /**
   * Aborted when the user interrupts (Ctrl-C) or a scheduler ends the process (SIGTERM). Who reads it promises to
   * look at it: until then these signals end the process at once.
   */
  readonly interrupted: AbortSignal;
}

/** The context of this process. */
export function processContext(): CliContext {
  let interrupted: AbortSignal | null = null;
  return {
    cwd: process.cwd(),
    stdout: channel(process.stdout),
    stderr: channel(process.stderr),
    get interrupted() {
      interrupted ??= catchInterruptions();
      return interrupted;
    },
  };
}

function catchInterruptions(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    // The first asks to stop and keep what there is; whoever asks again wants out at once.
    if (controller.signal.aborted) process.exit(exitCode.interrupted);
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return controller.signal;
}

function channel(stream: NodeJS.WriteStream): Channel {
  const isTerminal = stream.isTTY;
  // https://no-color.org, and TERM=dumb for terminals that know no escape sequences.
  const colour = isTerminal && (process.env["NO_COLOR"] ?? "") === "" && process.env["TERM"] !== "dumb";
  return {
    write: (text) => void stream.write(text),
    print: (text) =>
      new Promise((resolve) => {
        stream.write(text, (error) => resolve(error === null || error === undefined));
      }),
    isTerminal,
    columns: isTerminal ? stream.columns || 100 : 100,
    colour,
  };
}
