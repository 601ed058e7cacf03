import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Actor, hexOfRecordId, type RecordId, Refusal } from '#kernel';
import { ambre, basile, capucine, citizen, hector, irene, makeKnown, nuees, orme, person } from '../cast.ts';
import { asked, type EngineGround, input, openEngineGround, operator } from './engineGround.ts';
import { patientOf, visible, weight } from './resources.ts';

let ground: EngineGround;
before(async () => {
  ground = await openEngineGround();
});
after(() => ground.close());

/** One row of the table: who looks, and what the person has decided. */
interface Row {
  readonly who: 'self' | 'other' | 'author' | 'stranger' | 'depositor' | 'other-software' | 'operator';
  readonly on: 'none' | 'equipe_de_soins' | 'bris_de_glace';
  readonly opposed: 'none' | 'consultation' | 'emergency';
  readonly blocked: boolean;
}

/** Every resource of the scene: who is named as its performer, who does not see it. All are deposited by one software. */
const things = [
  { name: 'open', author: irene, masked: false, invisible: false },
  { name: 'masked', author: irene, masked: true, invisible: false },
  { name: 'invisible', author: irene, masked: false, invisible: true },
  { name: 'other', author: hector, masked: false, invisible: false },
  { name: 'other-masked', author: hector, masked: true, invisible: true },
] as const;

/** The oracle, written from the rules in words: what is seen of a list (undefined: refused), and one by one. */
function allowed({ who, on, opposed, blocked }: Row): { list: readonly string[] | undefined; items: readonly string[] } {
  const names = things.map(({ name }) => name);
  const both = (seen: readonly string[]) => ({ list: seen, items: seen });
  if (who === 'self') return both(things.filter(({ invisible }) => !invisible).map(({ name }) => name));
  if (who === 'depositor') return both(names);
  if (who === 'other-software') return both([]);
  if (who === 'other' || who === 'operator' || blocked) return { list: undefined, items: [] };
  const mine: readonly string[] = who === 'author' ? things.filter(({ author }) => author === irene).map(({ name }) => name) : [];
  if (on === 'none') return { list: undefined, items: mine };
  if (opposed === (on === 'bris_de_glace' ? 'emergency' : 'consultation')) return { list: undefined, items: [] };
  return both(things.filter(({ name, masked }) => !masked || mine.includes(name)).map(({ name }) => name));
}

const rows: readonly Row[] = (['author', 'stranger'] as const)
  .flatMap((who) =>
    (['none', 'equipe_de_soins', 'bris_de_glace'] as const).flatMap((on) =>
      (['none', 'consultation', 'emergency'] as const).flatMap((opposed) =>
        [false, true].map((blocked): Row => ({ who, on, opposed, blocked })),
      ),
    ),
  )
  .concat(
    (['self', 'other', 'depositor', 'other-software', 'operator'] as const).map(
      (who): Row => ({ who, on: 'none', opposed: 'consultation', blocked: false }),
    ),
  );

let order = 500;
async function scene(): Promise<{ record: RecordId; names: Map<string, string> }> {
  const record = await makeKnown(
    ground as unknown as Parameters<typeof makeKnown>[0],
    person({ ...ambre, birthFamily: 'TABLEAU' }, String(++order)),
  );
  const names = new Map<string, string>();
  for (const { name, author, masked, invisible } of things) {
    const labels = [...(masked ? ['MASQUE_PS' as const] : []), ...(invisible ? ['INVISIBLE_PATIENT' as const] : [])].map(visible);
    const security = labels.flatMap((label) => (label as { meta: { security: object[] } }).meta.security);
    const performer = [{ identifier: { system: 'urn:oid:1.2.250.1.71.4.2.1', value: author.id } }];
    const more = { performer, ...(security.length === 0 ? {} : { meta: { security } }) };
    const { id } = await ground.fhir.create(ground.call(), 'Observation', input(weight(patientOf(record), more)));
    names.set(id, name);
  }
  return { record, names };
}

