import assert from 'node:assert/strict';
import { type Actor, hexOfRecordId, itemId, type Professional, parseItemId, type RecordId } from '#kernel';
import { openRights, type Rights } from '#rights';
import {
  ambre,
  capucine,
  citizen,
  corentine,
  hector,
  irene,
  makeKnown,
  nuees,
  orme,
  type Person,
  person,
} from '../walks/cast.ts';
import { askingAt, placeOf, withStatus } from '../walks/fhir/asking.ts';
import { haemoglobin } from '../walks/fhir/things.ts';
import { type Ground, openGround } from '../walks/ground.ts';
import { biology, n1, n3, pdfSaying, provide, provideAll } from '../walks/papers.ts';
import { until } from '../walks/server.ts';
import { enterCarnet, enterPro, type Space } from '../walks/space.ts';
import { type Mailed, mailed } from './mail.ts';
import type { Role } from './oracle.ts';
import { type Past, passed } from './past.ts';
import { type Thing, thingNamed, things } from './things.ts';

/** A minor who signs in as themself. */
const enfant = person(
  {
    birthFamily: 'DE LA BRUMAILLE',
    firstBirthGiven: 'ELOUAN',
    sex: 'M',
    birthDate: `${new Date().getUTCFullYear() - 15}-02-03`,
    birthPlace: '35238',
  },
  '951',
);
const former = person(
  { birthFamily: 'ANCIEN', firstBirthGiven: 'FLAVIEN', sex: 'M', birthDate: '1980-05-05', birthPlace: '29019' },
  '952',
);
const booker = person(
  { birthFamily: 'AGENDA', firstBirthGiven: 'GWENN', sex: 'F', birthDate: '1981-05-05', birthPlace: '29019' },
  '953',
);

const physician = (n: number, family: string, profession = '10'): Professional => ({
  ...hector,
  id: `8997000004${String(n).padStart(2, '0')}`,
  name: `${profession === '10' ? 'Dr ' : ''}Nil ${family}`,
  profession,
});
const professionals = {
  'author with a ground': irene,
  'author without a ground': hector,
  'nurse with a ground': capucine,
  'attending physician': physician(1, 'Traitante'),
  'physician in an emergency': physician(2, 'Urgence'),
  'nurse in an emergency': physician(3, 'Régulation', '60'),
  'blocked physician': physician(4, 'Bloquée'),
  'physician whose access is over': physician(5, 'Ancienne'),
  'physician whose access the person ended': physician(6, 'Terminée'),
  'physician without a ground': physician(7, 'Sansmotif'),
  'physician in secret': physician(8, 'Secrète'),
} as const satisfies Partial<Record<Role, Professional>>;

/** Who asks: by a token under `/fhir`, and by the pages of their space where they have one. */
export interface Asker {
  readonly role: Role;
  readonly token?: string;
  readonly space?: { readonly kind: 'carnet' | 'pro' | 'exploitation'; readonly ask: Space };
}

export interface Scene {
  readonly ground: Ground;
  /** The record with all the things. */
  readonly record: RecordId;
  readonly hex: string;
  readonly patient: Person;
  /** The id of each thing. */
  readonly ids: ReadonlyMap<string, string>;
  /** Of each id, the thing's own and those of what was drawn from it, whose it is. */
  readonly owners: ReadonlyMap<string, Thing>;
  /** The submission sets. */
  readonly lots: readonly string[];
  readonly askers: readonly Asker[];
  readonly rights: Rights;
  readonly past: Past;
  readonly mail: Mailed;
}

const operator = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;

/** The territory: one record whose things are in every state, and everybody who may or may not see some of them. */
export async function openScene(): Promise<Scene> {
  const ground = await openGround();
  try {
    return await sceneOn(ground);
  } catch (error) {
    await ground.close();
    throw error;
  }
}

