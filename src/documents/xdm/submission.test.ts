import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildN3 } from '../cda/build.ts';
import type { DocumentMetadata, XdsRelation } from '../ebrim/index.ts';
import { ambre } from './draft.check.ts';
import type { Xdm, XdmSubset } from './read.ts';
import { submissionOf } from './submission.ts';

const coded = (code: string) => ({ code, system: '1.2.250.1.213.1.1.4.1', display: code });
const metadata = (changes: Partial<DocumentMetadata> = {}): DocumentMetadata => ({
  entryId: 'Document01',
  uniqueId: '2.25.2',
  mimeType: 'text/xml',
  title: 'Compte rendu',
  type: coded('11488-4'),
  confidentiality: [coded('N')],
  events: [],
  authors: [
    { person: { family: 'STÉTHANCE', given: 'Irène' }, organizations: [{ name: 'Cabinet' }], roles: [], specialties: [] },
  ],
  patient: ambre,
  hash: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  size: 3,
  ...changes,
});
const replacing = buildN3(
  {
    id: { root: '2.25.2' },
    setId: { root: '2.25.9' },
    version: 2,
    templateIds: [],
    replaces: { root: '2.25.8', extension: 'v1' },
    type: { ...coded('11488-4'), system: '2.16.840.1.113883.6.1' },
    title: 'Compte rendu',
    effectiveTime: new Date('2026-03-10T09:30:00Z'),
    patient: {
      birthFamily: 'DE LA BRUMAILLE',
      birthGivens: 'AMBRE',
      firstBirthGiven: 'AMBRE',
      sex: 'F',
      birthDate: '1958-04-17',
      birthPlace: '35238',
      matricule: ambre.value,
      oid: ambre.system,
    },
    author: {
      id: { root: '1.2.250.1.71.4.2.1', extension: '899700000111' },
      family: 'STÉTHANCE',
      given: 'Irène',
      specialty: { code: 'G15_10/SM54', system: '1.2.250.1.213.1.1.4.5', display: 'Médecin' },
      structure: {
        id: { root: '1.2.250.1.71.4.2.2', extension: '1990000018' },
        name: 'Cabinet',
        practiceSetting: { code: 'AMBULATOIRE', system: '1.2.250.1.213.1.1.4.9', display: 'Ambulatoire' },
        facilityType: { code: 'SA08', system: '1.2.250.1.71.4.2.4', display: 'Cabinet de groupe' },
      },
    },
    event: { start: new Date('2026-03-10T09:30:00Z') },
  },
  [{ title: 'Conclusion', blocks: [{ kind: 'paragraph', text: 'Revoir.' }] }],
);

function subset(
  documents: readonly DocumentMetadata[],
  relations: readonly XdsRelation[] = [],
  bytes: Buffer = Buffer.from('abc'),
): XdmSubset {
  const submissionSet = { entryId: 'S', uniqueId: '2.25.1', patient: ambre, title: 'Lot', authors: [], recipients: [] };
  return {
    path: 'IHE_XDM/SUBSET01',
    submissionSet,
    documents: documents.map((one, i) => ({ metadata: one, bytes, path: `IHE_XDM/SUBSET01/DOC0000${i + 1}.XML` })),
    relations,
  };
}
const of = (...subsets: XdmSubset[]): Xdm => ({ subsets, warnings: [] });
const relation = (kind: XdsRelation['kind']): XdsRelation => ({ kind, source: 'Document01', target: 'urn:uuid:x' });

test('XDM: metadata become the claims of a deposit; the hash travels from hexadecimal to base64', () => {
  const { submission, leftAside } = submissionOf(of(subset([metadata({ comments: 'Relu' })])));
  assert.equal(submission.uid, 'urn:oid:2.25.1');
  const [one] = submission.documents;
  assert.deepEqual(one?.person, { oid: ambre.system, matricule: ambre.value });
  assert.equal(one.claims.sha1, 'qZk+NkcGgWq6PiVxeFDCbJzQ2J0=');
  assert.deepEqual(one.claims.authors, [{ name: 'Irène STÉTHANCE', structure: 'Cabinet' }]);
  assert.deepEqual(one.submitted, { description: 'Relu' });
  assert.deepEqual(leftAside, []);
});

test('XDM: a replacement names what the header replaces; one whose header is silent, or an addendum, is refused', () => {
  const { submission } = submissionOf(of(subset([metadata()], [relation('replaces')], replacing)));
  assert.deepEqual(submission.documents[0]?.replaces, { uniqueId: '2.25.8^v1' });
  const pdf = metadata({ mimeType: 'application/pdf' });
  assert.throws(() => submissionOf(of(subset([pdf], [relation('replaces')]))), { code: 'xdm.unknown-replaced' });
  assert.throws(() => submissionOf(of(subset([metadata()], [relation('appends')]))), { code: 'xdm.not-supported' });
});

test('XDM: a signature is left aside and told; alone it is no submission', () => {
  const signature = metadata({ entryId: 'Document02', type: coded('E1762') });
  const { submission, leftAside } = submissionOf(of(subset([metadata(), signature])));
  assert.equal(submission.documents.length, 1);
  assert.deepEqual(leftAside, [{ code: 'signature', at: 'IHE_XDM/SUBSET01/DOC00002.XML' }]);
  assert.throws(() => submissionOf(of(subset([signature]))), { code: 'xdm.no-document' });
});

test('XDM: several subsets are one submission, the same in any order', () => {
  const [a, b] = [
    subset([metadata()]),
    { ...subset([metadata()]), submissionSet: { ...subset([]).submissionSet, uniqueId: '2.25.3' } },
  ];
  assert.equal(submissionOf(of(a, b)).submission.uid, 'urn:socle:xdm:2.25.1+2.25.3');
  assert.equal(submissionOf(of(b, a)).submission.uid, 'urn:socle:xdm:2.25.1+2.25.3');
  assert.equal(submissionOf(of(a, b)).submission.documents.length, 2);
});