function actorOf({ who }: Row, record: RecordId): Actor {
  const actors: Readonly<Record<Row['who'], Actor>> = {
    self: citizen(record, ambre),
    other: citizen(ground.basile, basile),
    author: irene,
    stranger: capucine,
    depositor: nuees,
    'other-software': orme,
    operator,
  };
  return actors[who];
}

async function decide({ on, opposed, blocked }: Row, actor: Actor, record: RecordId): Promise<void> {
  const { rights, call } = ground;
  if (on !== 'none') await rights.declare(call(actor), record, on, 'Personne inconsciente');
  const self = citizen(record, ambre);
  if (opposed !== 'none') await rights.oppose(call(self), record, { [opposed]: true });
  if (blocked && actor.kind === 'professional') await rights.block(call(self), record, actor);
}

for (const row of rows) {
  const { who, on, opposed, blocked } = row;
  test(`design §3, no Permit no byte: ${who}, ground ${on}, opposition ${opposed}${blocked ? ', blocked' : ''}`, async () => {
    const { record, names } = await scene();
    const actor = actorOf(row, record);
    await decide(row, actor, record);
    const { fhir, call } = ground;
    const { list, items } = allowed(row);
    const hex = hexOfRecordId(record);
    const ours = (stored: readonly { id: string }[]): string[] => stored.flatMap(({ id }) => names.get(id) ?? []).toSorted();
    const orRefused = async <T>(work: Promise<T>): Promise<T | undefined> =>
      work.catch((error) => {
        if (error instanceof Refusal && error.code.startsWith('rights.')) return undefined;
        throw error;
      });

    const found = await orRefused(fhir.search(call(actor), { type: 'Observation' }, asked(`patient=${hex}`)));
    assert.deepEqual(found && [found.total, ours(found.matches)], list && [list.length, list.toSorted()]);
    const masked = await orRefused(
      fhir.search(call(actor), { type: 'Observation' }, asked(`patient=${hex}&_security=MASQUE_PS`)),
    );
    assert.equal(masked?.total, list?.filter((name) => name.includes('masked')).length);
    const all = await orRefused(fhir.everything(call(actor), hex, asked('')));
    assert.deepEqual(all && [all.total, ours(all.matches)], list && [list.length + 1, list.toSorted()]);
    const past = await orRefused(fhir.history(call(actor), { type: 'Observation' }, asked(`patient=${hex}`)));
    assert.deepEqual(past && [past.total, ours(past.entries)], list && [list.length, list.toSorted()]);
    const latest = await orRefused(fhir.lastn(call(actor), asked(`patient=${hex}&code=29463-7&max=50`)));
    assert.deepEqual(latest && ours(latest.matches), list?.toSorted());

    for (const [id, name] of names) {
      const seen = items.includes(name);
      const code = list === undefined ? /^rights\./ : /^id\.unknown$/;
      const looks = [
        fhir.read(call(actor), 'Observation', id),
        fhir.vread(call(actor), 'Observation', id, 1),
        fhir.history(call(actor), { type: 'Observation', id }, asked('')),
      ];
      for (const look of await Promise.allSettled(looks)) {
        if (seen) assert.equal(look.status, 'fulfilled', name);
        else assert.match(look.status === 'rejected' ? look.reason.code : 'given', code, name);
      }
    }
    const told = await ground.trace.lines(record, undefined, 200);
    const by = told.filter(
      (line) => line.who.kind === actor.kind && line.who.id === (actor.kind === 'citizen' ? actor.record : actor.id),
    );
    assert.equal(by.filter(({ action }) => action === 'read').length, items.length * 3);
    const refusals = (list === undefined ? 5 : 0) + (names.size - items.length) * 3;
    assert.equal(by.filter(({ outcome }) => outcome === 'refused').length, refusals);
  });
}