async function sceneOn(ground: Ground): Promise<Scene> {
  await ground.directory.registerProfessionals(
    Object.values(professionals).map(({ id, name, profession, structure }) => ({
      id,
      family: name.split(' ').at(-1) ?? '',
      given: name.split(' ').at(-2) ?? '',
      profession,
      structures: [structure.id],
    })),
  );
  const record = await makeKnown(ground, enfant);
  const ids = await fill(ground, record);
  const people = {
    'legal representative': [corentine, await makeKnown(ground, corentine)],
    'chosen delegate': [ambre, ground.ambre],
    'delegate who may only book': [booker, await makeKnown(ground, booker)],
    'former delegate': [former, await makeKnown(ground, former)],
  } as const;
  const about = async () => ({ name: enfant.firstBirthGiven, birthDate: enfant.birthDate });
  const rights = openRights(ground.store, ground.trace, { about });
  await decide(rights, record, people);
  const askers: Asker[] = [];
  for (const [role, one] of Object.entries(professionals) as [keyof typeof professionals, Professional][]) {
    askers.push({ role, token: await ground.token(one), space: { kind: 'pro', ask: await enterPro(ground, one.id) } });
  }
  const own = await enterCarnet(ground, record, enfant);
  askers.push({ role: 'person', token: await ground.token(citizen(record, enfant)), space: { kind: 'carnet', ask: own } });
  for (const [role, [who, id]] of Object.entries(people) as [keyof typeof people, (typeof people)[keyof typeof people]][]) {
    const ask = await enterCarnet(ground, id, who);
    // Refused to who acts for nobody any more: they stay in their own carnet.
    await ask(`/carnet/profiles/${record}/act`, { method: 'POST' });
    const actor: Actor = { kind: 'delegate', id, name: who.firstBirthGiven, record };
    askers.push({ role, token: await ground.token(actor), space: { kind: 'carnet', ask } });
  }
  const other = {
    kind: 'carnet',
    ask: await enterCarnet(ground, ground.basile, { ...ambre, firstBirthGiven: 'BASILE' }),
  } as const;
  askers.push({ role: 'another citizen', token: await ground.token(citizen(ground.basile, ambre)), space: other });
  askers.push(
    { role: 'software that deposited', token: await ground.token(nuees) },
    { role: 'other software', token: await ground.token(orme) },
  );
  const spaceOf = (role: Role): Space => askers.find((one) => one.role === role)?.space?.ask ?? assert.fail(role);
  const mail = await mailed(ground, record, enfant);
  const past = await passed(ground, record, {
    ids,
    patient: enfant,
    spaces: {
      person: own,
      'legal representative': spaceOf('legal representative'),
      'chosen delegate': spaceOf('chosen delegate'),
    },
    attending: await ground.token(professionals['attending physician']),
    secret: await ground.token(professionals['physician in secret']),
  });
  const desk = { kind: 'exploitation', ask: past.operator } as const;
  askers.push({ role: 'operator', token: await ground.token(operator), space: desk }, { role: 'nobody' });
  return {
    ground,
    record,
    hex: hexOfRecordId(record),
    patient: enfant,
    ids,
    ...(await named(ground, record, ids)),
    askers,
    rights,
    past,
    mail,
  };
}

async function fill(ground: Ground, record: RecordId): Promise<ReadonlyMap<string, string>> {
  const as = askingAt(ground);
  const ids = new Map<string, string>();
  for (const thing of things.filter(({ kind, name }) => kind === 'document' && !name.startsWith('lot'))) {
    const { name, word, masked, invisible, withheld, author, depositor, type = '' } = thing;
    const written = [irene, hector, capucine].find(({ id }) => id === author) ?? irene;
    const options = { author: written, title: `Titre ${word}`, typeCode: type };
    const paper =
      name === 'scan'
        ? n1(enfant, options, pdfSaying(`Image ${word}`))
        : name === 'joined'
          ? n3(enfant, { ...options, text: `Suite ${word}` })
          : biology(enfant, [['2345-7', `Dosage ${word}`, '1.31', 'g/L', '0.70', '1.10']], options);
    const bundle = provide(paper, {
      hiddenFromProfessionals: masked,
      hiddenFromPatient: invisible,
      // What completes a document that is withheld is withheld, whatever its sender says.
      hiddenFromRepresentatives: withheld && name !== 'joined',
    });
    const related = { fresh: ['replaces', 'old'], joined: ['appends', 'withheld'] }[name];
    const [, reference] = bundle.entry;
    if (related !== undefined && reference !== undefined) {
      const [code, target = ''] = related;
      reference.resource.relatesTo = [{ code, target: { reference: `DocumentReference/${ids.get(target)}` } }];
    }
    const answer = await ground.send(bundle, await ground.token(depositor === orme.id ? orme : nuees));
    const at = /DocumentReference\/([0-9a-z-]+)/.exec(withStatus(200, answer).bytes.toString());
    ids.set(name, at?.[1] ?? assert.fail(`${name} was not deposited`));
  }
  await fillLot(ground, ids);
  await until(async () => {
    const text =
      'select count(t.n)::int as read, count(f.n)::int as drawn from documents.text t left join documents.facts f using (record_id, n) where record_id = $1';
    const { rows } = await ground.store.pool.query<{ read: number; drawn: number }>(text, [record]);
    // Nothing is drawn from a scan, and nothing is kept of it.
    return rows[0]?.read === ids.size && rows[0].drawn === ids.size - 1;
  }, 60_000);
  withStatus(204, await as(nuees, 'DELETE', `/DocumentReference/${ids.get('gone')}`));
  for (const thing of things.filter(({ kind }) => kind === 'resource')) {
    const sender = thing.depositor === nuees.id ? nuees : hector;
    const type = thing.name === 'report' ? 'DiagnosticReport' : 'Observation';
    const place = placeOf(withStatus(201, await as(sender, 'POST', `/${type}`, resourceOf(record, thing, ids))));
    ids.set(thing.name, place.split('/')[1] ?? '');
  }
  return ids;
}

