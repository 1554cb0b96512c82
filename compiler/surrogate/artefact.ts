/**
 * Reads the artefact of a surrogate: `NAME.surrogate/` beside the file that declares it.
 */
import { sha256Hex } from "../load/sha256.ts";
import type { SourceHost } from "../host.ts";
import { cardFormat, cardVersion, type SurrogateCard } from "./card.ts";
import { readSafetensors, type Tensor } from "./safetensors.ts";

export interface Artefact {
  readonly card: SurrogateCard;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

export function artefactFolder(surrogate: string): string {
  return `${surrogate}.surrogate`;
}

/** `reason` completes "…: it …". */
export function readArtefact(
  host: SourceHost,
  from: string,
  surrogate: string,
): { readonly ok: true; readonly artefact: Artefact } | { readonly ok: false; readonly reason: string } {
  const folder = artefactFolder(surrogate);
  const cardPath = host.resolveImport(from, `./${folder}/card.json`);
  const text = cardPath.ok ? host.readText(cardPath.path) : cardPath;
  if (!text.ok) return { ok: false, reason: "has not been trained" };
  const weightsPath = host.resolveImport(from, `./${folder}/weights.safetensors`);
  const bytes = weightsPath.ok ? (host.readBytes?.(weightsPath.path) ?? null) : null;
  const card = readCard(text.text);
  if (typeof card === "string") return { ok: false, reason: card };
  if (bytes === null) return { ok: false, reason: "has no readable weights" };
  if (sha256Hex(bytes) !== card.hashes.weights)
    return { ok: false, reason: "has weights that are not those of its card" };
  const tensors = readSafetensors(bytes);
  return tensors === null
    ? { ok: false, reason: "has no readable weights" }
    : { ok: true, artefact: { card, tensors } };
}

/**
 * `card.json`: the card and, last, the hash of the rest (`seal`). A card decides what a simulator computes and whether it
 * may, so that one that was changed by hand, or by half, is not read.
 */
export function cardText(card: SurrogateCard): string {
  return `${JSON.stringify({ ...card, seal: sealOf(card) }, null, 1)}\n`;
}

function sealOf(card: object): string {
  return sha256Hex(JSON.stringify(card));
}

/** A text says why not; it completes "…: it …". */
function readCard(text: string): SurrogateCard | string {
  const unreadable = "has a card that this version can not read";
  let data: (Partial<SurrogateCard> & { readonly seal?: unknown }) | null;
  try {
    data = JSON.parse(text) as typeof data;
  } catch {
    return unreadable;
  }
  if (data?.format !== cardFormat || data.version !== cardVersion) return unreadable;
  const { seal, ...card } = data;
  if (seal !== sealOf(card)) return "has a card that was changed after its training";
  return card as SurrogateCard;
}
