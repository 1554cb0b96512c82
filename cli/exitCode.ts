/** What the program's exit codes mean; scripts rely on them. */
export const exitCode = {
  done: 0,
  /** The model has errors, or `fmt --check` found differences. */
  modelErrors: 1,
  wrongUsage: 2,
  /** The run could not finish; the message says why and what was kept. */
  runFailed: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The command can not be done as it was asked for. The message is one plain sentence or two. */
export class UsageError extends Error {
  readonly exitCode = exitCode.wrongUsage;

  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** The command was right and the work could not be finished: a full disk, an unwritable folder. */
export class RunFailure extends Error {
  readonly exitCode = exitCode.runFailed;

  constructor(message: string) {
    super(message);
    this.name = "RunFailure";
  }
}
