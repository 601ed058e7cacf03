/** MSSanté, référentiel #1: the list of trusted domains. Loaded when its signature and its dates are right, refused otherwise, and then the last good one stays. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { PLATFORM, Refusal } from '#kernel';
import type { Store } from '#store';
import { openTrace, type Trace, traceMigrations } from '#trace';
import { testStore } from '../../../test/store.ts';
import { messagingMigrations } from '../migrations.ts';
import { readTrustedList } from './list.ts';
import { signList } from './signature.ts';
import { openTrusted, type TrustedDomains } from './trusted.ts';

const call = {
  actor: { kind: 'operator', id: 'operator', name: 'Exploitant' },
  at: new Date('2026-11-22T12:00:00Z'),
  requestId: 'essai',
} as const;
const pem = (key: KeyObject): string =>
  key.export(key.type === 'private' ? { type: 'pkcs8', format: 'pem' } : { type: 'spki', format: 'pem' }).toString();
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const others = generateKeyPairSync('rsa', { modulusLength: 2048 });
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });

interface Dates {
  readonly emission?: string;
  readonly fin?: string;
}
const xml = (inside: string, { emission = '2026-11-22T00:00:00Z', fin = '2027-01-22T00:00:00Z' }: Dates = {}): Buffer =>
  Buffer.from(
    `<ListeBlanche xmlns="https://listeblanche.mssante.fr/schema" emission="${emission}" fin="${fin}">${inside}</ListeBlanche>`,
  );
const domain = (name: string, more = ''): string => `<Domaine><Nom>${name}</Nom>${more}</Domaine>`;
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === `messaging.${code}`;

let store: Store;
let trace: Trace;
let trusted: TrustedDomains;
let now = call.at;
const said: string[] = [];
const open = (): Promise<TrustedDomains> => openTrusted({ store, trace, clock: () => now, log: (line) => said.push(line) });
const load = async (list: Buffer, by = keys, signer?: string) =>
  trusted.load(
    { ...call, at: now },
    { list, signature: await signList(list, pem(by.privateKey)), ...(signer === undefined ? {} : { signer }) },
  );

before(async () => {
  store = await testStore([...traceMigrations, ...messagingMigrations]);
  trace = await openTrace(store);
  trusted = await open();
});
after(() => store.close());
beforeEach(() => {
  now = call.at;
});

describe('the shape of a list', () => {
  it('reads what the public list says, and certificate and relay beside it', () => {
    const empreinte = 'AB:'.repeat(31).concat('AB');
    const { domains, issuedAt } = readTrustedList(
      xml(
        `${domain('CHU.exemple.fr', `<Operateur>CHU</Operateur><Certificat sujet="CN=x,C=FR" empreinte="${empreinte}"/><Relais>[::1]:2525</Relais>`)}${domain('b.fr')}<Autre/>`,
      ),
    );
    assert.equal(issuedAt.toISOString(), '2026-11-22T00:00:00.000Z');
    assert.deepEqual(domains, [
      {
        name: 'chu.exemple.fr',
        operator: 'CHU',
        certificate: { subject: 'CN=x,C=FR', fingerprint: 'ab'.repeat(32) },
        relay: { host: '::1', port: 2525 },
      },
      { name: 'b.fr', operator: 'b.fr' },
    ]);
  });
  const bad: Readonly<Record<string, Buffer>> = {
    'another root': Buffer.from('<x/>'),
    'another namespace': Buffer.from('<ListeBlanche emission="2026-11-22T00:00:00Z" fin="2027-01-22T00:00:00Z"/>'),
    'no name': xml('<Domaine/>'),
    'a name that is none': xml(domain('a b.fr')),
    'a wildcard': xml(domain('*.mssante.fr')),
    'a top-level domain': xml(domain('fr')),
    'a domain twice': xml(domain('a.fr') + domain('A.fr')),
    'an empty certificate': xml(domain('a.fr', '<Certificat/>')),
    'a fingerprint that is none': xml(domain('a.fr', '<Certificat empreinte="ab"/>')),
    'a relay that is none': xml(domain('a.fr', '<Relais>mx.a.fr</Relais>')),
    'no date': xml('', { emission: '' }),
    'a date of no zone': xml('', { fin: '2027-01-22' }),
    'an end before its beginning': xml('', { fin: '2026-11-21T00:00:00Z' }),
  };
  for (const [words, list] of Object.entries(bad))
    it(`refuses ${words}`, () => assert.throws(() => readTrustedList(list), refuses('trust-malformed')));
  it('refuses a DOCTYPE, as every XML from outside', () => {
    assert.throws(() => readTrustedList(Buffer.from('<!DOCTYPE x [<!ENTITY a "b">]><x/>')), Refusal);
  });
});

describe('loading', () => {
  it('the first list needs to be told who signs; nobody is trusted before', async () => {
    assert.equal(trusted.standing(), undefined);
    assert.equal(trusted.of('a.fr'), undefined);
    await assert.rejects(trusted.elsewhere(call, 'x@a.fr'), refuses('untrusted-domain'));
    await assert.rejects(load(xml(domain('a.fr'))), refuses('trust-no-signer'));
    await load(xml(domain('a.fr')), keys, pem(keys.publicKey));
    assert.equal(trusted.of('A.FR')?.name, 'a.fr');
    assert.deepEqual(await trusted.elsewhere(call, 'x@A.fr'), { where: 'elsewhere', domain: 'a.fr', address: 'x@A.fr' });
    await assert.rejects(trusted.elsewhere(call, 'x@sous.a.fr'), refuses('untrusted-domain'));
  });
  it('an altered list, another signer, no signature, another algorithm: refused, and the last good one stays', async () => {
    const good = xml(domain('b.fr'));
    const signature = await signList(good, pem(keys.privateKey));
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const attempts = {
      altered: { list: xml(domain('c.fr')), signature },
      'another signer': { list: good, signature: await signList(good, pem(others.privateKey)) },
      'no signature': { list: good, signature: `${none}..` },
      'alg none': { list: good, signature: `${none}..${'A'.repeat(86)}` },
      'a JWS with its payload': { list: good, signature: signature.replace('..', `.${good.toString('base64url')}.`) },
    };
    for (const [words, given] of Object.entries(attempts))
      await assert.rejects(trusted.load(call, given), refuses('trust-signature'), words);
    await assert.rejects(load(good, others, pem(weak.publicKey)), refuses('trust-key'));
    assert.deepEqual(
      trusted.standing()?.domains.map(({ name }) => name),
      ['a.fr'],
    );
    assert.deepEqual(
      (await open()).standing()?.domains.map(({ name }) => name),
      ['a.fr'],
      'in the database too',
    );
  });
  it('an ended one, one of the future, an older one: refused, and the last good one stays', async () => {
    await assert.rejects(load(xml(domain('b.fr'), { fin: '2026-11-22T11:59:59Z' })), refuses('trust-ended'));
    await assert.rejects(load(xml(domain('b.fr'), { emission: '2026-11-22T12:06:00Z' })), refuses('trust-early'));
    await assert.rejects(load(xml(domain('b.fr'), { emission: '2026-11-21T00:00:00Z' })), refuses('trust-older'));
    assert.equal(trusted.of('a.fr')?.name, 'a.fr');
  });
  it('a newer one replaces it on every server; the signer changes only when named', async () => {
    const other = await open();
    await load(xml(domain('b.fr'), { emission: '2026-11-22T10:00:00Z' }), others, pem(others.publicKey));
    await other.refresh();
    for (const one of [trusted, other])
      assert.deepEqual(
        one.standing()?.domains.map(({ name }) => name),
        ['b.fr'],
      );
    await assert.rejects(load(xml(domain('a.fr'), { emission: '2026-11-22T11:00:00Z' }), keys), refuses('trust-signature'));
  });
  it('two at once: the newer stands', async () => {
    const lists = ['2026-11-22T11:10:00Z', '2026-11-22T11:20:00Z'].map((emission, n) => xml(domain(`n${n}.fr`), { emission }));
    await Promise.allSettled(lists.map((list) => load(list, others)));
    await trusted.refresh();
    assert.deepEqual(
      trusted.standing()?.domains.map(({ name }) => name),
      ['n1.fr'],
    );
  });
  it('what somebody altered in the database is not believed: it is told, and what was in force stays', async () => {
    await store.pool.query(`update messaging.trusted_list set list = replace(list, 'n1.fr', 'mechant.fr')`);
    await trusted.refresh();
    assert.equal(trusted.of('mechant.fr'), undefined);
    assert.equal(trusted.of('n1.fr')?.name, 'n1.fr');
    assert.ok(said.some((line) => line.includes('cannot be read')));
    assert.equal((await open()).standing(), undefined, 'a server that starts then trusts nobody');
    await store.pool.query(`update messaging.trusted_list set list = replace(list, 'mechant.fr', 'n1.fr')`);
  });
  it('a list that ends while it is in force stays, and is told', async () => {
    now = new Date('2027-02-01T00:00:00Z');
    await trusted.refresh();
    assert.equal(trusted.of('n1.fr')?.name, 'n1.fr');
    assert.ok(said.some((line) => line.includes('has ended')));
  });
  it('each load is a line of the platform, with the digest of the list; what was refused changed nothing', async () => {
    const lines = (await trace.lines(PLATFORM, undefined, 50)).filter(({ detail }) => detail?.change === 'trusted-list');
    assert.ok(
      lines.length >= 3 &&
        lines.every(({ action, outcome, who }) => action === 'rights' && outcome === 'done' && who.name === 'Exploitant'),
    );
    assert.match(lines[0]?.detail?.digest ?? '', /^[0-9a-f]{64}$/);
  });
});
