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
  const card = parseCard(text.text);
  if (card === null) return { ok: false, reason: "has a card that this version can not read" };
  if (bytes === null) return { ok: false, reason: "has no readable weights" };
  if (sha256Hex(bytes) !== card.hashes.weights)
    return { ok: false, reason: "has weights that are not those of its card" };
  const tensors = readSafetensors(bytes);
  return tensors === null
    ? { ok: false, reason: "has no readable weights" }
    : { ok: true, artefact: { card, tensors } };
}

function parseCard(text: string): SurrogateCard | null {
  try {
    const data = JSON.parse(text) as Partial<SurrogateCard> | null;
    return data?.format === cardFormat && data.version === cardVersion ? (data as SurrogateCard) : null;
  } catch {
    return null;
  }
}