/** Two documents in one submission; what is said of it names the one that is masked. */
async function fillLot(ground: Ground, ids: Map<string, string>): Promise<void> {
  const both = ['lotshut', 'lotopen'].map((name) => {
    const { word, masked } = thingNamed(name);
    return provide(biology(enfant, [['2345-7', `Dosage ${word}`, '1.31', 'g/L', '0.70', '1.10']], { title: `Titre ${word}` }), {
      hiddenFromProfessionals: masked,
    });
  });
  const [shut, open] = await ground.deposited(provideAll(both));
  ids.set('lotshut', shut ?? '').set('lotopen', open ?? '');
}

/** A result with a code of its own; the report names two of them, one of them masked. */
function resourceOf(
  record: RecordId,
  { name, word, masked, invisible, withheld, author }: Thing,
  ids: ReadonlyMap<string, string>,
): string {
  const codes = [
    ...(masked ? ['MASQUE_PS'] : []),
    ...(invisible ? ['INVISIBLE_PATIENT'] : []),
    ...(withheld ? ['INVISIBLE_REPRESENTANTS_LEGAUX'] : []),
  ];
  const performer = [{ identifier: { system: 'urn:oid:1.2.250.1.71.4.2.1', value: author } }];
  const labelled =
    codes.length === 0 ? {} : { meta: { security: codes.map((code) => ({ system: 'urn:oid:1.2.250.1.213.1.1.4.13', code })) } };
  const code = { coding: [{ system: 'urn:x:leak', code: word }], text: word };
  if (name !== 'report') return haemoglobin(record, '13.50', { ...labelled, code, performer, note: [{ text: `Note ${word}` }] });
  return JSON.stringify({
    resourceType: 'DiagnosticReport',
    status: 'final',
    code,
    performer,
    subject: { reference: `Patient/${hexOfRecordId(record)}` },
    result: ['plain', 'shut'].map((one) => ({ reference: `Observation/${ids.get(one)}` })),
  });
}

type People = Readonly<Record<string, readonly [Person, RecordId]>>;

async function decide(rights: Rights, record: RecordId, people: People): Promise<void> {
  const at = new Date();
  const call = (actor: Actor) => ({ actor, at: new Date(), requestId: 'leak' });
  const self = call(citizen(record, enfant));
  const declared = [
    ['author with a ground', 'equipe_de_soins'],
    ['attending physician', 'equipe_de_soins'],
    ['nurse with a ground', 'equipe_de_soins'],
    ['physician in an emergency', 'bris_de_glace'],
    ['nurse in an emergency', 'centre_15'],
    ['blocked physician', 'equipe_de_soins'],
    ['physician whose access the person ended', 'equipe_de_soins'],
  ] as const;
  for (const [role, by] of declared) await rights.declare(call(professionals[role]), record, by, 'Personne inconsciente');
  await rights.declare(call(professionals['physician in secret']), record, 'equipe_de_soins', undefined, true);
  const long = new Date(at.getTime() - 400 * 86_400_000);
  await rights.declare({ ...call(professionals['physician whose access is over']), at: long }, record, 'equipe_de_soins');
  await rights.attend(self, record, professionals['attending physician']);
  await rights.block(self, record, professionals['blocked physician']);
  await rights.shorten(self, record, professionals['physician whose access the person ended'].id, at);
  const until = new Date(at.getTime() + 30 * 86_400_000);
  const accepted = async (role: string, purposes: readonly string[]): Promise<void> => {
    const [who, id] = people[role] ?? assert.fail(role);
    const { code } = await rights.invite(call(citizen(record, enfant)), record, { purposes, until });
    await rights.accept(call(citizen(id, who)), code);
  };
  await accepted('chosen delegate', ['read', 'rights']);
  await accepted('delegate who may only book', ['book']);
  await accepted('former delegate', ['read']);
  await rights.endMandate(call(citizen(record, enfant)), record, people['former delegate']?.[1] ?? '');
  const [parent, id] = people['legal representative'] ?? assert.fail('nobody');
  const desk = { ...call(operator), reason: 'Livret de famille présenté' };
  await rights.onBehalfAtDesk.representLegally(desk, record, { id, name: parent.firstBirthGiven }, until);
}

async function named(ground: Ground, record: RecordId, ids: ReadonlyMap<string, string>) {
  const owners = new Map([...ids].map(([name, id]) => [id, thingNamed(name)]));
  const numbers = new Map([...ids].map(([name, id]) => [parseItemId(id as never).n, thingNamed(name)]));
  const { rows } = await ground.store.pool.query<{ n: number; fact_n: number }>(
    'select n, fact_n from documents.fact where record_id = $1',
    [record],
  );
  for (const { n, fact_n } of rows) {
    const thing = numbers.get(Number(n));
    if (thing !== undefined) owners.set(itemId(record, Number(fact_n)), thing);
  }
  const lots = await ground.store.pool.query<{ n: number }>(
    'select n from documents.submission where record_id = $1 order by n',
    [record],
  );
  return { owners, lots: lots.rows.map(({ n }) => itemId(record, Number(n))) };
}
