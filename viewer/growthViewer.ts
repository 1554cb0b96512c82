/**
 * The browser program of a viewer page: a turnable view of the molecules with a time slider, colouring, a legend,
 * picking, curves of the observables and export of the picture as PNG.
 */
import {
  AmbientLight,
  Box3,
  Color,
  DirectionalLight,
  OrthographicCamera,
  Raycaster,
  Scene,
  Vector2,
  Vector3,
  WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { attributeStart, type Colouring, colourings, stateStart } from "./colouring.ts";
import type { GrowthScene, SceneFrame } from "./growthScene.ts";
import { FieldMap } from "./fieldMap.ts";
import { Molecules3d } from "./molecules3d.ts";
import { cssColour, heatColour } from "./palette.ts";
import { drawScaleBar } from "./scaleBar.ts";
import { drawSeries } from "./seriesChart.ts";

/** A pointer that went farther than so many pixels did not click. */
const dragDistance = 4;

function start(): void {
  const scene = JSON.parse(element("growth").textContent ?? "{}") as GrowthScene;
  const canvas = element("view") as HTMLCanvasElement;
  let renderer: WebGLRenderer;
  try {
    renderer = new WebGLRenderer({ canvas, antialias: true, preserveDrawingBuffer: true });
  } catch {
    element("status").textContent = "This browser can not draw in 3D (WebGL is missing or switched off).";
    return;
  }
  const space = new Scene();
  space.background = new Color(0xffffff);
  space.add(new AmbientLight(0xffffff, 1.6));
  const light = new DirectionalLight(0xffffff, 1.8);
  light.position.set(1, 2, 3);
  space.add(light);
  const molecules = new Molecules3d(scene);
  space.add(molecules.group);

  const bounds = boundsOf(scene, molecules);
  const centre = bounds.getCenter(new Vector3());
  const size = bounds.getSize(new Vector3());
  // In the plane what is seen does not turn.
  const widest = scene.dimension === 2 ? Math.max(size.x, size.y) : size.length();
  const extent = Math.max(1e-3, widest) * (scene.dimension === 2 ? 0.55 : 0.52);
  const camera = new OrthographicCamera(-extent, extent, extent, -extent, -100 * extent, 100 * extent);
  const from = scene.dimension === 3 ? new Vector3(1, 0.7, 1.4) : new Vector3(0, 0, 1);
  camera.position.copy(centre).addScaledVector(from.normalize(), 4 * extent);
  const fields = (scene.fields ?? []).map((field, i) => new FieldMap(scene, field, i, extent / 20));
  space.add(...fields.map(({ mesh }) => mesh));
  const controls = new OrbitControls(camera, canvas);
  controls.target.copy(centre);
  controls.update();

  const all = colourings(scene);
  const choice = element("colour") as HTMLSelectElement;
  all.forEach(({ name }, i) => choice.add(new Option(name, String(i))));
  const fieldChoice = element("field") as HTMLSelectElement;
  fieldChoice.add(new Option("none", "-1"));
  (scene.fields ?? []).forEach(({ name }, i) => fieldChoice.add(new Option(name, String(i))));
  fieldChoice.value = fields.length > 0 ? "0" : "-1";
  element("fields").hidden = fields.length === 0;
  const slider = element("time") as HTMLInputElement;
  slider.max = String(scene.frames.length - 1);
  const last = scene.frames.length - 1;
  let current = last;
  let picked: number | null = null;
  let isPlaying = false;

  const colouring = (): Colouring => all[Number(choice.value)] ?? all[0];
  const render = (): void => {
    renderer.render(space, camera);
    const height = (camera.top - camera.bottom) / camera.zoom;
    drawScaleBar(element("scale"), height / Math.max(1, canvas.clientHeight));
  };
  const show = (): void => {
    const frame = scene.frames[current];
    if (frame === undefined) return;
    molecules.show(frame, colouring(), picked);
    fields.forEach((field, i) => {
      field.mesh.visible = i === Number(fieldChoice.value);
      if (field.mesh.visible) field.show(frame);
    });
    slider.value = String(current);
    element("clock").textContent = `${Number(frame.time.toPrecision(6))} s`;
    element("count").textContent = countText(scene, frame);
    describePicked(scene, frame, picked);
    drawSeries(element("curves") as HTMLCanvasElement, scene, current);
    render();
  };
  const showLegend = (): void => {
    element("legend").replaceChildren(
      ...colouring().legend.map(({ label, colour }) => {
        const row = document.createElement("div");
        const swatch = document.createElement("span");
        swatch.className = "swatch";
        swatch.style.background = cssColour(colour);
        row.append(swatch, label);
        return row;
      }),
    );
  };
  const showFieldLegend = (): void => {
    const highest = fields[Number(fieldChoice.value)]?.highest;
    const row = element("heat");
    row.hidden = highest === undefined;
    const stops = [0, 0.25, 0.5, 0.75, 1].map((share) => cssColour(heatColour(share)));
    row.style.background = `linear-gradient(to right, ${stops.join(", ")})`;
    row.textContent = `0 to ${Number((highest ?? 0).toPrecision(3))} uM`;
  };
  const resize = (): void => {
    const { clientWidth: width, clientHeight: height } = canvas;
    renderer.setPixelRatio(window.devicePixelRatio);
    renderer.setSize(width, height, false);
    const aspect = width / Math.max(1, height);
    camera.left = -extent * Math.max(1, aspect);
    camera.right = extent * Math.max(1, aspect);
    camera.top = extent * Math.max(1, 1 / aspect);
    camera.bottom = -extent * Math.max(1, 1 / aspect);
    camera.updateProjectionMatrix();
    show();
  };

  slider.addEventListener("input", () => {
    current = Number(slider.value);
    show();
  });
  choice.addEventListener("change", () => {
    showLegend();
    show();
  });
  fieldChoice.addEventListener("change", () => {
    showFieldLegend();
    show();
  });
  element("play").addEventListener("click", () => {
    isPlaying = !isPlaying;
    element("play").textContent = isPlaying ? "Pause" : "Play";
    if (isPlaying && current === last) current = 0;
  });
  element("save").addEventListener("click", () => {
    renderer.render(space, camera);
    canvas.toBlob((blob) => {
      if (blob === null) return;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = `${scene.title.replace(/[^A-Za-z0-9_-]+/g, "_")}_${scene.frames[current]?.time ?? 0}s.png`;
      link.click();
      URL.revokeObjectURL(link.href);
    });
  });
  let pressed = new Vector2();
  canvas.addEventListener("pointerdown", ({ clientX, clientY }) => {
    pressed = new Vector2(clientX, clientY);
  });
  canvas.addEventListener("click", (event) => {
    // The end of a turn of the view.
    if (pressed.distanceTo(new Vector2(event.clientX, event.clientY)) > dragDistance) return;
    const box = canvas.getBoundingClientRect();
    const pointer = new Vector2(
      ((event.clientX - box.left) / box.width) * 2 - 1,
      1 - ((event.clientY - box.top) / box.height) * 2,
    );
    const ray = new Raycaster();
    ray.setFromCamera(pointer, camera);
    const hit = ray.intersectObject(molecules.nodes)[0]?.instanceId;
    picked = hit === undefined ? null : (scene.frames[current]?.node[hit] ?? null);
    show();
  });
  controls.addEventListener("change", render);
  window.addEventListener("resize", resize);
  setInterval(() => {
    if (!isPlaying) return;
    current = current >= last ? 0 : current + 1;
    show();
  }, 80);
  showLegend();
  showFieldLegend();
  resize();
  element("status").textContent = "";
}

function boundsOf(scene: GrowthScene, molecules: Molecules3d): Box3 {
  const box = new Box3();
  for (const frame of scene.frames)
    frame.node.forEach((_, i) => {
      const around = molecules.shellRadius(frame, i);
      const at = molecules.position(frame, i);
      box.expandByPoint(at.clone().addScalar(-around)).expandByPoint(at.addScalar(around));
    });
  for (const { low, widths, counts } of scene.fields ?? []) {
    box.expandByPoint(new Vector3(low[0], low[1], 0));
    box.expandByPoint(new Vector3(low[0] + counts[0] * widths[0], low[1] + counts[1] * widths[1], 0));
  }
  return box.isEmpty() ? new Box3(new Vector3(-1, -1, -1), new Vector3(1, 1, 1)) : box;
}

function countText(scene: GrowthScene, frame: SceneFrame): string {
  return scene.types
    .map(({ name }, type) => ({ name, number: frame.type.filter((own) => own === type).length }))
    .filter(({ number }) => number > 0)
    .map(({ name, number }) => `${number} ${name}`)
    .join(", ");
}

function describePicked(scene: GrowthScene, frame: SceneFrame, picked: number | null): void {
  const index = picked === null ? -1 : frame.node.indexOf(picked);
  const type = scene.types[frame.type[index] ?? -1];
  if (type === undefined) {
    element("picked").textContent = picked === null ? "Click a molecule to see its state." : "It is gone.";
    return;
  }
  const states = type.sites.flatMap(({ name, states: names }, site) => {
    const state = frame.state[stateStart(scene, frame, index) + site] ?? -1;
    return state < 0 ? [] : [`${name}: ${names[state] ?? "?"}`];
  });
  const values = type.attributes.map(({ name, unit }, i) => {
    const value = frame.attribute[attributeStart(scene, frame, index) + i] ?? 0;
    return `${name}: ${Number(value.toPrecision(4))} ${unit}`.trim();
  });
  element("picked").textContent = [`${type.name} number ${picked}`, ...states, ...values].join("\n");
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element ${id}`);
  return found;
}

start();
