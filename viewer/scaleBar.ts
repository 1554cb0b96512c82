/** A bar of a round length below the picture, since pictures without one tell no size. */

/** `perPixel`: um that a pixel shows. */
export function drawScaleBar(bar: HTMLElement, perPixel: number): void {
  const length = roundDown(120 * perPixel);
  bar.style.width = `${length / perPixel}px`;
  bar.textContent = length < 1 ? `${Number((length * 1000).toPrecision(3))} nm` : `${length} um`;
}

/** The next smaller of 1, 2, 5, 10, … times a power of ten. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const share = value / power;
  return Number(((share >= 5 ? 5 : share >= 2 ? 2 : 1) * power).toPrecision(3));
}
