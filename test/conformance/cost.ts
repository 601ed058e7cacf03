import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shelfWith } from '#packages';
import { terminologyOf } from '#terminology';
import type { Json } from '../../src/fhir/json.ts';
import { openValidator } from '../../src/fhir/validation/validator.ts';

export interface Cost {
  readonly name: string;
  /** CPU time of this process for one validation: the median of runs of 100. */
  readonly milliseconds: number;
}

const spec = join(import.meta.dirname, '..', '..', 'spec', 'fhir', 'validation', 'cost.json');

/** What it costs to validate a resource of the usual size, definitions compiled. The mark is 0.3 CPU-ms. */
export function validationCost(): Cost[] {
  const { definitions, resources } = JSON.parse(readFileSync(spec, 'utf8')) as {
    definitions: readonly Json[];
    resources: readonly { readonly name: string; readonly resource: Json }[];
  };
  const shelf = shelfWith(definitions);
  const validator = openValidator({ shelf, terminology: terminologyOf(shelf) });
  return resources.map(({ name, resource }) => {
    const text = JSON.stringify(resource);
    const once = (): unknown => validator.validate(resource, { text });
    for (let i = 0; i < 500; i++) once();
    const runs = Array.from({ length: 31 }, () => runOf100(once)).sort((a, b) => a - b);
    return { name: `${name}, ${text.length} bytes`, milliseconds: runs[15] ?? Number.NaN };
  });
}

function runOf100(work: () => unknown): number {
  const start = process.cpuUsage();
  for (let i = 0; i < 100; i++) work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 100_000;
}
