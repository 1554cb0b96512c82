/** `npm run check:imports [ROOT]`: prints what breaks the rules of importRules.ts; exit code 1 when anything does. */
import { fileURLToPath } from "node:url";
import { readImportGraph } from "./importGraph.ts";
import { allowedFolders, importViolations } from "./importRules.ts";

const root = process.argv[2] ?? fileURLToPath(new URL("..", import.meta.url));
const graph = readImportGraph(root, Object.keys(allowedFolders));
const violations = importViolations(root, graph);
for (const { file, line, message } of violations) console.error(`${file}:${line}: ${message}`);
if (violations.length > 0) {
  console.error(`${violations.length} import${violations.length === 1 ? "" : "s"} or names break the rules`);
  process.exitCode = 1;
}
