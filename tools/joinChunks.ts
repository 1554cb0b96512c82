/**
 * Joins the chunks of a bundle that a usual start loads into one file. Sharing code between commands leaves some eighty
 * of them, each of which Node finds, reads and links on its own: a tenth of a short run.
 *
 * Each of these chunks stays as a file that passes on what it has from the joined one, so that chunks which are loaded
 * later find everything where it was.
 */
import { writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";

/**
 * @param folder where the bundle lies
 * @param root what the paths of the metafile count from
 * @param entries outputs' source files from which a start goes on, `cli/main.ts` and what it imports on the way
 */
export async function joinChunks(
  folder: string,
  root: string,
  { outputs }: Metafile,
  entries: readonly string[],
): Promise<void> {
  const chunks = new Map(Object.entries(outputs).map(([path, output]) => [join(root, path), output]));
  const joined = new Set<string>();
  const add = (path: string): void => {
    const output = chunks.get(path);
    if (output === undefined || joined.has(path)) return;
    joined.add(path);
    for (const { path: next, kind } of output.imports) if (kind === "import-statement") add(join(root, next));
  };
  for (const [path, { entryPoint }] of chunks)
    if (entryPoint !== undefined && entries.includes(entryPoint)) add(path);

  const main = join(folder, "chunks", "start.js");
  const paths = [...joined];
  const names = (path: string): readonly string[] => chunks.get(path)?.exports ?? [];
  const passed = paths
    .map((path, i) => {
      const list = names(path).map((name) => `${name} as ${name}_${i}`);
      return `export { ${list.join(", ")} } from ${JSON.stringify(path)};`;
    })
    .join("\n");
  const { outputFiles } = await build({
    stdin: { contents: passed, resolveDir: folder, loader: "js" },
    outfile: main,
    write: false,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node22.18",
    legalComments: "inline",
    logLevel: "warning",
    plugins: [onlyJoined(folder, joined, dirname(main))],
  });
  for (const { path, text } of outputFiles) writeFileSync(path, text);
  paths.forEach((path, i) => {
    const from = `./${relative(dirname(path), main)}`;
    const list = names(path).map((name) => `${name}_${i} as ${name}`);
    writeFileSync(
      path,
      list.length === 0 ? `import "${from}";\n` : `export { ${list.join(", ")} } from "${from}";\n`,
    );
  });
}

/** Leaves packages, and chunks that are loaded on use, where they are. */
function onlyJoined(folder: string, joined: ReadonlySet<string>, from: string): Plugin {
  return {
    name: "only-joined",
    setup(bundle) {
      bundle.onResolve({ filter: /.*/ }, ({ path, kind, resolveDir }) => {
        const file = resolve(resolveDir, path);
        if (kind !== "dynamic-import" && joined.has(file)) return { path: file };
        if (!file.startsWith(folder) || !path.startsWith(".")) return { path, external: true };
        const below = relative(from, file);
        return { path: below.startsWith(".") ? below : `./${basename(file)}`, external: true };
      });
    },
  };
}
