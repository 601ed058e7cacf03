import assert from 'node:assert/strict';
import { hexOfRecordId, type RecordId } from '#kernel';
import type { Person } from '../walks/cast.ts';
import { withStatus } from '../walks/fhir/asking.ts';
import type { Ground } from '../walks/ground.ts';
import { operators, sweeping } from '../walks/operators.ts';
import type { Space } from '../walks/space.ts';
import { sees } from './oracle.ts';
import { things, typeOf } from './things.ts';

/** A link as who made it was given it. */
export interface MadeLink {
  readonly id: string;
  readonly shlink: string;
}

/** What happened in the record before anybody asks, and what it left to be looked at. */
export interface Past {
  /** Until when; what is asked later is no part of it. */
  readonly at: string;
  readonly operator: Space;
  /** Made by the person, by their legal representative and by their delegate, of all that each sees. */
  readonly links: Readonly<Record<Sharing, MadeLink>>;
  /** What the person contested, by the thing that was read; `secret` is what was read under connexion secrète. */
  readonly cases: ReadonlyMap<string, Case>;
  readonly reviews: readonly string[];
  /** Of the person's identity, at the desk. */
  readonly check: string;
  /** It waits for a second person. */
  readonly act: string;
}
export interface Case {
  readonly id: string;
  readonly seq: number;
}

export const sharing = ['person', 'legal representative', 'chosen delegate'] as const;
export type Sharing = (typeof sharing)[number];
/** Who reads what is contested: the line of their reading of each of these is. */
export const contested = ['open', 'withheld', 'kept', 'shut'] as const;
/** What nobody but the person is told of: the name that they gave to a link of theirs. */
export const ownLabel = 'Lien zqetiquettexz';

interface Cast {
  readonly ids: ReadonlyMap<string, string>;
  readonly patient: Person;
  readonly spaces: Readonly<Record<Sharing, Space>>;
  /** Sees everything. */
  readonly attending: string;
  readonly secret: string;
}

export async function passed(ground: Ground, record: RecordId, { ids, patient, spaces, attending, secret }: Cast): Promise<Past> {
  const read = async (token: string, name: string): Promise<number> => {
    const thing = things.find((one) => one.name === name) ?? assert.fail(name);
    withStatus(200, await ground.fhir(`/${typeOf(thing)}/${ids.get(name)}`, { token }));
    const [line] = await ground.trace.lines(record, undefined, 1);
    return line?.seq ?? 0;
  };
  for (const { name, stands } of things) if (stands) await read(attending, name);
  const cases = new Map<string, Case>();
  const seqs = new Map<string, number>();
  for (const name of contested) seqs.set(name, await read(attending, name));
  seqs.set('secret', await read(secret, 'open'));
  for (const [name, seq] of seqs) {
    const body = { seq, words: `Je ne connais pas : cas ${name}` };
    const made = await spaces.person('/carnet/contests', { method: 'POST', body });
    cases.set(name, withStatus(201, made).as<Case>());
  }
  const links: Partial<Record<Sharing, MadeLink>> = {};
  for (const role of sharing) {
    const seen = things.filter((thing) => thing.kind === 'document' && sees(role, thing, 'item'));
    const label = role === 'person' ? ownLabel : 'Pour un avis';
    const body = { label, summary: true, documents: seen.map(({ name }) => ids.get(name)) };
    links[role] = withStatus(200, await spaces[role]('/carnet/shares', { method: 'POST', body })).as<MadeLink>();
  }
  const { odile: operator } = await operators(ground);
  await sweeping(ground)();
  const tasks = withStatus(200, await operator('/exploitation/tasks/review')).as<{ items: readonly { id: string }[] }>();
  const post = async (path: string, body: object) =>
    withStatus(201, await operator(`/exploitation/desk${path}`, { method: 'POST', body })).as<{ id: string }>().id;
  const traits = ['birthFamily', 'firstBirthGiven', 'birthDate'];
  const check = await post('/checks', { record: hexOfRecordId(record), document: 'CN', traits });
  const act = await post(`/checks/${check}/acts`, { kind: 'close', reason: `${patient.firstBirthGiven} le demande au guichet` });
  const at = new Date(Date.now() + 1).toISOString();
  return {
    at,
    operator,
    links: links as Record<Sharing, MadeLink>,
    cases,
    reviews: tasks.items.map(({ id }) => id),
    check,
    act,
  };
}
