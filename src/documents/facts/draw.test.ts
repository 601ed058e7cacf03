import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Validator } from '#fhir';
import { readXml } from '#xml';
import { draw } from './draw.ts';
import { linked, withoutReferences } from './linked.ts';

const context = { documentId: 'd1', patient: 'Patient/p1', at: '2026-01-01T00:00:00Z' };
const observation = (code: string, inner = '') =>
  `<observation classCode="OBS" moodCode="EVN"><code code="${code}" codeSystem="2.16.840.1.113883.6.1"/><value xsi:type="INT" value="1"/>${inner}</observation>`;
const panel = (...inner: string[]) =>
  `<organizer classCode="BATTERY" moodCode="EVN"><code code="1" codeSystem="2.16.840.1.113883.6.1"/>${inner.map((one) => `<component>${one}</component>`).join('')}</organizer>`;
const document = (entry: string) =>
  readXml(
    new TextEncoder().encode(`<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><id root="1.2.3.4"/>
      <component><structuredBody><component><section><code code="30954-2"/><title>Titre</title><text>x</text><entry>${entry}</entry></section></component></structuredBody></component></ClinicalDocument>`),
  );

/** Refuses what has one of these codes; a group without members too, as a profile may. */
const refusing = (...codes: string[]): Pick<Validator, 'validate'> => ({
  validate: (resource) => {
    const said = JSON.stringify(resource.code ?? '');
    const wrong =
      codes.some((code) => said.includes(`"code":"${code}"`)) || (said.includes('"code":"1"') && !('hasMember' in resource));
    return wrong ? [{ severity: 'error', code: 'structure', message: 'no', at: '', rule: 'x' }] : [];
  },
});

test('Issue 4, 3: a resource that is not valid is not kept but counted, and nothing refers to it any more', async () => {
  const { resources, result, state } = await draw(document(panel(observation('2'), observation('3'))), context, refusing('3'));
  assert.equal(state, 'drawn');
  assert.deepEqual(result.counts, { resources: { Observation: 2, Provenance: 1 }, kept: { invalid: 1 } });
  assert.deepEqual(result.kept[0], {
    code: '30954-2',
    title: 'Titre',
    reason: 'invalid',
    at: '/ClinicalDocument/component[1]/structuredBody[1]/component[1]/section[1]/entry[1]/organizer[1]/component[2]/observation[1]',
  });
  const ids = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`));
  const references = JSON.stringify(resources).matchAll(/"reference":"((?!Patient|DocumentReference)[^"]+)"/g);
  for (const [, reference = ''] of references) assert.ok(ids.has(reference), reference);
});

test('Issue 4, 3: what is no longer valid without its members goes too, to the last', async () => {
  const { resources, result, state } = await draw(
    document(panel(observation('2'), observation('3'))),
    context,
    refusing('2', '3'),
  );
  assert.deepEqual([state, resources.length, result.counts.kept], ['nothing', 0, { invalid: 3 }]);
});

test('Issue 4, bad input: a validator or a tree that breaks is a document on which nothing is drawn, and says so', async () => {
  const breaks: Pick<Validator, 'validate'> = {
    validate: () => {
      throw new Error('broken');
    },
  };
  const drawn = await draw(document(observation('2')), context, breaks);
  assert.deepEqual([drawn.state, drawn.resources.length], ['failed', 0]);
});

test('FHIR R4 §2.3, references: replaced or left out wherever they stand; what holds none is the same object', () => {
  const bare = { a: [{ b: 1 }] };
  assert.equal(linked(bare, new Map([['X/1', 'X/2']])), bare);
  const value = {
    one: { reference: 'X/1', display: 'x' },
    many: [{ reference: 'X/1' }, { reference: 'Y/1' }],
    only: [{ reference: 'X/1' }],
  };
  assert.deepEqual(linked(value, new Map([['X/1', 'X/2']])), {
    one: { reference: 'X/2', display: 'x' },
    many: [{ reference: 'X/2' }, { reference: 'Y/1' }],
    only: [{ reference: 'X/2' }],
  });
  assert.deepEqual(withoutReferences(value, new Set(['X/1'])), { many: [{ reference: 'Y/1' }] });
});
