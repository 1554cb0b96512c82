/** A self-contained HTML page that shows how molecules move and grow (viewer/), for any browser with WebGL. */
import type { GrowthScene } from "../../viewer/growthScene.ts";

/** `program`: what the page runs (browserProgram.ts). */
export function viewerPage(scene: GrowthScene, program: string): string {
  const times = scene.frames.length === 1 ? "one time" : `${scene.frames.length} times`;
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(scene.title)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    '<main><canvas id="view"></canvas><div id="scale"></div></main>',
    "<aside>",
    `<h1>${escapeHtml(scene.title)}</h1>`,
    `<p class="note">${times}; lengths in um</p>`,
    '<div class="row"><button id="play" type="button">Play</button>',
    '<input id="time" type="range" min="0" step="1" aria-label="time"><output id="clock"></output></div>',
    '<p id="count"></p>',
    '<div class="row"><label for="colour">Colour by</label><select id="colour"></select></div>',
    '<div id="legend"></div>',
    '<div class="row" id="fields"><label for="field">Concentration</label><select id="field"></select></div>',
    '<div id="heat"></div>',
    '<pre id="picked"></pre>',
    '<canvas id="curves"></canvas>',
    '<button id="save" type="button">Save picture (PNG)</button>',
    '<p class="note">Drag to turn, right button to move, wheel to zoom.</p>',
    '<p id="status">This page needs JavaScript.</p>',
    "</aside>",
    `<script id="growth" type="application/json">${jsonForHtml(scene)}</script>`,
    `<script>${program.replaceAll("</script", "<\\/script")}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/** No text of a model can end the script element. */
function jsonForHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

const style = [
  "html,body{height:100%;margin:0;font:14px/1.4 system-ui,sans-serif;color:#222}",
  "body{display:flex}",
  "main{flex:1;min-width:0;height:100%;position:relative}#view{width:100%;height:100%;display:block}",
  "#scale{position:absolute;left:24px;bottom:20px;border-bottom:3px solid #222;text-align:center;font-size:12px}",
  "aside{width:300px;padding:12px;box-sizing:border-box;overflow:auto;border-left:1px solid #ddd}",
  "h1{font-size:16px;margin:0 0 4px}",
  ".note{color:#666;font-size:12px;margin:4px 0}",
  ".row{display:flex;gap:8px;align-items:center;margin:8px 0}",
  "#time{flex:1;min-width:0}#clock{min-width:64px;text-align:right}",
  ".swatch{display:inline-block;width:12px;height:12px;margin-right:6px;border-radius:2px}",
  "[hidden]{display:none !important}#heat{padding:1px 6px;font-size:12px}",
  "#picked{background:#f5f6f8;padding:6px;white-space:pre-wrap;font-size:12px}",
  "#curves{width:100%;display:block;margin-bottom:8px}",
].join("");
