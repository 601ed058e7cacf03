import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Actor, type Call, type Ground, grounds, type Professional, type RecordId, Refusal } from '#kernel';
import { type Store, statement } from '#store';
import { openTrace, type Trace, traceMigrations } from '#trace';
import { testStore } from '../../test/store.ts';
import { rightsMigrations } from './rights.schema.ts';
import { openRights, type Rights } from './rights.ts';

let store: Store;
let trace: Trace;
before(async () => {
  store = await testStore([...traceMigrations, ...rightsMigrations]);
  trace = await openTrace(store);
  await store.pool.query(
    `create table public.note (record_id uuid, n int, author_ids text[], depositor text, hidden_from_professionals boolean,
       hidden_from_patient boolean, hidden_from_representatives boolean, document_type text)`,
  );
});
after(() => store.close());

const structure = { id: '1990000009', name: 'Cabinet fictif' };
const professional = (id: string, profession: string): Professional => ({
  kind: 'professional',
  id,
  name: id,
  profession,
  structure,
  software: 'test',
});
const team = [professional('899700000013', '10'), professional('899700000021', '60'), professional('899700000039', '10')];
const [author] = team;
const masked = 1;
const open = 2;

/** Two notes of the first professional: one masked, one open. */
async function newRecord(): Promise<RecordId> {
  const record = await store.transaction((tx) => store.records.create(tx, new Date()));
  await store.pool.query(
    `insert into public.note select $1::uuid, n, array[$2::text], 'logiciel', n = 1, false, false, '11488-4' from generate_series(1, 2) n`,
    [record, author?.id],
  );
  return record;
}

/** What the acts so far come to, in the plainest way: kept beside the product, which it knows nothing of. */
interface Model {
  now: number;
  readonly blocked: Set<string>;
  readonly access: Map<string, { until: number; ground: Ground; chosen: boolean }>;
  attending: string | undefined;
  closed: boolean;
  opposed: boolean;
}
interface Real {
  readonly record: RecordId;
  /** Two servers of one database: each keeps what it knows of the rights. */
  readonly servers: readonly [Rights, Rights];
}
type Step = fc.AsyncCommand<Model, Real>;

const day = 86_400_000;
const usual: Readonly<Record<Ground, number>> = { equipe_de_soins: 90, consentement: 90, bris_de_glace: 1, centre_15: 1 };
const callAt = (model: Model, actor: Actor, more: Partial<Call> = {}): Call => ({
  actor,
  at: new Date(model.now),
  requestId: 'test',
  ...more,
});
const self = (model: Model, record: RecordId): Call => callAt(model, { kind: 'citizen', record, name: 'Elle' });
const isEmergency = (ground: Ground): boolean => ground === 'bris_de_glace' || ground === 'centre_15';

const shownNotes = (text: string) =>
  statement(`test.notes`, `select e.n from public.note e where e.record_id = $1 and ${text} order by e.n`);

/** Asks as the product's walks do: decide, query, and once more when the rights have changed since they were cached. */
async function look(rights: Rights, call: Call, record: RecordId): Promise<readonly number[] | string> {
  try {
    const permit = await rights.decide(call, record, 'list');
    const ask = async (by: typeof permit) => {
      const { text, values } = by.predicate(2);
      return (await store.query<{ n: number }>(shownNotes(text), [record, ...values])).map(({ n }) => n);
    };
    const found = await ask(permit);
    const renewed = found.length === 0 ? await rights.renewed(permit, 'list') : undefined;
    return renewed === undefined ? found : await ask(renewed);
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error.code;
  }
}

function step(name: string, run: (model: Model, real: Real) => Promise<void>): Step {
  return { check: () => true, run, toString: () => name };
}

const who = fc.constantFrom(...team);
const at = fc.constantFrom(0 as const, 1 as const);

