import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Refusal } from '#kernel';
import { shelfWith } from '#packages';
import { terminologyOf } from '#terminology';
import type { Json } from '../../src/fhir/json.ts';
import type { Issue } from '../../src/fhir/validation/issue.ts';
import { openValidator } from '../../src/fhir/validation/validator.ts';
import { filesIn, readResource, resourceText } from './corpus.ts';
import { contradictoryExamples, reasons } from './reasons.ts';
import { type Tally, tally } from './tally.ts';

/** Each verdict of HL7's validator, against the base definitions or a profile, and ours. */
export interface Agreement {
  readonly cases: number;
  readonly agreed: number;
  readonly misses: readonly Miss[];
}

export interface Miss {
  readonly name: string;
  readonly kind: 'base' | 'profile';
  /** HL7's errors; none when the resource is valid. */
  readonly expected: readonly string[];
  readonly got: readonly string[];
}

interface Verdict {
  readonly errors: readonly { readonly text: string }[];
}

interface Case {
  readonly name: string;
  readonly file: string;
  readonly base: Verdict;
  readonly supporting: readonly string[];
  readonly profile?: Verdict & { readonly source: string; readonly supporting: readonly string[] };
}

/** HL7's validator ran with every guide and terminology within its reach: what it did not know, it refused. A server cannot. */
const asHl7 = { strict: { unknown: 'error', displays: 'error' }, globals: true } as const;

/** Runs HL7's R4 validator cases: agreement is the same verdict, errors or none. `as`: how strict we are about what is not known here. */
export function validatorAgreement(corpus: string, as: 'hl7' | 'server' = 'hl7'): Agreement {
  const folder = join(corpus, 'fhir-test-cases', 'validator');
  const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as readonly Case[];
  const settings = as === 'hl7' ? asHl7 : {};
  const verdicts = cases.flatMap((one) => [
    verdict(folder, one, 'base', one.base, one.supporting, [], settings),
    ...(one.profile === undefined
      ? []
      : [
          verdict(
            folder,
            one,
            'profile',
            one.profile,
            [...one.supporting, ...one.profile.supporting],
            [one.profile.source],
            settings,
          ),
        ]),
  ]);
  const misses = verdicts.filter((one) => one.expected.length > 0 !== one.got.length > 0);
  return { cases: verdicts.length, agreed: verdicts.length - misses.length, misses };
}

function verdict(
  folder: string,
  { name, file }: Case,
  kind: Miss['kind'],
  { errors }: Verdict,
  supporting: readonly string[],
  profiles: readonly string[],
  settings: Partial<typeof asHl7>,
): Miss {
  const asked = profiles.flatMap((path) => readable(join(folder, path)));
  const given = [...supporting.flatMap((path) => readable(join(folder, path))), ...asked];
  const shelf = shelfWith(given);
  // what the shelf has no place for (a Measure) is found where a server would find it
  const resolve = (reference: string): Json | undefined =>
    given.find(({ url, version }) => reference === url || reference === `${url}|${version}`);
  const validator = openValidator({ shelf, terminology: terminologyOf(shelf), resolve, ...settings });
  const text = resourceText(join(folder, file));
  const issues = validator.validate(JSON.parse(text), { text, profiles: asked.map(({ url }) => String(url)) });
  return { name, kind, expected: errors.map((one) => one.text), got: errorsOf(issues) };
}

/** One supporting file of HL7's is XML in the wrong order; their validator does not find its extension either. */
function readable(path: string): Json[] {
  try {
    return [readResource(path)];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

export function errorsOf(issues: readonly Issue[]): string[] {
  return issues.filter(({ severity }) => severity === 'error').map(({ at, message }) => `${at}: ${message}`);
}

/** The agreement as the report prints it, each miss with what both said and why they differ. */
export function agreementTally(corpus: string, as: 'hl7' | 'server'): Tally {
  const { cases, agreed, misses } = validatorAgreement(corpus, as);
  const missed = misses.map(({ name, kind, expected, got }) => ({
    name: `${name} (${kind})`,
    why: `${reasons[name] ?? 'not explained'}. HL7: ${expected[0] ?? 'valid'}. Ours: ${got[0] ?? 'valid'}`,
  }));
  return { cases, passed: agreed, misses: missed, absent: 0 };
}

/** HL7's own examples of R4 are valid, so every error here is a false alarm, but for the ones that R4's own definitions refuse. */
export function officialExamples(corpus: string): Tally {
  const shelf = shelfWith([]);
  const validator = openValidator({ shelf, terminology: terminologyOf(shelf) });
  return tally(
    filesIn(join(corpus, 'fhir-test-cases', 'examples'), '.json', '.xml').map((file) => {
      const name = basename(file);
      const text = resourceText(file);
      const errors = errorsOf(validator.validate(JSON.parse(text), { text }));
      const known = contradictoryExamples[name];
      if (known !== undefined) return [name, errors.length > 0 ? true : `its fault is not found: ${known}`] as const;
      return [name, errors.length === 0 ? true : `false alarm: ${errors.join('; ')}`] as const;
    }),
  );
}
