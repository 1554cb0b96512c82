/** A plot as one HTML file that works offline: the specification, its data, Vega and Vega-Lite are inside. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "./figure.ts";

export function renderHtml(spec: JsonObject, title: string): string {
  const program = (name: string): string => scriptSafe(readFileSync(browserBuild(name), "utf8"));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${htmlText(title)}</title>
<style>body { font-family: sans-serif; margin: 2em; }</style>
<script>${program("vega")}</script>
<script>${program("vega-lite")}</script>
</head>
<body>
<div id="plot"></div>
<script id="spec" type="application/json">${scriptSafe(JSON.stringify(spec))}</script>
<script>
const spec = JSON.parse(document.getElementById("spec").textContent);
new vega.View(vega.parse(vegaLite.compile(spec).spec), { container: "#plot", hover: true }).runAsync();
</script>
</body>
</html>
`;
}

/** The build of a package for browsers stands beside its main file. */
function browserBuild(name: string): string {
  return fileURLToPath(new URL(`${name}.min.js`, import.meta.resolve(name)));
}

/**
 * Text that can not end the script element it stands in, nor begin a comment of HTML. In JSON and in the strings
 * of a program \\u003c is the same character.
 */
function scriptSafe(text: string): string {
  return text.replaceAll(/<(?=\/script|!--|script)/gi, "\\u003c");
}

function htmlText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
