import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shelfWith } from '#packages';
import spec from '../../spec/terminology/svs.json' with { type: 'json' };
import { readSvs } from './svs.ts';
import { terminologyOf } from './terminology.ts';

const at = new Date('2026-03-01T10:00:00Z');
const bytes = (xml: string): Uint8Array => new TextEncoder().encode(xml);

for (const c of spec.good)
  test(`IHE ITI SVS: ${c.name}`, () => {
    assert.deepEqual(readSvs(bytes(c.xml), at), { ...c.list, resources: c.resources });
  });

for (const c of spec.bad)
  test(`IHE ITI SVS, refused: ${c.name}`, () => {
    assert.throws(() => readSvs(bytes(c.xml), at), { code: 'terminology.malformed-svs' });
  });

test('IHE ITI SVS, refused: another encoding, a depth bomb', () => {
  const latin1 = Buffer.from(spec.good[0]?.xml ?? '', 'latin1');
  assert.throws(() => readSvs(latin1, at), { code: 'terminology.malformed-svs' });
  const deep = `<RetrieveValueSetResponse xmlns="urn:ihe:iti:svs:2008">${'<a>'.repeat(100_000)}`;
  assert.throws(() => readSvs(bytes(deep), at), { code: 'terminology.malformed-svs' });
});

test('IHE ITI SVS: the codes of a list are in the value set it becomes, and their displays are found', () => {
  const terminology = terminologyOf(shelfWith(readSvs(bytes(spec.good[0]?.xml ?? ''), at).resources));
  const list = 'https://mos.esante.gouv.fr/NOS/JDV_Essai-CISIS/FHIR/JDV-Essai-CISIS';
  assert.equal(terminology.membership(list, { system: 'http://loinc.org', code: '10' }), 'in');
  assert.equal(terminology.membership(list, { system: 'urn:oid:1.2.250.1.999.2', code: 'old' }), 'out');
  assert.equal(terminology.lookup('http://loinc.org', '10')?.display, 'Dix');
  assert.equal(terminology.validateCode({ system: 'http://loinc.org', code: '11' }).result, undefined);
});
