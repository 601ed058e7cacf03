import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isRecordId, type RecordId } from '#kernel';
import { Browser } from '../../spec/signin/browser.ts';
import { openRogue, type Rogue } from '../../spec/signin/rogue.ts';
import { ambre, irene, makeKnown, type Person, person } from './cast.ts';
import { ask, type Ground, openGround, traceFrom, words } from './ground.ts';
import { enterPro, type Space, toldPlainly } from './space.ts';

const solenn = person(
  { birthFamily: 'D’ŒUVRELANDE', firstBirthGiven: 'SOLENN MARIE', sex: 'F', birthDate: '1984-11-30', birthPlace: '29019' },
  '914',
);

let outside: Rogue;
let ground: Ground;
let record: RecordId;
before(async () => {
  outside = await openRogue('socle');
  const citizen = {
    issuer: outside.issuer,
    clientId: 'socle',
    secret: 's'.repeat(40),
    scope: 'openid',
    level: 'eidas2',
    name: 'Identité Fictive',
  } as const;
  ground = await openGround({ outside: { citizen } });
  record = await makeKnown(ground, solenn);
  assert.ok(isRecordId(record));
});
after(async () => {
  await ground.close();
  await outside.close();
});

const claimsOf = ({ birthFamily, firstBirthGiven, birthDate, birthPlace, sex }: Person) => ({
  acr: 'eidas2',
  family_name: birthFamily.replace('’', "'").replace('Œ', 'OE'),
  given_name: `${firstBirthGiven} ANNE`,
  gender: sex === 'F' ? 'female' : 'male',
  birthdate: birthDate,
  birthplace: birthPlace,
});

async function back(claims: Readonly<Record<string, unknown>>): Promise<Browser> {
  outside.claims = claims;
  const browser = await new Browser(ground.url).get('/entrer/citoyen?retour=/carnet');
  await browser.get(/href="([^"]+\/citoyen)"/.exec(browser.page.text)?.[1] ?? '');
  return browser.get(outside.answer(browser.left ?? assert.fail(browser.page.text)).href);
}

function spaceOf(browser: Browser): Space {
  const cookie = `socle_session=${browser.cookie('socle_session')}`;
  const space = (path: string, { body, method }: { body?: object; method?: string } = {}) =>
    ask(`${ground.url}/api${path}`, {
      ...(method === undefined ? {} : { method }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { cookie, 'x-socle': 'web', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    });
  return Object.assign(space, { cookie }) as Space;
}

test('Issue 6, 5: identity federation activates the carnet of the person whose strict traits it vouches for, and opens it from then on', async () => {
  const lines = await traceFrom(ground, record);
  const first = await back({ sub: 'solenn', ...claimsOf(solenn) });
  assert.match(first.page.text, /SOLENN MARIE D’ŒUVRELANDE/);
  await first.submit('outside-link');
  const carnet = spaceOf(first);
  assert.equal((await carnet('/carnet/home')).status, 200);
  const again = spaceOf(await back({ sub: 'solenn', acr: 'eidas2' }));
  assert.equal((await again('/carnet/home')).status, 200);
  assert.deepEqual((await lines()).filter(({ action }) => action === 'sign-in').map(words), [
    'sign-in done SOLENN MARIE D’ŒUVRELANDE',
    'sign-in done SOLENN MARIE D’ŒUVRELANDE',
  ]);
  const log = (await carnet('/carnet/log')).bytes.toString();
  assert.match(log, /carnet relié à un compte de 127\.0\.0\.1/);
  assert.match(log, /connexion par 127\.0\.0\.1/);
});

test('Issue 6, 5: the person sees what opens their carnet and cuts it; the next sign-in asks anew, and the cut is traced', async () => {
  const carnet = spaceOf(await back({ sub: 'solenn', acr: 'eidas2' }));
  const { items } = (await carnet('/carnet/federated')).as<{ items: { issuer: string }[] }>();
  assert.deepEqual(
    items.map(({ issuer }) => issuer),
    [outside.issuer],
  );
  const unlink = (issuer: unknown, space = carnet) => space('/carnet/federated/unlink', { method: 'POST', body: { issuer } });
  toldPlainly(await unlink(12), 400, 'http.malformed');
  toldPlainly(await unlink('https://ailleurs.example'), 404, 'id.unknown');
  toldPlainly(await unlink(outside.issuer, await enterPro(ground, irene.id)), 403, 'session.wrong-kind');
  const lines = await traceFrom(ground, record);
  assert.equal((await unlink(outside.issuer)).status, 204);
  assert.deepEqual(
    (await lines()).map(({ detail }) => detail?.change),
    ['federation-unlinked'],
  );
  const asked = await back({ sub: 'solenn', ...claimsOf(solenn) });
  assert.match(asked.page.text, /Relier Identité Fictive/);
});

test('RNIV: one trait that differs, an identity that is not qualified or somebody unknown opens nothing', async () => {
  const recovered = person({ ...ambre, birthFamily: 'RECUPEREE' }, '916');
  await makeKnown(ground, recovered, 'RECUP');
  const good = claimsOf(solenn);
  for (const claims of [
    { ...good, family_name: 'DOEUVRELANDES' },
    { ...good, given_name: 'SOLENE MARIE' },
    { ...good, gender: 'male' },
    { ...good, birthdate: '1984-11-29' },
    { ...good, birthplace: '29020' },
    claimsOf(recovered),
    claimsOf(person({ ...ambre, birthFamily: 'INCONNUE' }, '917')),
  ]) {
    const browser = await back({ sub: 'autre', ...claims });
    assert.equal(browser.page.status, 422, JSON.stringify(claims));
    assert.match(browser.page.text, /Aucun carnet ne correspond avec certitude/);
  }
});
