import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Shelf, shelfWith } from '#packages';
import { terminologyOf } from '#terminology';
import { missingBase, snapshotOf } from '../../src/fhir/definitions/snapshot.ts';
import { isObject, type Json } from '../../src/fhir/json.ts';
import { openValidator } from '../../src/fhir/validation/validator.ts';
import { filesIn, readResource } from './corpus.ts';
import { type Tally, tally } from './tally.ts';
import { errorsOf } from './validator.ts';

/** Every example of the French guides against the profiles that it claims, with all the guides loaded; or the reason why not. */
export function guideExamples(corpus: string): Tally {
  const shelf = shelfWith(conformanceResources(corpus));
  const validator = openValidator({ shelf, terminology: terminologyOf(shelf) });
  return tally(
    guidesIn(corpus).flatMap((guide) =>
      filesIn(join(corpus, 'fhir', guide, 'examples'), '.json', '.xml').map((file) => {
        const resource = readResource(file);
        const errors = errorsOf(validator.validate(resource));
        const name = `${guide}/${basename(file)}`;
        if (errors.length > 0) return [name, summary(errors)] as const;
        return [name, unproven(shelf, resource) ?? true] as const;
      }),
    ),
  );
}

/** No false alarm either on the guides' own definitions: HL7's publisher validated them. */
export function guideDefinitions(corpus: string): Tally {
  const resources = conformanceResources(corpus);
  const shelf = shelfWith(resources);
  const validator = openValidator({ shelf, terminology: terminologyOf(shelf) });
  return tally(
    resources.map((resource) => {
      const errors = errorsOf(validator.validate(resource));
      return [`${resource.resourceType}/${resource.id}`, errors.length === 0 ? true : summary(errors)] as const;
    }),
  );
}

const guidesIn = (corpus: string): readonly string[] => readdirSync(join(corpus, 'fhir')).sort();

function conformanceResources(corpus: string): Json[] {
  return guidesIn(corpus).flatMap((guide) => filesIn(join(corpus, 'fhir', guide, 'conformance'), '.json').map(readResource));
}

function summary(errors: readonly string[]): string {
  const shown = errors.slice(0, 4).join('; ');
  return errors.length > 4 ? `${shown}; and ${errors.length - 4} more` : shown;
}

/** Nothing is wrong, but what its profile asks is not all known here. */
function unproven(shelf: Shelf, { meta }: Json): string | undefined {
  const claimed: readonly unknown[] = isObject(meta) && Array.isArray(meta.profile) ? meta.profile : [];
  for (const canonical of claimed) {
    const definition = snapshotOf(shelf, String(canonical));
    if (definition === undefined) return `no error, but its profile ${canonical} is not in the corpus`;
    const missing = missingBase(shelf, definition);
    if (missing !== undefined) return `no error, but its profile stands on ${missing}, which is not in the corpus`;
  }
  return undefined;
}
