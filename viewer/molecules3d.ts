/** The molecules of one frame as instanced spheres and bonds as instanced cylinders. */
import {
  Color,
  CylinderGeometry,
  DoubleSide,
  DynamicDrawUsage,
  Group,
  InstancedMesh,
  Matrix4,
  Mesh,
  MeshLambertMaterial,
  Quaternion,
  SphereGeometry,
  Vector3,
} from "three";
import { attributeStart, type Colouring } from "./colouring.ts";
import type { GrowthScene, SceneFrame } from "./growthScene.ts";
import { membraneColour } from "./palette.ts";

/** Thickness in um: half a filament's diameter, a membrane's half thickness, another molecule's radius. */
const radii = { filament: 0.0035, membrane: 0.004, molecule: 0.006 } as const;

/** Of the radius of the molecule that was picked. */
const pickedScale = 1.8;

export class Molecules3d {
  readonly group = new Group();
  readonly #scene: GrowthScene;
  readonly #nodes: InstancedMesh;
  readonly #bonds: InstancedMesh;
  readonly #scale: number;
  /** Spherical membranes, one of each such molecule. */
  readonly #shells: Mesh[] = [];

  constructor(scene: GrowthScene) {
    this.#scene = scene;
    const nodes = Math.max(1, ...scene.frames.map((frame) => frame.node.length));
    const bonds = Math.max(1, ...scene.frames.map((frame) => frame.bond.length / 2));
    this.#nodes = new InstancedMesh(new SphereGeometry(1, 12, 8), new MeshLambertMaterial(), nodes);
    this.#bonds = new InstancedMesh(
      new CylinderGeometry(1, 1, 1, 8, 1, true),
      new MeshLambertMaterial(),
      bonds,
    );
    for (const mesh of [this.#nodes, this.#bonds]) {
      mesh.instanceMatrix.setUsage(DynamicDrawUsage);
      mesh.frustumCulled = false;
      this.group.add(mesh);
    }
    this.#scale = thickening(scene);
  }

  /** For picking: instances of it are molecules of the frame. */
  get nodes(): InstancedMesh {
    return this.#nodes;
  }

  /** `picked`: the molecule that is drawn larger; null: none. */
  show(frame: SceneFrame, colouring: Colouring, picked: number | null): void {
    const matrix = new Matrix4();
    const colour = new Color();
    const scale = new Vector3();
    const turn = new Quaternion();
    const up = new Vector3(0, 1, 0);
    const radius = (index: number): number => this.#scale * radii[this.#roleOf(frame, index)];
    const colourOf = (index: number): number =>
      this.#roleOf(frame, index) === "membrane" ? membraneColour : colouring.colourOf(frame, index);
    let shells = 0;
    frame.node.forEach((node, i) => {
      const shell = this.shellRadius(frame, i);
      if (shell > 0) this.#shell(shells++, shell, this.position(frame, i));
      const size = shell > 0 ? 0 : radius(i) * (node === picked ? pickedScale : 1);
      matrix.compose(this.position(frame, i), turn.identity(), scale.set(size, size, size));
      this.#nodes.setMatrixAt(i, matrix);
      this.#nodes.setColorAt(i, colour.set(colourOf(i)));
    });
    const bonds = frame.bond.length / 2;
    for (let k = 0; k < bonds; k++) {
      const a = frame.bond[2 * k] ?? 0;
      const b = frame.bond[2 * k + 1] ?? 0;
      const from = this.position(frame, a);
      const along = this.position(frame, b).sub(from);
      const length = along.length();
      const size = Math.min(radius(a), radius(b)) * 0.8;
      if (length > 0) turn.setFromUnitVectors(up, along.clone().divideScalar(length));
      matrix.compose(from.addScaledVector(along, 0.5), turn, scale.set(size, length, size));
      this.#bonds.setMatrixAt(k, matrix);
      this.#bonds.setColorAt(k, colour.set(colourOf(a)));
    }
    this.#shells.forEach((shell, k) => {
      shell.visible = k < shells;
    });
    this.#nodes.count = frame.node.length;
    this.#bonds.count = bonds;
    for (const mesh of [this.#nodes, this.#bonds]) {
      mesh.instanceMatrix.needsUpdate = true;
      if (mesh.instanceColor !== null) mesh.instanceColor.needsUpdate = true;
    }
    this.#nodes.computeBoundingSphere();
  }

  position(frame: SceneFrame, index: number): Vector3 {
    const { dimension } = this.#scene;
    const at = index * dimension;
    return new Vector3(
      frame.position[at] ?? 0,
      frame.position[at + 1] ?? 0,
      dimension === 3 ? (frame.position[at + 2] ?? 0) : 0,
    );
  }

  /** In um, of a spherical membrane; 0: it is none. */
  shellRadius(frame: SceneFrame, index: number): number {
    if (this.#scene.dimension !== 3 || this.#roleOf(frame, index) !== "membrane") return 0;
    const { attributes } = this.#scene.types[frame.type[index] ?? 0] ?? { attributes: [] };
    const at = attributes.findIndex(({ name }) => name === "radius");
    return at < 0 ? 0 : (frame.attribute[attributeStart(this.#scene, frame, index) + at] ?? 0);
  }

  #shell(k: number, radius: number, centre: Vector3): void {
    let shell = this.#shells[k];
    if (shell === undefined) {
      const material = new MeshLambertMaterial({
        color: membraneColour,
        transparent: true,
        opacity: 0.22,
        depthWrite: false,
        side: DoubleSide,
      });
      shell = new Mesh(new SphereGeometry(1, 64, 48), material);
      this.#shells[k] = shell;
      this.group.add(shell);
    }
    shell.position.copy(centre);
    shell.scale.setScalar(radius);
  }

  #roleOf(frame: SceneFrame, index: number): keyof typeof radii {
    return this.#scene.types[frame.type[index] ?? 0]?.role ?? "molecule";
  }
}

/** Large scenes are drawn thicker than life, so that filaments stay visible. */
function thickening(scene: GrowthScene): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { position } of scene.frames)
    for (const value of position) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  return high > low ? Math.max(1, (high - low) / 1.2) : 1;
}
