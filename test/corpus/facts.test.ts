import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { scanHeader } from '#documents';
import { insOf } from '#interop/pdsm';
import { parseItemId } from '#kernel';
import { nuees } from '../walks/cast.ts';
import { ask, type Bundle, type Ground, openGround } from '../walks/ground.ts';
import { provide } from '../walks/papers.ts';

const folder = join(process.env.SOCLE_CORPUS ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data'), 'cda');
const skip = existsSync(folder) ? false : `no CDA in ${folder}: name the corpus with SOCLE_CORPUS`;
const files = skip === false ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];
const operator = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;
const expected = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'spec', 'extract', 'counts.json'), 'utf8'),
) as Record<string, { resources: Record<string, number>; kept: Record<string, number> }>;

let ground: Ground;
before(async () => {
  if (skip === false) ground = await openGround();
});
after(() => ground?.close());

interface Parameter {
  readonly name: string;
  readonly valueCode?: string;
  readonly part?: readonly { readonly name: string; readonly valueCode?: string; readonly valueInteger?: number }[];
  readonly resource?: { readonly resourceType: string };
}

/** What `$facts` says of a document once it was understood. */
async function factsOf(id: string): Promise<readonly Parameter[]> {
  const token = await ground.token(nuees);
  for (let i = 0; i < 1500; i++) {
    const answer = await ground.fhir(`/DocumentReference/${id}/$facts`, { token });
    assert.equal(answer.status, 200, answer.bytes.toString());
    const { parameter } = answer.as<{ parameter: Parameter[] }>();
    if (parameter.find(({ name }) => name === 'state')?.valueCode !== 'waiting') return parameter;
    await sleep(50);
  }
  return assert.fail(`${id} is not understood: ${ground.said.join('\n')}`);
}

const counted = (parameters: readonly Parameter[], name: string): Record<string, number> =>
  Object.fromEntries(
    parameters
      .filter((one) => one.name === name)
      .map(({ part }) => [part?.[0]?.valueCode ?? '', part?.find((each) => each.name === 'number')?.valueInteger ?? 0]),
  );

test('CI-SIS examples, deposited by ITI-65: each gives the facts that are counted, kept as resources, none of them invalid', {
  skip,
}, async () => {
  const ids = new Map<string, string>();
  for (const name of files) {
    const bytes = readFileSync(join(folder, name));
    await known(bytes);
    const answer = await ground.send(provide(bytes));
    assert.equal(answer.status, 200, `${name}: ${answer.bytes.toString()}`);
    const place = answer.as<Bundle>().entry?.[1]?.response.location ?? '';
    ids.set(name, place.split('/')[1] ?? '');
  }
  for (const [name, id] of ids) {
    const parameters = await factsOf(id);
    const { resources, kept } = expected[name.normalize('NFC')] ?? { resources: {}, kept: {} };
    assert.deepEqual(counted(parameters, 'count'), resources, name);
    assert.deepEqual(counted(parameters, 'left'), kept, name);
    const given = parameters.flatMap(({ resource }) => resource?.resourceType ?? []);
    assert.deepEqual(
      Object.fromEntries(Object.entries(Object.groupBy(given, (type) => type)).map(([type, all]) => [type, all?.length])),
      resources,
      name,
    );
    const { record, n } = parseItemId(id);
    const states = await ground.store.pool.query('select state from documents.text where record_id = $1 and n = $2', [record, n]);
    assert.ok(states.rows.length <= 1);
  }
});

test('CI-SIS examples, of an earlier Socle: all are understood in the background of the next start, in several rounds, to the same', {
  skip,
}, async () => {
  const sql = async <Row extends object>(text: string) => (await ground.store.pool.query<Row>(text)).rows;
  const kept =
    'select record_id, n, type, id, version, body from fhir.resource where body like \'%"source":"DocumentReference/%\' order by id';
  const before = await sql(kept);
  assert.ok(before.length > 2000);
  await sql('delete from documents.facts');
  await sql('delete from documents.text');
  await ground.store.mark('documents.understood', 'of an earlier form');
  const next = await ground.beside();
  for (let i = 0; i < 2400 && !(await ground.store.marked('documents.understood'))?.endsWith('done'); i++) await sleep(50);
  assert.match((await ground.store.marked('documents.understood')) ?? '', / done$/, ground.said.join('\n'));
  await next.close();
  const left = `select e.n from documents.entry e left join documents.text t using (record_id, n) where t.facts_form is null`;
  assert.deepEqual(await sql(left), []);
  assert.deepEqual(await sql(kept), before);
});

/** Made, or corrected to what this header says. */
async function known(bytes: Buffer): Promise<void> {
  const header = scanHeader(bytes);
  const { ids: _, ...traits } = header.patient;
  const made = await ask(`${ground.url}/api/operator/identities`, {
    method: 'POST',
    token: await ground.token(operator),
    body: { ...traits, birthPlace: traits.birthPlace ?? '99999', ...insOf(header) },
    headers: { 'content-type': 'application/json' },
  });
  assert.ok(made.status < 300, made.bytes.toString());
}
