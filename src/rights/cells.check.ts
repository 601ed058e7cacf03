import type { Actor, Call, Ground } from '#kernel';
import { newRecordId } from '#kernel';
import { classOfType, conceptsOf } from '#terminology';
import type { Access, Facts } from './facts.ts';
import type { Mandate, Purpose } from './mandate.ts';
import { purposes } from './mandate.ts';
import { type AccessState, type Asker, accessStates, type Consent, type Paper } from './oracle.check.ts';

/** Every situation, told twice: in the oracle's words, and as the facts and the call that the product gets. */
export interface Situation {
  readonly asker: Asker;
  readonly consent: Consent;
  readonly facts: Facts;
  readonly call: Call;
}

export const record = newRecordId();
export const at = new Date('2026-03-01T10:00:00Z');
const hour = 3_600_000;
const structure = { id: '1990000009', name: 'Cabinet fictif' };
const theirs = { author: '899700000013', depositor: 'logiciel-a' };
const others = { author: '899700000021', depositor: 'logiciel-b' };
const delegateId = newRecordId();
const both = [false, true] as const;

/** Every document type and none, every visibility, own and another's: written by the one who asks and not. */
export const papers: readonly Paper[] = [undefined, ...conceptsOf('documentType').map(({ code }) => code)].flatMap((type, n) =>
  both.flatMap((masked) =>
    both.flatMap((unannounced) =>
      both.flatMap((withheldFromRepresentatives) =>
        both.map((own) => ({
          type,
          masked,
          unannounced,
          withheldFromRepresentatives,
          author: own ? theirs.author : others.author,
          depositor: n % 2 === 0 ? theirs.depositor : others.depositor,
        })),
      ),
    ),
  ),
);

const professions = [...conceptsOf('profession').map(({ code }) => code), '99'];

export const consents: readonly Consent[] = both.flatMap((blocked) =>
  both.flatMap((closed) =>
    both.flatMap((opposedConsultation) =>
      both.map((opposedEmergency) => ({ blocked, closed, opposedConsultation, opposedEmergency })),
    ),
  ),
);

export function* situations(): Generator<Situation> {
  for (const consent of consents) {
    for (const asker of askers()) yield { asker, consent, facts: factsOf(asker, consent), call: callOf(asker) };
  }
}

function* askers(): Generator<Asker> {
  for (const who of ['the person', 'another citizen', 'the operator', 'a guest'] as const) yield { who };
  for (const id of [theirs.depositor, others.depositor, 'logiciel-c']) yield { who: 'a software', id };
  for (const profession of professions)
    for (const attending of both)
      for (const access of accessStates) yield { who: 'a professional', id: theirs.author, profession, attending, access };
  for (const mandate of ['none', 'not yet', 'in force', 'over', 'for another'] as const)
    for (const some of subsets(purposes))
      for (const classes of [undefined, ['10'], ['42', '52']])
        yield { who: 'a delegate', mandate, purposes: some, only: classes && typesIn(classes) };
}

function subsets<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((_one, n) => (bits & (1 << n)) !== 0));
}

const typesIn = (classes: readonly string[]): readonly string[] =>
  conceptsOf('documentType')
    .map(({ code }) => code)
    .filter((code) => classes.includes(classOfType(code)?.code ?? '-'));

function callOf(asker: Asker): Call {
  return { actor: actorOf(asker), at, requestId: 'test' };
}

function actorOf(asker: Asker): Actor {
  switch (asker.who) {
    case 'the person':
      return { kind: 'citizen', record, name: 'Elle' };
    case 'another citizen':
      return { kind: 'citizen', record: delegateId, name: 'Lui' };
    case 'the operator':
      return { kind: 'operator', id: 'operator', name: 'Exploitant' };
    case 'a guest':
      return { kind: 'guest', id: 'lien', name: 'Quelqu’un' };
    case 'a software':
      return { kind: 'software', id: asker.id, name: 'Logiciel', structure };
    case 'a professional':
      return { kind: 'professional', id: asker.id, name: 'Dr Fictif', profession: asker.profession, structure, software: 'test' };
    case 'a delegate': {
      const of = asker.mandate === 'for another' ? newRecordId() : record;
      return { kind: 'delegate', id: delegateId, name: 'Lui', record: of };
    }
  }
}

function factsOf(asker: Asker, { blocked, closed, opposedConsultation, opposedEmergency }: Consent): Facts {
  const professional = { id: theirs.author, name: 'Dr Fictif', profession: '10', structure };
  const access = asker.who === 'a professional' ? accessOf(asker.access, professional) : undefined;
  const mandate = asker.who === 'a delegate' ? mandateOf(asker) : undefined;
  return {
    version: 0,
    closed,
    opposition: { deposit: false, consultation: opposedConsultation, emergency: opposedEmergency },
    ...(asker.who === 'a professional' && asker.attending ? { attending: professional } : {}),
    blocks: new Map(blocked ? [[theirs.author, { professional, since: at }]] : []),
    accesses: new Map(access === undefined ? [] : [[theirs.author, access]]),
    mandates: new Map(mandate === undefined ? [] : [[delegateId, mandate]]),
  };
}

const groundOf: Readonly<Record<AccessState, Ground | undefined>> = {
  none: undefined,
  'care team': 'equipe_de_soins',
  consent: 'consentement',
  'break-glass': 'bris_de_glace',
  'call centre': 'centre_15',
  over: 'equipe_de_soins',
  'ended by the person': 'equipe_de_soins',
};

function accessOf(state: AccessState, professional: Access['professional']): Access | undefined {
  const ground = groundOf[state];
  if (ground === undefined) return undefined;
  const isOver = state === 'over' || state === 'ended by the person';
  // The end is the first instant at which it no longer holds: now is over, a millisecond later is not.
  const until = new Date(at.getTime() + (isOver ? 0 : 1));
  const since = new Date(at.getTime() - hour);
  const endChosen = state === 'ended by the person';
  return { professional, ground, since, until, givenBy: 'professional', endChosen, secret: false };
}

const classesOf = (only: readonly string[]): readonly string[] => [
  ...new Set(only.flatMap((type) => classOfType(type)?.code ?? [])),
];

function mandateOf({ mandate, purposes: some, only }: Extract<Asker, { who: 'a delegate' }>): Mandate | undefined {
  if (mandate === 'none') return undefined;
  const [since, until] = mandate === 'not yet' ? [1, hour] : mandate === 'over' ? [-hour, 0] : [0, 1];
  return {
    kind: 'adult',
    name: 'Lui',
    purposes: some as readonly Purpose[],
    since: new Date(at.getTime() + since),
    until: new Date(at.getTime() + until),
    ...(only === undefined ? {} : { categories: classesOf(only) }),
  };
}
