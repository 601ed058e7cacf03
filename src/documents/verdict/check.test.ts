import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel';
import type { RuleFinding } from '../specifications/index.ts';
import { checkDocument } from './check.ts';
import type { Sent } from './differences.ts';
import { sample } from './mutants.check.ts';
import { findingsOf } from './verdict.ts';

const bytes = Buffer.from(sample);
const coded = (code: string) => ({ code, system: '', display: '' });

/** What the header of the sample says, as a sender would. */
const right: Sent = {
  uniqueId: '1.2.250.1.213.1.1.9^ORME-2026-0042',
  type: coded('11488-4'),
  class: coded('10'),
  confidentiality: [coded('N'), coded('MASQUE_PS')],
  facilityType: coded('SA08'),
  practiceSetting: coded('AMBULATOIRE'),
  title: 'Compte rendu  de consultation ',
  language: 'fr-FR',
  creation: new Date('2026-03-10T09:15:20Z'),
  eventStart: new Date('2026-03-10T08:30:00Z'),
  eventEnd: new Date('2026-03-10T09:00:00Z'),
  authors: [{ id: '899700000111' }],
  size: bytes.length,
  person: { oid: '1.2.250.1.213.1.4.10', matricule: '258043523890167' },
};

const said = async (sent: Sent): Promise<string[]> =>
  findingsOf(await checkDocument(bytes, { sent })).map(({ severity, rule, xpath }) => `${severity} ${rule} ${xpath}`);

test('CI-SIS, header and metadata: what agrees with the header is not told', async () => {
  assert.deepEqual(await said(right), []);
  assert.deepEqual(await said({ confidentiality: [], authors: [] }), []);
});

const act = '/ClinicalDocument/documentationOf[1]/serviceEvent[1]';
const differing: readonly (readonly [Partial<Sent>, string])[] = [
  [{ uniqueId: '1.2.3' }, 'error metadata.masterIdentifier /ClinicalDocument/id[1]'],
  [{ type: coded('34133-9') }, 'error metadata.type /ClinicalDocument/code[1]'],
  [{ class: coded('11') }, 'error metadata.category /ClinicalDocument/code[1]'],
  [{ format: coded('urn:ihe:iti:xds-sd:pdf:2008') }, 'error metadata.content.format /ClinicalDocument/templateId[1]'],
  [{ confidentiality: [coded('MASQUE_PS')] }, 'error metadata.securityLabel /ClinicalDocument/confidentialityCode[1]'],
  [
    { facilityType: coded('SA07') },
    'error metadata.context.facilityType /ClinicalDocument/componentOf[1]/encompassingEncounter[1]/location[1]/healthCareFacility[1]/code[1]',
  ],
  [
    { practiceSetting: coded('HAD') },
    `error metadata.context.practiceSetting ${act}/performer[1]/assignedEntity[1]/representedOrganization[1]/standardIndustryClassCode[1]`,
  ],
  [{ title: 'Autre' }, 'warning metadata.content.attachment.title /ClinicalDocument/title[1]'],
  [{ language: 'en-US' }, 'error metadata.content.attachment.language /ClinicalDocument/languageCode[1]'],
  [
    { creation: new Date('2026-03-11T09:15:00Z') },
    'error metadata.content.attachment.creation /ClinicalDocument/effectiveTime[1]',
  ],
  [{ eventStart: new Date('2026-03-10T07:30:00Z') }, `error metadata.context.period.start ${act}/effectiveTime[1]/low[1]`],
  [{ eventEnd: new Date('2026-03-10T10:00:00Z') }, `error metadata.context.period.end ${act}/effectiveTime[1]/high[1]`],
  [{ authors: [{ id: '899700000129' }] }, 'error metadata.author /ClinicalDocument/author[1]'],
  [{ authors: [{ id: '899700000111' }, { id: '899700000129' }] }, 'warning metadata.author.everyone /ClinicalDocument/author[1]'],
  [
    { person: { oid: '1.2.250.1.213.1.4.10', matricule: '157010101001153' } },
    'error metadata.subject /ClinicalDocument/recordTarget[1]/patientRole[1]/id[1]',
  ],
  [{ size: 1 }, 'error metadata.content.attachment.size /ClinicalDocument'],
  [{ sha1: 'AAAA' }, 'error metadata.content.attachment.hash /ClinicalDocument'],
];

for (const [other, finding] of differing) {
  test(`CI-SIS, header and metadata: ${Object.keys(other)} sent otherwise`, async () => {
    assert.deepEqual(await said({ ...right, ...other }), [finding]);
  });
}

test('CI-SIS: metadata derived from the header, the class and the format by the type and the template', async () => {
  const { metadata } = await checkDocument(bytes, {});
  assert.deepEqual(
    [metadata?.class?.code, metadata?.format.code, metadata?.level, metadata?.replaces, metadata?.version],
    ['10', 'urn:asip:ci-sis:ldl-ses:2017', 'N3', ['1.2.250.1.213.1.1.9^ORME-2026-0041'], 2],
  );
});

test('a header that a deposit would refuse fails, also where the CI-SIS asks for less; its metadata are not derived', async () => {
  const otherId = sample
    .replace('1.2.250.1.213.1.4.10', '1.2.250.1.999')
    .replace('<family qualifier="BR">DE LA BRUMAILLE</family>', '');
  const verdict = await checkDocument(Buffer.from(otherId), {});
  const found = findingsOf(verdict).filter(({ severity }) => severity === 'error');
  assert.deepEqual(
    found.map(({ stage, rule, line, xpath }) => [stage, rule, line, xpath]),
    [['header', 'cda.missing', 29, '/ClinicalDocument/recordTarget[1]/patientRole[1]/patient[1]/name[1]/family[1]']],
  );
  assert.equal(verdict.stages[2]?.outcome, 'not-run');
  assert.equal(verdict.metadata, undefined);
});

const finding: RuleFinding = { rule: 'a-1', severity: 'error', message: 'Faux', line: 3, xpath: '/ClinicalDocument/code[1]' };

test('the stages of specifications: what they find, what is not loaded, what a limit kept from running', async () => {
  const failing = await checkDocument(bytes, {
    specifications: { schema: async () => [], rules: async () => ({ schematrons: ['x'], findings: [finding] }) },
  });
  assert.deepEqual(
    failing.stages.map(({ outcome }) => outcome),
    ['passed', 'passed', 'passed', 'passed', 'passed', 'failed'],
  );
  assert.deepEqual(findingsOf(failing), [
    { stage: 'rules', rule: 'a-1', severity: 'error', fr: 'Faux', en: 'Faux', line: 3, xpath: '/ClinicalDocument/code[1]' },
  ]);
  const busy = new Refusal('documents.check-unavailable', { fr: 'Occupé.', en: 'Busy.' });
  const limited = await checkDocument(bytes, {
    specifications: { schema: async () => undefined, rules: () => Promise.reject(busy) },
  });
  assert.equal(limited.outcome, 'passed');
  assert.deepEqual(
    limited.stages.slice(4).map(({ outcome, refusal }) => [outcome, refusal?.code]),
    [
      ['not-run', undefined],
      ['not-run', 'documents.check-unavailable'],
    ],
  );
});

test('the stages of specifications: a defect in them is not taken for a verdict', async () => {
  const broken = { schema: async () => undefined, rules: () => Promise.reject(new TypeError('defect')) };
  await assert.rejects(checkDocument(bytes, { specifications: broken }), TypeError);
});
