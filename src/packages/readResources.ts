import { Refusal } from '#kernel';
import type { Json } from './shelf.ts';

/**
 * The resources of a JSON file: the resource itself, or those of a Bundle's entries. Which of them are of use is decided when they are
 * kept. Refuses `packages.malformed`: not JSON, or no FHIR resource.
 */
export function readResources(json: string): Json[] {
  let read: unknown;
  try {
    read = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    read = undefined;
  }
  if (!isResource(read)) {
    throw new Refusal('packages.malformed', {
      fr: 'Ce fichier n’est pas une ressource FHIR en JSON, ni un Bundle.',
      en: 'This file is not a FHIR resource in JSON, nor a Bundle.',
    });
  }
  if (read.resourceType !== 'Bundle') return [read];
  const entries: readonly unknown[] = Array.isArray(read.entry) ? read.entry : [];
  return entries.map((entry) => (entry as { resource?: unknown } | null)?.resource).filter(isResource);
}

function isResource(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && typeof (value as Json).resourceType === 'string';
}
