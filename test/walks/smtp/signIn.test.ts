/** Who opens a mailbox by a mail program, by what, and when it ends. RFC 4422, RFC 4954, RFC 7628; MSSanté, référentiel #2 (XOAUTH2, certificate). */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Citizen, RecordId } from '#kernel';
import { RawClient, type Shown } from './client.ts';
import { addresses, hector, irene, lastHanded, nuees, oauth, openSmtpGround, operator, orme, type SmtpGround } from './ground.ts';

let ground: SmtpGround;
// Made before the clock is put forward: TLS has another.
let card: Shown & { readonly subject: string; readonly serial: string };
let lost: typeof card;
let personal: Shown;
before(async () => {
  ground = await openSmtpGround();
  card = await ground.certificates.organisation(nuees.structure.id, 'Nuées, courrier');
  lost = await ground.certificates.organisation(nuees.structure.id, 'Nuées, courrier');
  personal = await ground.certificates.person(irene.id.slice(1));
});
after(() => ground.close());
// What failed before is forgotten.
beforeEach(() => ground.ahead(901));

async function hello(as?: Shown): Promise<RawClient> {
  const client = await RawClient.tls(ground.smtp.ports.tls ?? 0, ground.ca, as);
  await client.ask('EHLO x.fr');
  return client;
}
const bearer = (address: string, token: string, more = ''): string =>
  Buffer.from(`n,a=${address},\x01${more}auth=Bearer ${token}\x01\x01`).toString('base64');
const decoded = (reply: string): Record<string, string> =>
  JSON.parse(Buffer.from(reply.slice(4), 'base64').toString()) as Record<string, string>;

/** Signs in by XOAUTH2 and gives the last reply. */
async function attempt(token: string, address: string = addresses.irene): Promise<string> {
  const client = await hello();
  const first = await client.ask(`AUTH XOAUTH2 ${oauth(address, token)}`);
  const last = first.startsWith('334') ? await client.ask('') : first;
  client.destroy();
  return last;
}
async function sends(client: RawClient, from: string): Promise<string> {
  const begun = await client.ask(`MAIL FROM:<${from}>`);
  if (!begun.startsWith('250')) return begun;
  await client.ask(`RCPT TO:<${addresses.hector}>`);
  assert.match(await client.ask('DATA'), /^354/);
  client.send('From: a\r\n\r\nx\r\n.\r\n');
  return client.reply();
}
describe('which token opens which mailbox', () => {
  it('RFC 7628 §4.1: OAUTHBEARER with an initial response, its keys in any order', async () => {
    const client = await hello();
    const said = await client.ask(
      `AUTH OAUTHBEARER ${bearer(addresses.irene, await ground.token(irene), 'host=x\x01port=465\x01')}`,
    );
    assert.match(said, /^235 2\.7\.0/);
    assert.match(await client.ask('AUTH XOAUTH2 x'), /^503-5\.5\.1/, 'RFC 4954 §4: once');
    client.destroy();
  });
  it('RFC 4954 §4: without an initial response the server asks for it', async () => {
    const client = await hello();
    assert.equal(await client.ask('AUTH XOAUTH2'), '334 \r\n');
    assert.match(await client.ask(oauth(addresses.irene, await ground.token(irene))), /^235/);
    client.destroy();
  });
  it('MSSanté, référentiel #2: who holds a part in an organisation’s mailbox opens it, nobody else', async () => {
    const token = await ground.token(irene);
    assert.match(await attempt(token, addresses.service), /^535-5\.7\.8/);
    await ground.part(irene, true);
    assert.match(await attempt(token, addresses.service), /^235/);
    assert.match(await attempt(token, ''), /^535-5\.7\.8 .*Name the mailbox/, 'two open: which?');
    await ground.part(irene, false);
    assert.match(await attempt(token, addresses.service), /^535-5\.7\.8/);
    assert.match(await attempt(token, ''), /^235/, 'the only one');
  });
  it('a token of Socle’s provider opens with all that a professional may, not with less, nor for one patient', async () => {
    assert.match(await attempt(await ground.token(irene)), /^235/);
    const narrow = await ground.signin.issue(irene, { scopes: ['user/*.rs'] });
    assert.match(await attempt(narrow), /^535-5\.7\.8 .*scope_all/);
  });
  it('a software opens its application mailbox by its own token', async () => {
    assert.match(await attempt(await ground.token(nuees), addresses.nuees), /^235/);
    assert.match(await attempt(await ground.token(orme), addresses.nuees), /^535/);
  });
  it('no citizen and no operator opens a mailbox by a mail program', async () => {
    const citizen: Citizen = { kind: 'citizen', record: '3f0c2a4e-1111-4222-8333-444455556666' as RecordId, name: 'Ambre' };
    assert.match(await attempt(await ground.token(citizen)), /^535-5\.7\.8 .*carnet/);
    assert.match(await attempt(await ground.signin.issue(operator, { scopes: ['system/*.cruds'] })), /^535-5\.7\.8/);
  });
  it('RFC 7628 §3.2.2: a refusal is told in JSON; after the client’s dummy comes 535', async () => {
    const client = await hello();
    const first = await client.ask(`AUTH OAUTHBEARER ${bearer(addresses.irene, 'nonsense')}`);
    assert.deepEqual(decoded(first), {
      status: 'invalid_token',
      scope: 'scope_all',
      'openid-configuration': 'http://localhost:8080/oidc/.well-known/openid-configuration',
    });
    assert.match(await client.ask('AQ=='), /^535-5\.7\.8/);
    const other = await client.ask(`AUTH XOAUTH2 ${oauth(addresses.irene, 'nonsense')}`);
    assert.equal(decoded(other).status, '401');
    assert.match(await client.ask(''), /^535-5\.7\.8/);
    client.destroy();
  });
});

