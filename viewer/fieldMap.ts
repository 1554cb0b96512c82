/** The concentration of a field as a map under the molecules: one point of a texture for each cell. */
import {
  DataTexture,
  Mesh,
  MeshBasicMaterial,
  NearestFilter,
  PlaneGeometry,
  RGBAFormat,
  SRGBColorSpace,
} from "three";
import type { GrowthScene, SceneField, SceneFrame } from "./growthScene.ts";
import { heatColour } from "./palette.ts";

export class FieldMap {
  readonly mesh: Mesh;
  /** Largest concentration in uM that the run shows; the colours go from 0 to it. */
  readonly highest: number;
  readonly #index: number;
  readonly #texture: DataTexture;
  readonly #pixels: Uint8Array;

  /** `behind`: how far below the plane of the molecules, in um. */
  constructor(scene: GrowthScene, field: SceneField, index: number, behind: number) {
    const { low, widths, counts } = field;
    const [across, up] = counts;
    this.#index = index;
    this.highest = scene.frames.reduce(
      (most, { fields }) => (fields?.[index] ?? []).reduce((a, b) => Math.max(a, b), most),
      0,
    );
    this.#pixels = new Uint8Array(4 * across * up);
    this.#texture = new DataTexture(this.#pixels, across, up, RGBAFormat);
    this.#texture.colorSpace = SRGBColorSpace;
    this.#texture.magFilter = NearestFilter;
    this.#texture.minFilter = NearestFilter;
    const [width, height] = [across * widths[0], up * widths[1]];
    this.mesh = new Mesh(new PlaneGeometry(width, height), new MeshBasicMaterial({ map: this.#texture }));
    this.mesh.position.set(low[0] + width / 2, low[1] + height / 2, -behind);
    this.mesh.visible = false;
  }

  show({ fields }: SceneFrame): void {
    const values = fields?.[this.#index] ?? [];
    values.forEach((value, cell) => {
      const colour = heatColour(this.highest > 0 ? value / this.highest : 0);
      this.#pixels.set([colour >> 16, (colour >> 8) & 255, colour & 255, 255], 4 * cell);
    });
    this.#texture.needsUpdate = true;
  }
}
