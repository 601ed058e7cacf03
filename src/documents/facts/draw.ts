import { setImmediate as yielded } from 'node:timers/promises';
import type { Json, Validator } from '#fhir';
import type { XmlDocument } from '#xml';
import { type Extracted, type ExtractionContext, extracting, modelOf, type SectionName } from '../extract/index.ts';
import { type Drawn, drewNothing, type KeptWords } from './drawn.ts';
import { withoutReferences } from './linked.ts';
import { inTurns } from './turns.ts';

/** Judged in one go. */
const together = 50;

/** Of what is kept as narrative, this much is told one by one. */
const mostKept = 500;

/**
 * The valid facts of a document, what stays in its narrative, and counts. A resource that the validator refuses is not kept: it is counted
 * as `invalid`, and nothing refers to it any more. Never throws for what the document holds.
 */
export async function draw(
  document: XmlDocument,
  context: ExtractionContext,
  validator: Pick<Validator, 'validate'>,
): Promise<Drawn> {
  try {
    const {
      resources: all,
      kept,
      counts: { kept: left },
    } = await inTurns(extracting(document, context));
    const { valid, invalid } = await sorted(all, validator);
    const refused = invalid.map(({ section, at }): KeptWords => ({ ...brief(section), reason: 'invalid', at }));
    const words = [...kept.map(({ section, reason, at }): KeptWords => ({ ...brief(section), reason, at })), ...refused];
    const model = modelOf(document)?.oid;
    return {
      state: valid.length > 0 ? 'drawn' : 'nothing',
      resources: valid,
      result: {
        ...(model === undefined ? {} : { model }),
        counts: {
          resources: tally(valid.map(({ resourceType }) => resourceType)),
          kept: { ...left, ...(invalid.length === 0 ? {} : { invalid: invalid.length }) },
        },
        kept: words.slice(0, mostKept),
      },
    };
  } catch {
    // What a document holds must not stop what comes after it; nothing of the fault is said, it may repeat the document.
    return drewNothing('failed');
  }
}

const brief = ({ code, title }: SectionName) => ({
  code: code.slice(0, 100).toWellFormed(),
  title: title.slice(0, 200).toWellFormed(),
});

type Resource = Extracted['resource'];

/** Without what is refused, what refers to it changes, and is judged again. */
async function sorted(all: readonly Extracted[], validator: Pick<Validator, 'validate'>) {
  const invalid: Extracted[] = [];
  let valid: readonly (readonly [Extracted, Resource])[] = all.map((one) => [one, one.resource]);
  let judged: ReadonlySet<Resource> = new Set();
  for (;;) {
    const refused = new Set<(typeof valid)[number]>();
    for (const [index, one] of valid.entries()) {
      if (index % together === together - 1) await yielded(); // others wait for this thread
      if (!judged.has(one[1]) && hasErrors(one[1], validator)) refused.add(one);
    }
    if (refused.size === 0) return { valid: valid.map(([, resource]) => resource), invalid };
    invalid.push(...[...refused].flatMap(([one, resource]) => (isEmptied(resource) ? [] : [one])));
    const left = valid.filter((one) => !refused.has(one));
    judged = new Set(left.map(([, resource]) => resource));
    const gone = new Set([...refused].map(([, { resourceType, id }]) => `${resourceType}/${id}`));
    valid = left.map(([one, resource]) => [one, withoutReferences(resource, gone)]);
  }
}

/** The Provenance of nothing that is left says nothing, and is no fact that was lost. */
const isEmptied = (resource: Resource): boolean => resource.resourceType === 'Provenance' && !('target' in resource);

function hasErrors(resource: Resource, validator: Pick<Validator, 'validate'>): boolean {
  return isEmptied(resource) || validator.validate(resource as Json).some(({ severity }) => severity === 'error');
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
