import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Actor, type Call, newRecordId } from '#kernel';
import { decideIdentity, decideRead } from './decide.ts';
import { type Facts, linkedFacts } from './facts.ts';

const at = new Date('2026-03-01T10:00:00Z');
const [survivor, linked, stranger] = [newRecordId(), newRecordId(), newRecordId()];
const structure = { id: '1', name: 'C' };
const professional: Actor = { kind: 'professional', id: 'p', name: 'P', profession: '10', structure, software: 's' };
const seen = { id: 'p', name: 'P', profession: '10', structure };
const callOf = (actor: Actor): Call => ({ actor, at, requestId: 'r' });
const none: Facts = {
  version: 3,
  closed: false,
  opposition: { deposit: false, consultation: false, emergency: false },
  blocks: new Map(),
  accesses: new Map(),
  mandates: new Map(),
};
const access = (until: string) =>
  new Map([
    [
      'p',
      {
        professional: seen,
        ground: 'equipe_de_soins' as const,
        since: new Date('2026-01-01'),
        until: new Date(until),
        givenBy: 'professional' as const,
        endChosen: true,
        secret: false,
      },
    ],
  ]);
const open = { ...none, accesses: access('2026-06-01') };
const blocked = { ...open, blocks: new Map([['p', { professional: seen, since: at }]]) };
const may = (own: Facts, there: Facts, actor: Actor = professional): string => {
  try {
    const permit = decideRead(linkedFacts(own, survivor, there), callOf(actor), linked, 'list');
    assert.equal(permit.version, own.version, 'the version is that of the record that is read');
    return 'yes';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('DMP, droits: what either of two linked records forbids is forbidden in the one that was linked', () => {
  assert.equal(may(none, none), 'rights.no-ground');
  assert.equal(may(none, open), 'yes', 'an access to the one that goes on');
  assert.equal(may(open, none), 'yes', 'an access to this one');
  for (const [own, there] of [
    [open, blocked],
    [blocked, open],
  ] as const)
    assert.equal(may(own, there), 'rights.blocked');
  for (const closing of [{ closed: true }, { opposition: { deposit: false, consultation: true, emergency: false } }]) {
    const code = 'closed' in closing ? 'rights.closed' : 'rights.opposed';
    assert.equal(may({ ...open, ...closing }, open), code);
    assert.equal(may(open, { ...open, ...closing }), code);
  }
  assert.equal(may(open, { ...none, accesses: access('2026-02-01') }), 'rights.ended', 'the person ended it where it goes on');
});

test('DMP, droits: the person of the one that goes on reads the other; whoever else does not', () => {
  const citizen = (record: typeof survivor): Actor => ({ kind: 'citizen', record, name: 'A' });
  assert.equal(may(none, none, citizen(survivor)), 'yes');
  assert.equal(may(none, none, citizen(linked)), 'yes');
  assert.equal(may(none, none, citizen(stranger)), 'rights.not-yours');
  assert.throws(() => decideRead({ ...none, linked: [linked] }, callOf(citizen(linked)), survivor, 'list'), {
    code: 'rights.not-yours',
  });
  assert.throws(() => decideIdentity(linkedFacts(none, survivor, none), callOf(citizen(stranger)), linked), {
    code: 'rights.not-yours',
  });
});
