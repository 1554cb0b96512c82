/** docs/command-line.md names every option that `tendril COMMAND --help` prints, and every command that is not built. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { commandList } from "../../cli/commandList.ts";
import { notBuiltCommands } from "../../cli/commands/notBuilt.ts";
import { fakeContext, tendril } from "../cli/fakeContext.ts";

const page = readFileSync(new URL("../../docs/command-line.md", import.meta.url), "utf8");
const commands = commandList.filter(({ isHidden }) => isHidden !== true);

/** What the page says of a command's options: its row, and of those that run an experiment also their table. */
function saidOf(command: string): string {
  const rows = page
    .split("\n")
    .filter((line) => line.startsWith("|") && line.includes(`tendril ${command} `));
  const [, running = ""] = /^## Running\n([\s\S]*?)^```/m.exec(page) ?? [];
  return rows.join("\n") + (command === "run" || command === "sweep" ? running : "");
}

it.each(commands.map(({ name }) => name))("names the options of tendril %s", async (name) => {
  const { stdout } = await tendril(fakeContext(), name, "--help");
  const options = [...stdout.matchAll(/^ {2}(?:(-\w), )?(--[\w-]+)/gm)]
    .map(([, short = "", long = ""]) => ({ short, long }))
    .filter(({ long }) => long !== "--version");
  expect(options.map(({ long }) => long)).toContain("--help");
  const said = saidOf(name);
  const isSaid = ({ short, long }: { readonly short: string; readonly long: string }): boolean =>
    long === "--help" ||
    said.includes(long) ||
    (short !== "" && said.includes(` ${short} `)) ||
    (short !== "" && said.includes(`[${short} `));
  expect(options.filter((option) => !isSaid(option)).map(({ long }) => long)).toEqual([]);
});

it("says which commands are not built", () => {
  const [, listed = ""] = /^Not built yet: ([\s\S]*)$/m.exec(page) ?? [];
  const found = [...listed.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  expect(found).toEqual(notBuiltCommands.map(({ name }) => name));
});
