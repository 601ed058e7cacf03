import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { scanHeader } from '#documents';
import { insOf } from '#interop/pdsm';
import { type RecordId, recordIdOfHex } from '#kernel';
import { nuees } from '../walks/cast.ts';
import { ask, type Bundle, type Ground, openGround, traceFrom, words } from '../walks/ground.ts';
import { provide } from '../walks/papers.ts';

const folder = join(process.env.SOCLE_CORPUS ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data'), 'cda');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];
const operator = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;

let ground: Ground;
before(async () => {
  if (files.length > 0) ground = await openGround();
});
after(() => ground?.close());

test('Issue, real input: the outside corpus is there', {
  skip: files.length > 0 ? false : `no CDA in ${folder}: name the corpus with SOCLE_CORPUS`,
}, () => {
  assert.ok(files.length >= 70, `${files.length} files`);
});

for (const name of files) {
  test(`Issue, real input: ${name} is deposited for its own patient and read back byte for byte`, async () => {
    const bytes = readFileSync(join(folder, name));
    const header = scanHeader(bytes);
    const record = await patientOf(header);
    const lines = await traceFrom(ground, record);
    const token = await ground.token(nuees);
    const answer = await ground.send(provide(bytes));
    assert.equal(answer.status, 200, answer.bytes.toString());
    const [, document, binary] = answer.as<Bundle>().entry ?? [];
    const back = await ground.fhir(`/${binary?.response.location}`, { token });
    assert.ok(back.bytes.equals(bytes), 'the same bytes');
    // a browser that opened it would run nothing of it
    assert.equal(back.headers.get('content-security-policy'), "sandbox; default-src 'none'");
    assert.equal(back.headers.get('content-type'), 'text/xml');
    const { type } = (await ground.fhir(`/${document?.response.location}`, { token })).as<{
      type: { coding: { code: string }[] };
    }>();
    assert.equal(type.coding[0]?.code, header.type.code);
    const authors = header.authors.flatMap(({ id }) => id?.extension ?? []);
    for (const author of authors) {
      const query = new URLSearchParams({ _id: document?.response.location.split('/')[1] ?? '', 'author.identifier': author });
      const found = (await ground.fhir(`/DocumentReference?${query}`, { token })).as<Bundle>();
      assert.equal(found.total, 1, `by its author ${author}`);
    }
    // What Socle draws from the document it writes in its own time, before or after these.
    const own = (await lines()).map(words).filter((line) => !line.startsWith('identity'));
    const done = ['deposit', 'read', 'read', ...authors.map(() => 'search')];
    assert.deepEqual(
      own,
      done.map((act) => `${act} done Nuées Logiciel`),
    );
  });
}

/** Made, or corrected to what this header says, as `socle deposit --create-patient` does. */
async function patientOf(header: ReturnType<typeof scanHeader>): Promise<RecordId> {
  const { ids: _, ...traits } = header.patient;
  const made = await ask(`${ground.url}/api/operator/identities`, {
    method: 'POST',
    token: await ground.token(operator),
    body: { ...traits, birthPlace: traits.birthPlace ?? '99999', ...insOf(header) },
    headers: { 'content-type': 'application/json' },
  });
  assert.ok(made.status < 300, made.bytes.toString());
  return recordIdOfHex(made.as<{ record: string }>().record.replaceAll('-', ''));
}
