import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Actor, type Call, type Ground, grounds, newRecordId, Refusal } from '#kernel';
import { decideAcross } from './across.ts';
import { decideDeposit, decideIdentity, decideRead, decideWrite, Permit, standingOf } from './decide.ts';
import type { Access, Facts } from './facts.ts';
import { everything } from './sight.ts';

const record = newRecordId();
const at = new Date('2026-03-01T10:00:00Z');
const structure = { id: '1990000009', name: 'Cabinet fictif' };
const doctor = {
  kind: 'professional',
  id: '899700000013',
  name: 'Dr Fictif',
  profession: '10',
  structure,
  software: 'test',
} as const;
const actors: Readonly<Record<string, Actor>> = {
  themself: { kind: 'citizen', record, name: 'Elle' },
  'another citizen': { kind: 'citizen', record: newRecordId(), name: 'Lui' },
  'a professional': doctor,
  'a software': { kind: 'software', id: 'logiciel-test', name: 'Test', structure },
  'the operator': { kind: 'operator', id: 'operator', name: 'Exploitant' },
};

interface Situation {
  readonly blocked: boolean;
  readonly closed: boolean;
  readonly consultation: boolean;
  readonly emergency: boolean;
  readonly ground: Ground | undefined;
  readonly expired: boolean;
}

/** Every combination of what a decision looks at. */
function* situations(): Generator<Situation> {
  const both = [false, true];
  for (const blocked of both)
    for (const closed of both)
      for (const consultation of both)
        for (const emergency of both)
          for (const ground of [undefined, ...grounds])
            for (const expired of both) yield { blocked, closed, consultation, emergency, ground, expired };
}

function accessOf(ground: Ground, until: Date): Access {
  const since = new Date(0);
  return { professional: doctor, ground, since, until, givenBy: 'professional', endChosen: false, secret: false };
}

function factsOf({ blocked, closed, consultation, emergency, ground, expired }: Situation): Facts {
  const until = new Date(at.getTime() + (expired ? 0 : 1));
  return {
    version: 3,
    closed,
    opposition: { deposit: false, consultation, emergency },
    blocks: new Map(blocked ? [[doctor.id, { professional: doctor, since: at }]] : []),
    accesses: new Map(ground === undefined ? [] : [[doctor.id, accessOf(ground, until)]]),
    mandates: new Map(),
  };
}

/** The rule again, in the order a person would tell it. */
function expected(who: string, situation: Situation, what: 'list' | 'item'): string {
  if (who === 'themself') return 'all but what is not shown to them yet';
  if (who === 'another citizen') return 'rights.not-yours';
  if (who === 'a software') return 'what it deposited';
  if (who === 'the operator') return 'rights.operator';
  if (situation.blocked) return 'rights.blocked';
  if (situation.closed) return 'rights.closed';
  const holds = situation.ground !== undefined && !situation.expired;
  if (!holds) return what === 'item' ? 'what they wrote' : 'rights.no-ground';
  const urgent = situation.ground === 'bris_de_glace' || situation.ground === 'centre_15';
  if (urgent ? situation.emergency : situation.consultation) return 'rights.opposed';
  return 'all but what is masked, and what they wrote';
}

function told(permit: Permit): string {
  const { version, seesMasked: masked, author, seesUnannounced: invisible, ownOnly: onlyOwn, depositor } = permit.sight;
  assert.equal(version, 3);
  if (onlyOwn === true) return depositor === '' ? 'what they wrote' : 'what it deposited';
  if (masked === true) return invisible === true ? 'everything' : 'all but what is not shown to them yet';
  return author === doctor.id ? 'all but what is masked, and what they wrote' : 'all but what is masked';
}

test('rights: every actor in every situation gets what the rule says, in a list and for one document', () => {
  let cells = 0;
  for (const situation of situations()) {
    for (const [who, actor] of Object.entries(actors)) {
      for (const what of ['list', 'item'] as const) {
        const call: Call = { actor, at, requestId: 'test' };
        let got: string;
        try {
          got = told(decideRead(factsOf(situation), call, record, what));
        } catch (error) {
          assert.ok(error instanceof Refusal);
          got = error.code;
        }
        assert.equal(got, expected(who, situation, what), `${who}, ${what}, ${JSON.stringify(situation)}`);
        cells += 1;
      }
    }
  }
  assert.equal(cells, 1600);
});

