import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { nuees } from '../cast.ts';
import { type Ground, openGround, refused } from '../ground.ts';
import { type As, askingAt } from './asking.ts';

let ground: Ground;
let as: As;
before(async () => {
  ground = await openGround();
  as = askingAt(ground);
});
after(() => ground.close());

const code = (value: string) => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/list-example-use-codes', code: value }],
});
const list = (more: object = {}) => ({
  resourceType: 'List',
  status: 'current',
  mode: 'working',
  code: code('allergies'),
  subject: { reference: `Patient/${hexOfRecordId(ground.ambre)}` },
  ...more,
});

test('FHIR R4 §3.1.0: a List that is no submission is written, read and found like any resource; a submission set is not', async () => {
  const made = await as(nuees, 'POST', '/List', list());
  assert.equal(made.status, 201, made.bytes.toString());
  const { id } = made.as<{ id: string }>();
  const read = await as(nuees, 'GET', `/List/${id}`);
  assert.deepEqual([read.status, read.bytes.toString()], [200, made.bytes.toString()]);
  const found = await as(nuees, 'GET', `/List?patient=Patient/${hexOfRecordId(ground.ambre)}&code=allergies`);
  assert.equal(found.as<{ total: number }>().total, 1);
  refused(await as(nuees, 'POST', '/List', list({ code: { coding: [{ code: 'submissionset' }] } })), 405, 'fhir.owned');
});

test('FHIR R4 §3.1.0.7.1, §3.1.0.6: a conditional deletion or patch also keeps to If-Match', async () => {
  const patient = `patient=Patient/${hexOfRecordId(ground.ambre)}`;
  const stale = { 'if-match': 'W/"77"' };
  refused(await as(nuees, 'DELETE', `/List?${patient}&code=allergies`, undefined, stale), 412, 'fhir.version-conflict');
  const patch = JSON.stringify([{ op: 'replace', path: '/mode', value: 'snapshot' }]);
  const json = { 'content-type': 'application/json-patch+json' };
  refused(
    await as(nuees, 'PATCH', `/List?${patient}&code=allergies`, patch, { ...json, ...stale }),
    412,
    'fhir.version-conflict',
  );
  assert.equal((await as(nuees, 'PATCH', `/List?${patient}&code=allergies`, patch, json)).status, 200);
});
