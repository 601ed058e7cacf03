import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readXml } from '#xml';
import { extract } from '../../src/documents/extract/index.ts';
import { measuresIn } from '../../src/record/measure.ts';
import { resultsOf } from '../../src/record/series.ts';

const data = process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const folder = join(data, 'cda');
const skip = existsSync(folder) ? false : 'the corpus of the CI-SIS is not here (SOCLE_CORPUS)';

function resultsIn(name: string) {
  const context = { documentId: 'd1', patient: 'Patient/p1', at: '2024-05-01T10:00:00Z' };
  const { resources } = extract(readXml(readFileSync(join(folder, name))), context);
  const drawn = resources.flatMap(({ resource }) => (resource.resourceType === 'Observation' ? [resource] : []));
  return resultsOf(drawn.flatMap((resource) => measuresIn({ ...resource, meta: { source: 'DocumentReference/d1' } })));
}

test('CI-SIS example, glucose in mass and in amount: one analyte, one series, one result', { skip }, () => {
  const results = resultsIn('BIO-CR-BIO_2024.01_Glycémie_deux_unités_principales_mole_masse.xml');
  assert.deepEqual(
    results.map(({ key, series }) => [key, series.map(({ unit, points }) => [unit, points.length])]),
    [['glucose-a-jeun', [['g/L', 1]]]],
  );
});

test('CI-SIS example, TSH: the band of each result goes with it, and turns with its unit', { skip }, () => {
  const results = resultsIn('BIO-CR-BIO_2024.01_TSH_2.xml');
  const [point] = results.find(({ key }) => key === 't4-libre')?.series[0]?.points ?? [];
  assert.deepEqual(
    [point?.value, point?.low, point?.high, point?.interpretation, point?.given],
    [9.87295, 11.9711, 21.8827, 'L', { value: 7.67, unit: 'pg/mL' }],
  );
});

test('CI-SIS example, microbiology: an antibiogram is about a germ and in no series', { skip }, () => {
  const results = resultsIn('BIO-CR-BIO_2024.01_Electrophorese.xml');
  assert.ok(results.length > 10);
  assert.deepEqual(
    results.filter(({ label }) => label.includes('Isolat ;')),
    [],
  );
});