test('rights: a professional is told of an access as far as it opens the record, and that they are refused where no ground opens it', () => {
  for (const situation of situations()) {
    const self: Actor = { kind: 'citizen', record, name: 'Elle' };
    const { access, isRefused } = standingOf(factsOf(situation), { actor: doctor, at });
    const rule = expected('a professional', situation, 'list');
    assert.equal(access !== undefined, !rule.startsWith('rights.'), JSON.stringify(situation));
    assert.equal(isRefused, rule === 'rights.blocked' || rule === 'rights.closed', JSON.stringify(situation));
    assert.deepEqual(standingOf(factsOf(situation), { actor: self, at }), { isRefused: false });
  }
});

test('DMP/CONF.09: an opposed deposit is refused whoever deposits; only professionals and their software deposit', () => {
  const facts = factsOf({
    blocked: false,
    closed: false,
    consultation: false,
    emergency: false,
    ground: undefined,
    expired: false,
  });
  const opposed = { ...facts, opposition: { ...facts.opposition, deposit: true } };
  for (const [who, actor] of Object.entries(actors)) {
    const call: Call = { actor, at, requestId: 'test' };
    const may = who === 'a professional' || who === 'a software';
    if (may) decideDeposit(facts, call);
    else assert.throws(() => decideDeposit(facts, call), { code: 'rights.deposit-not-allowed' });
    assert.throws(() => decideDeposit(opposed, call), { code: may ? 'rights.opposed-deposit' : 'rights.deposit-not-allowed' });
    assert.throws(() => decideDeposit({ ...facts, closed: true }, call), {
      code: may ? 'rights.closed' : 'rights.deposit-not-allowed',
    });
  }
});

const code = (act: () => unknown): string => {
  try {
    act();
    return 'may';
  } catch (error) {
    assert.ok(error instanceof Refusal);
    return error.code;
  }
};
const usual = { consultation: false, emergency: false, ground: undefined, expired: false } as const;

test('rights: structured data are written by professionals, their software and the person; opposition and closing hold', () => {
  const facts = factsOf({ ...usual, blocked: false, closed: false });
  const opposed = { ...facts, opposition: { ...facts.opposition, deposit: true } };
  const told = (state: Facts) =>
    Object.entries(actors).map(([who, actor]) => [
      who,
      code(() => decideWrite(state, { actor, at, requestId: 'test' }, record, ['Observation'])),
    ]);
  const stranger = ['another citizen', 'rights.not-yours'];
  const operator = ['the operator', 'rights.deposit-not-allowed'];
  const all = (themself: string, others: string) => [
    ['themself', themself],
    stranger,
    ['a professional', others],
    ['a software', others],
    operator,
  ];
  assert.deepEqual(told(facts), all('may', 'may'));
  assert.deepEqual(told(opposed), all('may', 'rights.opposed-deposit'));
  assert.deepEqual(told({ ...facts, closed: true }), all('rights.closed', 'rights.closed'));
});

test('rights: who a record is about is seen by those who must know it, not by another citizen nor by someone blocked', () => {
  const seen = (blocked: boolean) =>
    Object.entries(actors).map(([, actor]) =>
      code(() => decideIdentity(factsOf({ ...usual, blocked, closed: false }), { actor, at, requestId: 'test' }, record)),
    );
  assert.deepEqual(seen(false), ['may', 'rights.not-yours', 'may', 'may', 'may']);
  assert.deepEqual(seen(true), ['may', 'rights.not-yours', 'rights.blocked', 'may', 'may']);
});

test('rights: across records, professionals and software see what they made, and nobody else anything', () => {
  const seen = Object.values(actors).map((actor) => code(() => decideAcross({ actor, at, requestId: 'test' })));
  assert.deepEqual(seen, ['rights.one-record', 'rights.one-record', 'may', 'may', 'rights.operator']);
});

test('rights: nobody outside makes a Permit', () => {
  const call: Call = { actor: doctor, at, requestId: 'test' };
  assert.throws(() => new Permit(Symbol('rights') as never, call, record, { ...everything, version: 0 }), /made by rights/);
});
