import type { Model } from '../model/index.ts';
import { fhirPathPatch } from './fhirPathPatch.ts';
import { jsonPatch } from './jsonPatch.ts';

/** A resource after a patch as it came, as text. Refuses what {@link jsonPatch} and {@link fhirPathPatch} refuse; validates nothing. */
export function patched(
  model: Model,
  text: string,
  { kind, text: patch }: { readonly kind: 'json' | 'fhirpath'; readonly text: string },
): string {
  return kind === 'json' ? jsonPatch(text, patch) : fhirPathPatch(model, text, patch);
}
