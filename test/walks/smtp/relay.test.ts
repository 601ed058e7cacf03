/** Never an open relay: every combination of who comes, in whose name, to whom. RFC 5321 §7.9; RFC 6409 §4, §6.1; MSSanté, référentiel #1 (trusted domains). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Professional } from '#kernel';
import { RawClient, type Shown } from './client.ts';
import { addresses, elsewhere, hector, irene, lastHanded, nuees, oauth, openSmtpGround, type SmtpGround } from './ground.ts';

let ground: SmtpGround;
type Card = Shown & { readonly subject: string; readonly serial: string };
let ours: Card;
let theirs: Card;
let revoked: Card;
let others: Card;
let person: Shown;
before(async () => {
  ground = await openSmtpGround();
  const { certificates } = ground;
  ours = await certificates.organisation(nuees.structure.id, 'Nuées, courrier');
  theirs = await certificates.organisation(hector.structure.id, 'Opérateur Ailleurs');
  revoked = await certificates.organisation(hector.structure.id, 'Opérateur Révoqué');
  others = await certificates.organisation(hector.structure.id, 'Opérateur Tiers');
  person = await certificates.person(irene.id.slice(1));
  await ground.bind(ours.subject);
  const trusted = [
    [elsewhere, theirs],
    ['revoque.mssante.fr', revoked],
    ['tiers.mssante.fr', others],
  ] as const;
  await ground.trust(
    trusted.map(
      ([name, { subject }]) =>
        `<Nom>${name}</Nom><Certificat sujet="${subject.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"/>`,
    ),
  );
  await certificates.revoke(revoked.serial, 'keyCompromise');
});
after(() => ground.close());

interface Who {
  readonly words: string;
  readonly as?: () => Shown;
  readonly auth?: Professional;
  /** The senders that this connection may use. */
  readonly from: readonly string[];
  /** Where it may send to. */
  readonly to: 'anybody' | 'here' | 'nobody';
}
const comes: readonly Who[] = [
  { words: 'a stranger', from: [], to: 'nobody' },
  { words: 'a person’s certificate', as: () => person, from: [], to: 'nobody' },
  { words: 'a software’s certificate that did not sign in', as: () => ours, from: [], to: 'nobody' },
  { words: 'an operator', as: () => theirs, from: [`dr@${elsewhere}`, ''], to: 'here' },
  { words: 'another operator', as: () => others, from: ['dr@tiers.mssante.fr', ''], to: 'here' },
  { words: 'an operator whose certificate was revoked', as: () => revoked, from: [], to: 'nobody' },
  { words: 'somebody signed in', auth: irene, from: [addresses.irene, ''], to: 'anybody' },
  {
    words: 'somebody signed in on an operator’s connection',
    as: () => theirs,
    auth: irene,
    from: [addresses.irene, ''],
    to: 'anybody',
  },
];
const senders = [
  '',
  addresses.irene,
  addresses.hector,
  'nobody@exemple.mssante.fr',
  '260119999999971@patient.mssante.fr',
  `dr@${elsewhere}`,
  'dr@tiers.mssante.fr',
  'dr@revoque.mssante.fr',
  `dr@sous.${elsewhere}`,
  'dr@inconnu.fr',
];
const recipients: readonly (readonly [string, 'here' | 'elsewhere' | 'nowhere'])[] = [
  [addresses.hector, 'here'],
  [`dr@${elsewhere}`, 'elsewhere'],
  ['dr@inconnu.fr', 'nowhere'],
  ['nobody@exemple.mssante.fr', 'nowhere'],
  [`hector.pulsarelle%exemple.mssante.fr@${elsewhere}`, 'elsewhere'],
  ['"dr@inconnu.fr"@exemple.mssante.fr', 'nowhere'],
  ['@exemple.mssante.fr:dr@inconnu.fr', 'nowhere'],
  ['dr@exemple.mssante.fr@inconnu.fr', 'nowhere'],
];

async function open({ as, auth }: Who): Promise<RawClient> {
  const client = await RawClient.tls(ground.smtp.ports.tls ?? 0, ground.ca, as?.());
  await client.ask('EHLO x.fr');
  if (auth !== undefined)
    assert.match(await client.ask(`AUTH XOAUTH2 ${oauth(addresses.irene, await ground.token(auth))}`), /^235/);
  return client;
}

