import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '#kernel';
import { readArtefact } from './artefact.ts';
import { type Catalogue, catalogueOf } from './catalogue.ts';
import type { Shelf } from './shelf.ts';

/** Where the base definitions stand once built. */
export const basePath = join(import.meta.dirname, '..', '..', 'dist', 'fhir', 'base.shelf');

export const basePackage = 'hl7.fhir.r4.core#4.0.1';

let base: { readonly catalogue: Catalogue; readonly shelf: Shelf } | undefined;

/**
 * R4 base definitions only: types, resources, extensions, base profiles, value sets, code systems, search parameters, Patient
 * compartment. Opened once in a process; its generation never changes. Refuses `packages.no-definitions` when they were not built.
 */
export function baseShelf(): Shelf {
  return openBase().shelf;
}

/** The same, for the shelves that stand on it. */
export function baseCatalogue(): Catalogue {
  return openBase().catalogue;
}

function openBase(): { readonly catalogue: Catalogue; readonly shelf: Shelf } {
  if (base !== undefined) return base;
  if (!existsSync(basePath)) {
    throw new Refusal('packages.no-definitions', {
      fr: 'Les définitions FHIR R4 ne sont pas construites : lancez Socle par « npm start » ou « npx socle », qui les construit.',
      en: 'The FHIR R4 definitions are not built: start Socle by “npm start” or “npx socle”, which builds them.',
    });
  }
  const catalogue = catalogueOf(readArtefact(basePath, basePackage));
  base = {
    catalogue,
    shelf: {
      find: catalogue.find,
      list: (kind) => catalogue.entries(kind).map((entry) => entry.canonical),
      generation: 1,
    },
  };
  return base;
}
