import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '#packages';
import type { Asked } from './oracle/search.ts';

/** One search of `spec/fhir/search/*.json` with what it must find. */
export interface Case {
  readonly name: string;
  readonly type: string;
  readonly asked: Asked;
  /** Ids of the matches; in this order when `ordered`. */
  readonly finds: readonly string[];
  readonly ordered: boolean;
  /** `Type/id` of what is included. */
  readonly includes: readonly string[];
}

export interface CaseFile {
  /** Specification and section. */
  readonly source: string;
  /** Conformance resources on top of the base ones. */
  readonly shelf: readonly Json[];
  readonly resources: readonly Json[];
  readonly cases: readonly Case[];
}

interface Written extends Omit<Case, 'type' | 'asked'> {
  readonly search: string;
}

/** The hand-written cases of FHIR search, a file a group of sections. A value may hold `=`, no `&`. */
export function casesOfSpec(): readonly CaseFile[] {
  const folder = join(import.meta.dirname, '../../../spec/fhir/search');
  return globSync('*.json', { cwd: folder })
    .sort()
    .map((name) => {
      const file = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      return { shelf: [], ...file, cases: file.cases.map(caseFrom) };
    });
}

function caseFrom({ search, ...written }: Written): Case {
  const [type = '', query = ''] = search.split('?');
  const asked = query.split('&').map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  return { ...{ ordered: false, includes: [] }, ...written, type, asked };
}
