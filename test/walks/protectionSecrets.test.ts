/** Sign-ins with marked secrets, right and wrong, on the real command: none of them is said, logged, or kept in clear. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { Browser } from '../../spec/signin/browser.ts';
import { newPlace, type Place, type Server } from './server.ts';

const mark = 'marque7f3a';
let place: Place;
let server: Server;
before(async () => {
  place = await newPlace();
  server = await place.start();
});
after(() => place.clear());

const secrets = new Set<string>();
const secret = (text: string): string => {
  secrets.add(text);
  return text;
};

async function operatorSignsIn(): Promise<void> {
  const added = await place.run('operator', 'add', 'odile', '--name', 'Odile Vigiemarine');
  const handed = secret(/^([a-z0-9]{4}(?:-[a-z0-9]{4}){3})$/m.exec(added.said)?.[1] ?? assert.fail(added.said));
  const own = secret(`${mark}-le-mien-a-moi`);
  const browser = await new Browser(place.url).get('/entrer/exploitation');
  await browser.submit('password', { login: secret(`${mark}-tape-comme-nom`), password: secret(`${mark}-faux`) });
  await browser.submit('password', { login: 'odile', password: secret(`${mark}-faux-aussi`) });
  await browser.submit('password', { login: 'odile', password: handed });
  await browser.submit('change', { password: own, again: own });
  await browser.get('/api/session');
  assert.equal(JSON.parse(browser.page.text).id, 'odile');
  for (const name of ['socle_session', 'socle_op', 'socle_appareil']) secret(browser.cookie(name) ?? assert.fail(name));
}

async function softwareAsks(): Promise<void> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'socle-cli',
    client_secret: secret(`${mark}-corps`),
  });
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(`socle-cli:${text}`).toString('base64')}` });
  const post = (path: string, headers: Record<string, string>, sent: string | URLSearchParams) =>
    fetch(`${place.url}${path}`, { method: 'POST', headers, body: sent });
  await post('/oidc/token', {}, body);
  await post('/oidc/token', basic(secret(`${mark}-basic`)), 'grant_type=client_credentials');
  await post('/oidc/token', {}, `grant_type=authorization_code&client_id=socle-cli&code=${secret(`${mark}-code`)}`);
  await post('/oidc/token', {}, `grant_type=refresh_token&client_id=socle-cli&refresh_token=${secret(`${mark}-refresh`)}`);
  await post('/oidc/token', {}, `client_assertion_type=x&client_assertion=${secret(`${mark}-assertion`)}`);
  await post('/oidc/request', basic(secret(`${mark}-par`)), 'scope=openid');
  await post('/oidc/operator-token', { 'content-type': 'application/json' }, `{"as":"${secret(`${mark}-as`)}"}`);
  await fetch(`${place.url}/fhir/Patient`, { headers: { authorization: `Bearer ${secret(`${mark}-porteur`)}` } });
  await fetch(`${place.url}/entrer/retour?state=${mark}-etat-etat-etat&code=${secret(`${mark}-retour`)}`);
  await fetch(`${place.url}/api/session`, { headers: { cookie: `socle_session=${secret(`${mark}-temoin`)}` } });
  await fetch(`${place.url}/oidc/carte/x?carte=${secret(`${mark}-carte`)}`);
  const token = await place.run('token', '--as', 'operator');
  secret(token.said.trim().split('\n').at(-1) ?? '');
}

/** Every table of the database, whole, as text. */
async function database(): Promise<string> {
  const client = new pg.Client({ host: join(place.home, 'postgresql', 'data'), port: 5432, user: 'socle', database: 'socle' });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ text: string | null }>(`select string_agg(t::text, chr(10)) as text from ${name} t`);
      texts.push(rows[0]?.text ?? '');
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
}

function logsUnder(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => /log/.test(path) && !/pg_wal|pg_xact/.test(path) && statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

test('Issue 6, 8, secrets never in logs: neither what the server says, nor PostgreSQL’s log, nor any table holds one in clear', async () => {
  await operatorSignsIn();
  await softwareAsks();
  const kept = await database();
  assert.match(kept, /Odile Vigiemarine/, 'the tables were read');
  assert.match(kept, /signin\.wrong-password/, 'the log was read');
  const places = { 'what the server said': server.said(), 'PostgreSQL’s log': logsUnder(place.home), 'a table': kept };
  assert.ok(secrets.size >= 17, String(secrets.size));
  for (const [where, text] of Object.entries(places))
    for (const one of secrets) {
      const hex = Buffer.from(one).toString('hex');
      assert.ok(one !== '' && !text.includes(one) && !text.includes(hex), `${one} is in ${where}`);
    }
});