describe('what is no sign-in', () => {
  it('RFC 4954 §4: malformed, cancelled, unknown mechanisms; PLAIN is not there', async () => {
    for (const [line, expected] of [
      ['AUTH PLAIN AGEAYg==', /^504-5\.5\.4/],
      ['AUTH XOAUTH2 !!!!', /^501-5\.5\.2/],
      ['AUTH XOAUTH2 YQ==', /^501-5\.5\.2/],
      [`AUTH OAUTHBEARER ${Buffer.from('p=tls-unique,,\x01auth=Bearer x\x01\x01').toString('base64')}`, /^501-5\.5\.2/],
      [`AUTH OAUTHBEARER ${Buffer.from('n,,\x01auth=Bearer x').toString('base64')}`, /^501-5\.5\.2/],
      [`AUTH OAUTHBEARER ${'A'.repeat(12_292)}`, /^501-5\.5\.2|^500-5\.5\.2/],
    ] as const) {
      const client = await hello();
      assert.match(await client.ask(line), expected, line.slice(0, 60));
      client.destroy();
    }
    const client = await hello();
    await client.ask('AUTH XOAUTH2');
    assert.match(await client.ask('*'), /^501-5\.7\.0/);
    client.destroy();
  });
  it('RFC 4954 §4: no token travels in clear, and the third failure closes', async () => {
    const clear = await RawClient.open(ground.smtp.ports.starttls ?? 0);
    await clear.ask('EHLO x.fr');
    assert.match(await clear.ask(`AUTH XOAUTH2 ${oauth(addresses.irene, await ground.token(irene))}`), /^530-5\.7\.0/);
    clear.destroy();
    const client = await hello();
    for (let n = 0; n < 2; n++) {
      await client.ask(`AUTH XOAUTH2 ${oauth('third@exemple.mssante.fr', 'wrong')}`);
      assert.match(await client.ask(''), /^535/);
    }
    await client.ask(`AUTH XOAUTH2 ${oauth('third@exemple.mssante.fr', 'wrong')}`);
    assert.match(await client.ask(''), /^535/);
    assert.match(await client.reply(), /^421-4\.7\.0/);
    await client.end();
  });
  it('failures count for each mailbox and address; after three a right token waits too', async () => {
    const address = addresses.hector;
    for (let n = 0; n < 3; n++) assert.match(await attempt('wrong', address), /^535/);
    assert.match(await attempt(await ground.token(hector), address), /^454-4\.7\.0 .*Wait/);
    assert.match(await attempt(await ground.token(irene)), /^235/, 'nobody else waits');
    ground.ahead(61);
    assert.match(await attempt(await ground.token(hector), address), /^235/);
  });
});

