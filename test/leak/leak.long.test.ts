import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answer, ask } from '../walks/ground.ts';
import type { Asked, Table } from './asks.ts';
import { fhirOthers } from './fhirOthers.ts';
import { fhirReads } from './fhirReads.ts';
import { faultsOf } from './judge.ts';
import { type Role, roles, sees } from './oracle.ts';
import { type Asker, openScene, type Scene } from './scene.ts';
import { carnetAsks, notAsked, operatorAsks, otherAsks, proAsks } from './spaceAsks.ts';

let scene: Scene;
/** Every version of everything of the record, and who sees it; but for the Patient, which is written when somebody first asks for it. */
async function standing(): Promise<readonly string[]> {
  const columns =
    'n::int, version::int, hidden_from_professionals, hidden_from_patient, hidden_from_representatives, document_type';
  const tables = ['documents.entry', 'documents.withdrawn', 'fhir.resource', 'fhir.history'];
  const text = tables
    .map((table) => `select '${table}' as place, ${columns} from ${table} where record_id = $1 and n > 0`)
    .join(' union all ');
  return (await scene.ground.store.pool.query(`${text} order by 1, 2, 3`, [scene.record])).rows.map((row) => JSON.stringify(row));
}

let atFirst: readonly string[];
before(async () => {
  scene = await openScene();
  atFirst = await standing();
});
after(() => scene?.ground.close());

const fhirAsks: Table = { ...fhirReads, ...fhirOthers };

test('issue 5, leak test: every route of the running server is asked here; one that this test does not know fails it', () => {
  const known = [fhirAsks, carnetAsks, proAsks, operatorAsks, otherAsks].flatMap((table) => Object.keys(table));
  // HEAD is GET without its body, and is asked for what GET tells.
  const there = scene.ground.routes.filter((route) => !route.startsWith('HEAD '));
  assert.deepEqual([...known, ...notAsked].toSorted(), [...new Set(there)].toSorted());
});

const lanes = 6;

/** Asks everything of a table, and gives what was wrong. */
async function crawl(role: Role, table: Table, send: (asked: Asked) => Promise<Answer>): Promise<readonly string[]> {
  const all = Object.entries(table).flatMap(([route, asks]) => asks(scene).map((asked) => ({ route, asked })));
  const waiting = all.filter(({ asked: { writes, shows = [] } }) => !writes || !shows.some((thing) => sees(role, thing, 'item')));
  const faults: string[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { route, asked } = next;
      for (const fault of await faultsOf(scene, role, asked, await send(asked)))
        faults.push(`${route}: ${asked.path.slice(0, 160)}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return faults;
}

/** Who acts for another does so in the carnet alone. */
const withoutFhir: readonly Role[] = ['legal representative', 'chosen delegate', 'delegate who may only book', 'former delegate'];
/** They stay in a carnet of their own, where nothing is. */
const ownCarnet: readonly Role[] = ['another citizen', 'former delegate'];
const allAny = (table: Table): Table =>
  Object.fromEntries(
    Object.entries(table).map(([route, asks]) => [
      route,
      (on: Scene) =>
        asks(on).map((asked) => (asked.door === 'list' || asked.door === 'log' ? { ...asked, door: 'any' as const } : asked)),
    ]),
  );

const asker = (role: Role): Asker => scene.askers.find((one) => one.role === role) ?? assert.fail(role);
const withToken = ({ token }: Pick<Asker, 'token'>): { readonly token?: string } => (token === undefined ? {} : { token });

for (const role of roles) {
  test(`issue 5, leak test, FHIR: ${role} finds what the oracle says, by list, count, read, history, include, words, facts, archive; nothing else`, async () => {
    const by = withToken(asker(role));
    const faults = await crawl(withoutFhir.includes(role) ? 'nobody' : role, fhirAsks, ({ path, door: _, shows: __, ...asked }) =>
      scene.ground.fhir(path, { ...asked, ...by }),
    );
    assert.deepEqual(faults, []);
  });

  test(`issue 5, leak test, spaces and the rest: ${role}`, async () => {
    const { space, ...by } = asker(role);
    const faults: string[] = [];
    if (space !== undefined) {
      const table = { carnet: carnetAsks, pro: proAsks, exploitation: {} }[space.kind];
      const asks = { ...(ownCarnet.includes(role) ? allAny(table) : table), ...operatorAsks };
      faults.push(...(await crawl(role, asks, ({ path, door: _, shows: __, ...asked }) => space.ask(path, asked))));
    }
    const others = await crawl(role, otherAsks, ({ path, door: _, shows: __, ...asked }) =>
      ask(`${scene.ground.url}${path}`, { ...asked, ...withToken(by) }),
    );
    assert.deepEqual([...faults, ...others], []);
  });
}

test('issue 5, leak test: after all of it nothing of the record is otherwise than before: who does not see a thing does not change it', async () => {
  assert.ok(atFirst.length > 40);
  assert.deepEqual(await standing(), atFirst);
});
