import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { type Asker, openAsker } from '../client/grants.ts';
import { type Measured, mark, type Row, type Scenario } from '../scenario.ts';
import { cpuTimes } from '../testbed/cpu.ts';
import { percentile } from '../testbed/measure.ts';
import { joinDirectory } from '../testbed/population.ts';
import type { Testbed } from '../testbed/testbed.ts';

const structure = '1990000009';
const secret = randomBytes(32).toString('base64url');
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256', use: 'sig' };

/** Asks once more on its connection; true when a token came. */
type Lane = (asker: Asker) => Promise<boolean>;

export const tokens: Scenario = {
  name: 'tokens',
  what: 'access tokens given at the token endpoint: to software by secret and by signed assertion, and renewed for a professional',
  async run(bed, { seconds, concurrency = 16 }): Promise<Measured> {
    await joinDirectory(bed.home, async (directory) => {
      const common = { structure, name: 'Mesure' };
      await directory.registerSoftware([
        { ...common, id: 'bench-secret', secret, grants: ['ciba'] },
        { ...common, id: 'bench-key', keys: { keys: [jwk] } },
      ]);
    });
    const issuer = `${bed.server.address.replace('127.0.0.1', 'localhost')}/oidc`;
    const most = Math.ceil((seconds + 4) * 1200);
    const assertions = await Promise.all(Array.from({ length: most }, () => assertion(issuer)));
    const system = { grant_type: 'client_credentials', scope: 'system/*.rs' };
    const bySecret: Lane = (asker) => granted(asker, system, basic);
    const byKey: Lane = (asker) => granted(asker, { ...system, ...assertionType, client_assertion: assertions.pop() ?? '' });
    const rows: Row[] = [];
    let othersCores: number | undefined;
    for (const [name, lanes] of [
      ['by secret', Array.from({ length: concurrency }, () => bySecret)],
      ['by assertion', Array.from({ length: concurrency }, () => byKey)],
      ['renewed', await renewals(bed, concurrency)],
    ] as const) {
      await timed(bed, name, lanes, 2);
      const { row, others } = await timed(bed, name, lanes, seconds / 2);
      rows.push(row);
      othersCores ??= others;
    }
    return {
      name: 'tokens',
      how: `${concurrency} at a time over HTTP; each token signed, each renewal with a new id_token and refresh token`,
      rows,
      marks: rows.map((row) => mark(`tokens given ${row.name}`, '≥', 200, row.perSecond, 'a second')),
      ...(othersCores === undefined ? {} : { othersCores }),
    };
  },
};

const basic = { authorization: `Basic ${Buffer.from(`bench-secret:${secret}`).toString('base64')}` };
const assertionType = { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' };

function assertion(issuer: string): Promise<string> {
  return new SignJWT({ iss: 'bench-key', sub: 'bench-key', aud: issuer, jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', kid: 'bench' })
    .setExpirationTime('10m')
    .sign(privateKey);
}

async function granted(asker: Asker, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<boolean> {
  const { status, text } = await asker.post('/oidc/token', fields, headers);
  return status === 200 && text.includes('"access_token"');
}

/** One chain of refresh tokens a lane, begun by the backchannel: a professional approves on the simulated e-CPS. */
async function renewals({ population, server }: Testbed, count: number): Promise<Lane[]> {
  const scope = 'openid scope_all user/*.rs';
  return Promise.all(
    population.professionals.slice(0, count).map(async ({ id }, n): Promise<Lane> => {
      const asker = openAsker(server);
      const demand = { scope, login_hint: id, binding_message: String(n).padStart(2, '0') };
      const asked = await asker.post('/oidc/backchannel', demand, basic);
      const { auth_req_id } = JSON.parse(asked.text) as { auth_req_id: string };
      await approve(asker, server.address, id);
      const grant_type = 'urn:openid:params:grant-type:ciba';
      let { refresh_token } = JSON.parse((await asker.post('/oidc/token', { grant_type, auth_req_id }, basic)).text) as Renewed;
      asker.close();
      return async (lane) => {
        const { status, text } = await lane.post('/oidc/token', { grant_type: 'refresh_token', refresh_token }, basic);
        if (status !== 200) return false;
        ({ refresh_token } = JSON.parse(text) as Renewed);
        return true;
      };
    }),
  );
}

interface Renewed {
  readonly refresh_token: string;
}

async function approve(asker: Asker, address: string, who: string): Promise<void> {
  const [cookie = ''] = [(await asker.post('/e-cps/entrer', { who })).headers['set-cookie'] ?? []].flat();
  const own = { cookie: cookie.split(';')[0] ?? '' };
  const page = await (await fetch(`${address}/e-cps`, { headers: own })).text();
  const field = (name: string): string => new RegExp(`name="${name}"[^>]*value="([^"]+)"`).exec(page)?.[1] ?? '';
  await asker.post('/e-cps/reponse', { demand: field('demand'), situation: field('situation'), answer: 'yes' }, own);
}

async function timed(
  bed: Testbed,
  name: string,
  lanes: readonly Lane[],
  seconds: number,
): Promise<{ row: Row; others?: number }> {
  const latencies: number[] = [];
  let failed = 0;
  const [before, ours, from] = [await cpuTimes(bed.server), process.cpuUsage(), performance.now()];
  const end = from + seconds * 1000;
  await Promise.all(
    lanes.map(async (lane) => {
      const asker = openAsker(bed.server);
      while (performance.now() < end) {
        const at = performance.now();
        if (await lane(asker)) latencies.push(performance.now() - at);
        else failed += 1;
      }
      asker.close();
    }),
  );
  const took = (performance.now() - from) / 1000;
  const [after, { user, system }] = [await cpuTimes(bed.server), process.cpuUsage(ours)];
  const count = Math.max(1, latencies.length);
  const [server, client] = [after.server - before.server, (user + system) / 1000];
  const postgresql = less(after.postgresql, before.postgresql);
  const machine = less(after.machine, before.machine);
  const sorted = Float64Array.from(latencies).sort();
  const cpuMs = {
    server: server / count,
    postgresql: postgresql === undefined ? undefined : postgresql / count,
    client: client / count,
  };
  const [p50, p95, p99] = [percentile(sorted, 0.5), percentile(sorted, 0.95), percentile(sorted, 0.99)];
  const row = { name, answered: latencies.length, failed, perSecond: latencies.length / took, p50, p95, p99, cpuMs };
  if (machine === undefined) return { row };
  return { row, others: Math.max(0, (machine - server - client - (postgresql ?? 0)) / 1000 / took) };
}

function less(after: number | undefined, before: number | undefined): number | undefined {
  return after === undefined || before === undefined ? undefined : after - before;
}