describe('certificates of application mailboxes', () => {
  it('RFC 4422 appendix A: EXTERNAL opens the mailbox of the software that the certificate is bound to', async () => {
    const stranger = await hello(card);
    assert.match(await stranger.ask('AUTH EXTERNAL ='), /^535-5\.7\.8 .*bound to no/, 'not bound yet');
    stranger.destroy();
    await ground.bind(card.subject);
    const client = await hello(card);
    assert.match(await client.ask('EHLO x.fr'), /AUTH XOAUTH2 OAUTHBEARER EXTERNAL/);
    assert.match(await client.ask('AUTH EXTERNAL ='), /^235/);
    assert.match(await sends(client, addresses.nuees), /^250/);
    client.destroy();
    const named = await hello(card);
    assert.match(
      await named.ask(`AUTH EXTERNAL ${Buffer.from(addresses.irene).toString('base64')}`),
      /^535/,
      'not another mailbox',
    );
    assert.match(await named.ask(`AUTH EXTERNAL ${Buffer.from(addresses.nuees).toString('base64')}`), /^235/);
    named.destroy();
    const none = await hello();
    assert.match(await none.ask('AUTH EXTERNAL ='), /^535/, 'no certificate');
    none.destroy();
  });
  it('RFC 5280 §3.3: a certificate revoked in mid-session ends the session at the next message', async () => {
    const client = await hello(lost);
    assert.match(await client.ask('AUTH EXTERNAL ='), /^235/);
    assert.match(await client.ask(`MAIL FROM:<${addresses.nuees}>`), /^250/);
    await client.ask(`RCPT TO:<${addresses.hector}>`);
    await client.ask('DATA');
    const before = ground.handed.length;
    await ground.certificates.revoke(lost.serial, 'keyCompromise');
    client.send('From: a\r\n\r\nx\r\n.\r\n');
    assert.match(await client.reply(), /^421-4\.7\.0/);
    await client.end();
    assert.equal(ground.handed.length, before, 'nothing was taken');
  });
  it('a certificate of a person signs nobody in here', async () => {
    const client = await hello(personal);
    assert.match(await client.ask('AUTH EXTERNAL ='), /^535/);
    client.destroy();
  });
});

describe('a session that does not stand any more', () => {
  it('a token that ends between RCPT and the last dot: 421, nothing taken', async () => {
    const client = await hello();
    assert.match(await client.ask(`AUTH XOAUTH2 ${oauth(addresses.irene, await ground.token(irene, 600))}`), /^235/);
    await client.ask(`MAIL FROM:<${addresses.irene}>`);
    await client.ask(`RCPT TO:<${addresses.hector}>`);
    await client.ask('DATA');
    const before = ground.handed.length;
    ground.ahead(601);
    client.send('From: a\r\n\r\nx\r\n.\r\n');
    assert.match(await client.reply(), /^421-4\.7\.0 .*expired/);
    await client.end();
    assert.equal(ground.handed.length, before);
  });
  it('a part taken away, a mailbox closed: the next message is 421', async () => {
    const open = async (): Promise<RawClient> => {
      await ground.part(irene, true);
      const client = await hello();
      assert.match(await client.ask(`AUTH XOAUTH2 ${oauth(addresses.service, await ground.token(irene))}`), /^235/);
      assert.match(await sends(client, addresses.service), /^250/);
      return client;
    };
    const first = await open();
    await ground.part(irene, false);
    ground.ahead(31);
    assert.match(await sends(first, addresses.service), /^421-4\.7\.0/);
    await first.end();
    const second = await open();
    const box = await ground.mailboxes.byAddress(addresses.service);
    assert.ok(box !== undefined);
    await ground.mailboxes.close({ actor: operator, at: new Date(), requestId: 'test' }, box.id);
    ground.ahead(31);
    assert.match(await sends(second, addresses.service), /^421-4\.7\.0/);
    await second.end();
  });
  it('an idle session is told within the half minute', async () => {
    const client = await hello();
    assert.match(await client.ask(`AUTH XOAUTH2 ${oauth(addresses.irene, await ground.token(irene, 60))}`), /^235/);
    ground.ahead(61);
    assert.match(await client.reply(), /^421-4\.7\.0 .*expired/);
    await client.end();
  });
});

describe('the trace', () => {
  it('every sign-in is a line: in whose name, by which way, refused or done; what was typed is never in it', async () => {
    await ground.sessions.close();
    const lines = await ground.signIns();
    const of = (way: string, outcome: string) => lines.filter((line) => line.detail?.way === way && line.outcome === outcome);
    const [done] = of('smtp xoauth2', 'done').filter(({ detail }) => detail?.mailbox === addresses.irene);
    assert.equal(done?.who.name, irene.name);
    assert.equal(done?.detail?.client, irene.software);
    assert.ok(of('smtp external', 'done').some(({ who, detail }) => who.name === nuees.name && detail?.client === nuees.id));
    assert.ok(of('smtp xoauth2', 'refused').some(({ code, who }) => code === 'signin.token-invalid' && who.name === 'Socle'));
    assert.ok(of('smtp xoauth2', 'refused').some(({ code, who }) => code === 'messaging.citizen-by-web' && who.name === 'Ambre'));
    assert.ok(of('smtp external', 'refused').some(({ code }) => code === 'messaging.certificate-unbound'));
    assert.ok(
      of('smtp unknown', 'refused').some(({ code }) => code === 'messaging.sasl-mechanism'),
      'PLAIN is told as nobody’s',
    );
    assert.ok(!JSON.stringify(lines).includes('third@'), 'a name that was typed');
    assert.ok(lastHanded(ground) !== undefined);
  });
});