/** A professional looks, on one server or the other, by a token with a ground or without. */
const looks = fc.tuple(who, at, fc.option(fc.constantFrom(...grounds), { nil: undefined })).map(([actor, n, ground]) =>
  step(`${actor.id} looks at ${n} ${ground ?? ''}`, async (model, { record, servers }) => {
    const reason = 'Personne inconsciente';
    const seen = await look(servers[n], callAt(model, actor, ground === undefined ? {} : { ground, reason }), record);
    const before = model.access.get(actor.id);
    const opposed = (by: Ground): boolean => model.opposed && !isEmergency(by);
    if (ground !== undefined && !model.blocked.has(actor.id) && !before?.chosen) {
      const stands = before !== undefined && model.now < before.until && before.ground === ground;
      if (!stands && !model.closed && !opposed(ground))
        model.access.set(actor.id, { until: model.now + usual[ground] * day, ground, chosen: false });
    }
    const access = model.access.get(actor.id);
    const may =
      !model.blocked.has(actor.id) &&
      !model.closed &&
      access !== undefined &&
      model.now < access.until &&
      !opposed(access.ground);
    // A token whose ground is opposed is refused although an earlier access would hold: what it asks for is not what was given.
    if (typeof seen === 'string') {
      assert.ok(!may || (ground !== undefined && opposed(ground)), `refused ${seen}`);
      return;
    }
    assert.ok(may, 'reads without a right');
    const sees = actor.id === author?.id || actor.id === model.attending ? [masked, open] : [open];
    assert.deepEqual(seen, sees);
  }),
);
const declares = fc.tuple(who, at, fc.constantFrom(...grounds)).map(([actor, n, ground]) =>
  step(`${actor.id} declares ${ground} at ${n}`, async (model, { record, servers }) => {
    const declared = await servers[n].declare(callAt(model, actor), record, ground, 'Personne inconsciente').then(
      ({ until, endChosen }) => ({ until: until.getTime(), chosen: endChosen }),
      () => undefined,
    );
    const may = !model.blocked.has(actor.id) && !model.closed && !(model.opposed && !isEmergency(ground));
    assert.equal(declared !== undefined, may);
    if (declared !== undefined) model.access.set(actor.id, { ...declared, ground });
  }),
);
const ends = fc.tuple(who, at, fc.integer({ min: -1, max: 370 })).map(([actor, n, days]) =>
  step(`the person: ${actor.id} for ${days} days, at ${n}`, async (model, { record, servers }) => {
    const until = new Date(model.now + days * day);
    const set = await servers[n].setEnd(self(model, record), record, actor, until).then(
      (access) => access,
      () => undefined,
    );
    if (set === undefined) return;
    assert.ok(days <= 366);
    assert.equal(set.until.getTime(), model.now + Math.max(days, 0) * day);
    model.access.set(actor.id, { until: set.until.getTime(), ground: set.ground, chosen: true });
  }),
);
const blocks = fc.tuple(who, at, fc.boolean()).map(([actor, n, blocked]) =>
  step(`the person ${blocked ? 'blocks' : 'unblocks'} ${actor.id} at ${n}`, async (model, { record, servers }) => {
    if (blocked) await servers[n].block(self(model, record), record, actor);
    else await servers[n].unblock(self(model, record), record, actor.id);
    if (blocked) model.blocked.add(actor.id);
    else model.blocked.delete(actor.id);
  }),
);
const attends = fc.tuple(fc.option(who, { nil: undefined }), at).map(([actor, n]) =>
  step(`attending: ${actor?.id}`, async (model, { record, servers }) => {
    const said = servers[n].attend(self(model, record), record, actor);
    if (actor?.profession === '60') return assert.rejects(said, { code: 'rights.not-a-physician' });
    await said;
    model.attending = actor?.id;
  }),
);
const switches = fc.tuple(fc.constantFrom('closed' as const, 'opposed' as const), fc.boolean(), at).map(([what, on, n]) =>
  step(`${what}: ${on}`, async (model, { record, servers }) => {
    if (what === 'closed') await servers[n].setClosed(self(model, record), record, on);
    else await servers[n].oppose(self(model, record), record, { consultation: on });
    model[what] = on;
  }),
);
const waits = fc.integer({ min: 1, max: 200 }).map((days) =>
  step(`${days} days pass`, async (model) => {
    model.now += days * day;
  }),
);

test('Issue 5, property: no sequence of acts on two servers shows a masked document but to its author and the attending physician, nor anything to who is blocked', async () => {
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.commands([looks, looks, looks, declares, ends, blocks, attends, switches, waits], { maxCommands: 40, size: '+1' }),
      async (commands) => {
        const record = await newRecord();
        const servers = [openRights(store, trace), openRights(store, trace)] as const;
        const model: Model = {
          now: Date.parse('2026-01-05T08:00:00Z'),
          blocked: new Set(),
          access: new Map(),
          attending: undefined,
          closed: false,
          opposed: false,
        };
        await fc.asyncModelRun(() => ({ model, real: { record, servers } }), commands);
        steps += [...commands].length;
        // every act that changed the rights is a line, and the facts have its number
        const facts = await servers[0].choices(self(model, record), record);
        const lines = await trace.lines(record, undefined, 200);
        const changes = lines.filter(({ action, outcome }) => action === 'rights' && outcome === 'done');
        assert.equal(facts.version, changes.length);
      },
    ),
    { numRuns: 120, seed: 20_261_122 },
  );
  assert.ok(steps > 1000, `${steps}`);
});
