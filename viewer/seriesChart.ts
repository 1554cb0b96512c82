/** Small curves of the observables under each other, with a line at the time that the picture shows. */
import type { GrowthScene } from "./growthScene.ts";
import { categoryColour, cssColour } from "./palette.ts";

const rowHeight = 54;
/** Yellow, the seventh colour, is too pale for a line on white. */
const lineColours = [0, 1, 2, 3, 4, 5, 7, 8, 9].map(categoryColour);

export function drawSeries(canvas: HTMLCanvasElement, scene: GrowthScene, current: number): void {
  const ratio = window.devicePixelRatio;
  const width = canvas.clientWidth;
  const height = Math.max(1, scene.series.length * rowHeight);
  canvas.style.height = `${height}px`;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  pen.scale(ratio, ratio);
  pen.font = "11px sans-serif";
  const last = Math.max(1, scene.frames.length - 1);
  const across = (frame: number): number => (frame / last) * (width - 2) + 1;
  scene.series.forEach(({ name, unit, values }, row) => {
    const finite = values.filter(Number.isFinite);
    const low = Math.min(...finite);
    const high = Math.max(...finite);
    const top = row * rowHeight + 16;
    const span = rowHeight - 22;
    const down = (value: number): number =>
      top + span - (high > low ? (value - low) / (high - low) : 0.5) * span;
    pen.fillStyle = "#333";
    const now = values[current];
    const shown = now === undefined || !Number.isFinite(now) ? "" : Number(now.toPrecision(4));
    pen.fillText(`${name}: ${shown} ${unit}`, 1, row * rowHeight + 11);
    pen.strokeStyle = cssColour(lineColours[row % lineColours.length] ?? 0);
    pen.beginPath();
    values.forEach((value, i) => {
      if (!Number.isFinite(value)) return;
      if (i === 0) pen.moveTo(across(i), down(value));
      else pen.lineTo(across(i), down(value));
    });
    pen.stroke();
    pen.strokeStyle = "#999";
    pen.beginPath();
    pen.moveTo(across(current), top);
    pen.lineTo(across(current), top + span);
    pen.stroke();
  });
}
