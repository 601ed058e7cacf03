import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answered, answerTo, filled, forwarded, namesOf, othersOf, shownSubject, size } from './say.ts';

const own = 'moi@exemple.mssante.fr';
const me = { name: 'Moi', address: own };
const ana = { name: 'Ana', address: 'ana@exemple.mssante.fr' };
const bea = { name: '', address: 'bea@exemple.mssante.fr' };

test('MSSanté ECO.2.1.3, a subject on the screen: without the mark of documents, answered or forwarded once', () => {
  assert.equal(shownSubject('XDM/1.0/DDM+CR de consultation'), 'CR de consultation');
  assert.equal(answered('XDM/1.0/DDM+CR'), 'Re: CR');
  assert.equal(answered('RE: CR'), 'RE: CR');
  assert.equal(forwarded('CR'), 'Tr: CR');
  assert.equal(forwarded('Fwd: CR'), 'Fwd: CR');
});

test('RFC 5322 §3.6.2, whom an answer goes to: where the writer asks for it, else the writer; of one’s own, the same people', () => {
  assert.deepEqual(answerTo({ from: [ana], to: [me] }, own), [ana]);
  assert.deepEqual(answerTo({ from: [ana], to: [me], replyTo: [bea] }, own), [bea]);
  assert.deepEqual(answerTo({ from: [me], to: [ana] }, own), [ana]);
  assert.deepEqual(othersOf({ to: [me, ana], cc: [bea, bea] }, own, [ana]), [bea], 'everybody once, and not oneself');
});

test('Issue 7, 6, names in a row: at most three, an address where there is no name, nobody twice', () => {
  assert.equal(namesOf([ana, bea, ana], String), 'Ana, bea@exemple.mssante.fr');
  const many = [1, 2, 3, 4, 5].map((n) => ({ name: `N${n}`, address: `n${n}@a.fr` }));
  assert.equal(
    namesOf(many, (count) => `+${count}`),
    'N1, N2, N3 +2',
  );
});

test('Issue 7, 6, templates: known places are filled everywhere, an unknown one stays to be seen', () => {
  assert.equal(filled('{date} {patient} {date}', { date: 'le 1' }), 'le 1 {patient} le 1');
  assert.equal(filled('{patient}', { date: '', patient: 'A B' }), 'A B');
});

test('Issue 7, 6, sizes in the reader’s words', () => {
  assert.match(size(0, 'fr-FR'), /^0\sko$/);
  assert.match(size(1200, 'fr-FR'), /^2\sko$/);
  assert.match(size(2_500_000, 'fr-FR'), /^2,5\sMo$/);
  assert.match(size(10_700_000_000, 'fr-FR'), /^10,7\sGo$/);
});
