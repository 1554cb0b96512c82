/** Colours that people with the common colour blindnesses tell apart (Okabe & Ito 2008), and a scale for numbers. */
const okabeIto = [
  0x0072b2, 0xe69f00, 0x009e73, 0xcc79a7, 0xd55e00, 0x56b4e9, 0xf0e442, 0x7a7a7a, 0x332288, 0x882255,
] as const;

/** Brown, which none of the others is. */
export const membraneColour = 0x8c6d46;

/** Repeats after ten. */
export function categoryColour(index: number): number {
  return okabeIto[((index % okabeIto.length) + okabeIto.length) % okabeIto.length] ?? 0x7a7a7a;
}

/** From dark blue (0) over green to yellow (1). */
export function scaleColour(share: number): number {
  return between([0x30206e, 0x2f6c8e, 0x1f9e89, 0x7ad151, 0xfde725], share);
}

/** From white (0) to red (1), pale enough to see molecules on. */
export function heatColour(share: number): number {
  return between([0xffffff, 0xfee8c8, 0xfdbb84, 0xf08a5d, 0xd7604a], share);
}

function between(stops: readonly number[], share: number): number {
  const at = Math.min(0.9999, Math.max(0, share)) * (stops.length - 1);
  const low = Math.floor(at);
  const mix = at - low;
  const channel = (shift: number): number => {
    const a = ((stops[low] ?? 0) >> shift) & 255;
    const b = ((stops[low + 1] ?? 0) >> shift) & 255;
    return Math.round(a + (b - a) * mix);
  };
  return (channel(16) << 16) | (channel(8) << 8) | channel(0);
}

export function cssColour(colour: number): string {
  return `#${colour.toString(16).padStart(6, "0")}`;
}