describe('who may hand in what', () => {
  for (const who of comes) {
    it(`${who.words}: ${senders.length} senders, ${recipients.length} recipients`, async () => {
      for (const from of senders) {
        const client = await open(who);
        const begun = await client.ask(`MAIL FROM:<${from}>`);
        const may = who.from.includes(from);
        assert.equal(begun.startsWith('250'), may, `${from}: ${begun}`);
        if (!may) {
          assert.match(begun, /^5\d\d-5\./, from);
          assert.match(await client.ask(`RCPT TO:<${addresses.hector}>`), /^503/, 'nothing was opened');
          assert.match(await client.ask('DATA'), /^503/);
        } else {
          for (const [to, where] of recipients) {
            const said = await client.ask(`RCPT TO:<${to}>`);
            const taken = where === 'here' || (where === 'elsewhere' && who.to === 'anybody');
            assert.equal(said.startsWith('250'), taken, `${from} to ${to}: ${said}`);
          }
        }
        client.destroy();
      }
    });
  }
  it('before TLS nothing is taken of anybody', async () => {
    const client = await RawClient.open(ground.smtp.ports.starttls ?? 0);
    await client.ask('EHLO x.fr');
    for (const from of senders) assert.match(await client.ask(`MAIL FROM:<${from}>`), /^530-5\.7\.0/);
    assert.match(await client.ask(`RCPT TO:<${addresses.hector}>`), /^530/);
    client.destroy();
  });
});

describe('reception', () => {
  it('the message of an operator is handed over under the domain that its certificate proved', async () => {
    const client = await open(comes[3] as Who);
    await client.ask(`MAIL FROM:<dr@${elsewhere}> RET=HDRS`);
    await client.ask(`RCPT TO:<${addresses.hector}> NOTIFY=NEVER`);
    await client.ask('DATA');
    client.send('From: dr@ailleurs.mssante.fr\r\n\r\nx\r\n.\r\n');
    assert.match(await client.reply(), /^250 2\.0\.0 Accepted [0-9a-f-]{36}/);
    const last = lastHanded(ground);
    assert.ok(last.by === 'receive');
    const { domain, speaksFor = () => false } = last.arrival.from;
    assert.deepEqual([domain, speaksFor(elsewhere), speaksFor('tiers.mssante.fr')], [elsewhere, true, false]);
    assert.equal(last.arrival.envelopeFrom, `dr@${elsewhere}`);
    assert.deepEqual(last.arrival.recipients, [{ address: addresses.hector, notify: ['never'] }]);
    client.destroy();
  });
  it('a certificate by STARTTLS counts as by TLS from the first byte', async () => {
    const client = await RawClient.open(ground.smtp.ports.starttls ?? 0);
    await client.ask('EHLO x.fr');
    await client.startTls(ground.ca, theirs);
    await client.ask('EHLO x.fr');
    assert.match(await client.ask(`MAIL FROM:<dr@${elsewhere}>`), /^250/);
    client.destroy();
  });
  it('MSSanté, référentiel #1: the domain of an unknown sender is told as such; the reasons are distinct', async () => {
    const client = await open(comes[3] as Who);
    assert.match(await client.ask('MAIL FROM:<a@inconnu.fr>'), /^550-5\.7\.1 .*not on the list/);
    assert.match(await client.ask('MAIL FROM:<a@tiers.mssante.fr>'), /^550-5\.7\.1 .*not that of the sender/);
    assert.match(await client.ask(`MAIL FROM:<${addresses.irene}>`), /^530-5\.7\.0/);
    client.destroy();
  });
  it('a certificate revoked while the message comes: nothing is taken', async () => {
    const late = await ground.certificates.organisation(hector.structure.id, 'Opérateur Ailleurs');
    const client = await open({ words: '', as: () => late, from: [], to: 'here' });
    await client.ask(`MAIL FROM:<dr@${elsewhere}>`);
    await client.ask(`RCPT TO:<${addresses.hector}>`);
    await client.ask('DATA');
    const before = ground.handed.length;
    await ground.certificates.revoke(late.serial, 'keyCompromise');
    client.send('From: a\r\n\r\nx\r\n.\r\n');
    assert.match(await client.reply(), /^550-5\.7\.1 .*revoked/);
    assert.equal(ground.handed.length, before);
    client.destroy();
  });
  it('a domain struck off the list is refused at once, on a connection that stands', async () => {
    const client = await open(comes[3] as Who);
    assert.match(await client.ask(`MAIL FROM:<dr@${elsewhere}>`), /^250/);
    await client.ask('RSET');
    await ground.trust(['<Nom>tiers.mssante.fr</Nom>']);
    assert.match(await client.ask(`MAIL FROM:<dr@${elsewhere}>`), /^550-5\.7\.1/);
    client.destroy();
  });
});
