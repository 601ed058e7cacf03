import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '#kernel';
import { shelfWith } from '#packages';
import { terminologyOf } from '#terminology';
import type { Json } from '../../src/fhir/json.ts';
import type { Issue } from '../../src/fhir/validation/issue.ts';
import { openValidator } from '../../src/fhir/validation/validator.ts';
import { filesIn, readResource, resourceText } from './corpus.ts';

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
  readonly errors: readonly { readonly text: string; readonly expression?: readonly string[] }[];
}

interface Case {
  readonly name: string;
  readonly file: string;
  readonly base: Verdict;
  readonly supporting: readonly string[];
  readonly profile?: Verdict & { readonly source: string; readonly supporting: readonly string[] };
}

/** HL7's validator ran with every guide and terminology within its reach: what it did not know, it refused. */
const strict = { unknown: 'error', displays: 'error' } as const;

/** Runs HL7's R4 validator cases: agreement is the same verdict, errors or none. */
export function validatorAgreement(corpus: string): Agreement {
  const folder = join(corpus, 'fhir-test-cases', 'validator');
  const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as readonly Case[];
  const verdicts = cases.flatMap((one) => [
    verdict(folder, one, 'base', one.base, one.supporting, []),
    ...(one.profile === undefined
      ? []
      : [verdict(folder, one, 'profile', one.profile, [...one.supporting, ...one.profile.supporting], [one.profile.source])]),
  ]);
  const misses = verdicts.filter((one) => one.expected.length > 0 !== one.got.length > 0);
  if (process.argv[2] === 'all') return { cases: 0, agreed: 0, misses: [], all: verdicts } as never;
  return { cases: verdicts.length, agreed: verdicts.length - misses.length, misses };
}

function verdict(
  folder: string,
  { name, file }: Case,
  kind: Miss['kind'],
  { errors }: Verdict,
  supporting: readonly string[],
  profiles: readonly string[],
): Miss {
  const asked = profiles.flatMap((path) => readable(join(folder, path)));
  const given = [...supporting.flatMap((path) => readable(join(folder, path))), ...asked];
  const shelf = shelfWith(given);
  // what the shelf has no place for (a Measure) is found where a server would find it
  const resolve = (reference: string): Json | undefined =>
    given.find(({ url, version }) => reference === url || reference === `${url}|${version}`);
  const validator = openValidator({ shelf, terminology: terminologyOf(shelf), resolve, strict, globals: true });
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

/** HL7's own examples: each is valid, so every error here is a false alarm. */
export function exampleAlarms(corpus: string): { readonly examples: number; readonly alarms: readonly Miss[] } {
  const files = filesIn(join(corpus, 'fhir-test-cases', 'examples'), '.json', '.xml');
  const shelf = shelfWith([]);
  const validator = openValidator({ shelf, terminology: terminologyOf(shelf) });
  const alarms: Miss[] = [];
  for (const file of files) {
    const text = resourceText(file);
    const got = errorsOf(validator.validate(JSON.parse(text), { text }));
    if (got.length > 0) alarms.push({ name: file.slice(file.lastIndexOf('/') + 1), kind: 'base', expected: [], got });
  }
  return { examples: files.length, alarms };
}
