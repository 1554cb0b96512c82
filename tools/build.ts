/**
 * Bundles the program and the libraries into dist/ (npm's `prepare` runs it):
 *
 *   dist/tendril.js                          the command line, with chunks that are loaded on use; those of a usual
 *                                            start are one file, chunks/start.js (joinChunks.ts)
 *   dist/sampleWorker.js                     what worker threads of `tendril train` run
 *   dist/runWorker.js                        what worker threads of `tendril run` and `sweep` run
 *   dist/{grammar,compiler,runtime}.js       what other programs import
 *   dist/growthViewer.js                     the browser program of viewer pages, one script
 *
 * ts-morph, vega, vega-lite, mathjs and the libraries of columnar files stay outside: they are large, and imported only
 * when they are used; tinypool finds its own worker beside itself; esbuild is used from sources only.
 * bin/tendril.js compares the time of dist/tendril.js with the sources, so that file is written last.
 */
import { existsSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundledViewer } from "../cli/growth/browserProgram.ts";
import { joinChunks } from "./joinChunks.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
/** Written aside and renamed, so that a program started meanwhile finds a whole bundle. */
const aside = join(root, `dist.${process.pid}.tmp`);
const external = [
  "esbuild",
  "ts-morph",
  "vega",
  "vega-lite",
  "mathjs",
  "tinypool",
  "apache-arrow",
  "hyparquet",
  "hyparquet-writer",
];

/** What a run of a model loads, in one file. */
const start = [
  "cli/main.ts",
  "cli/commands/run.ts",
  "cli/modelInput.ts",
  "cli/report.ts",
  "cli/runCompiled.ts",
  "compiler/compile.ts",
];

const libraries = {
  grammar: "grammar/index.ts",
  compiler: "compiler/index.ts",
  runtime: "runtime/index.ts",
};

const started = new Date();
const entryPoints = {
  tendril: "cli/main.ts",
  sampleWorker: "learn/sample/sampleWorker.ts",
  runWorker: "cli/runs/runWorker.ts",
  ...libraries,
};
const missing = Object.values(entryPoints).filter((path) => !existsSync(join(root, path)));
if (missing.length > 0) {
  console.error(`These entry files are missing: ${missing.join(", ")}`);
  process.exit(1);
}

mkdirSync(aside, { recursive: true });
try {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    metafile: true,
    outdir: aside,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22.18",
    external,
    chunkNames: "chunks/[name]-[hash]",
    legalComments: "linked",
    logLevel: "warning",
    // Packages written for CommonJS call `require` for Node's own modules.
    banner: {
      js: 'import { createRequire as $createRequire } from "node:module"; const require = $createRequire(import.meta.url);',
    },
  });
  await joinChunks(aside, root, metafile, start);
  writeFileSync(join(aside, "growthViewer.js"), await bundledViewer(root));
  rmSync(dist, { recursive: true, force: true });
  renameSync(aside, dist);
  // A source saved while esbuild ran must count as newer than the bundle.
  utimesSync(join(dist, "tendril.js"), started, started);
} finally {
  rmSync(aside, { recursive: true, force: true });
}
