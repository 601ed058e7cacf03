import assert from 'node:assert/strict';
import { hexOfRecordId } from '#kernel';
import { ambre, nuees } from './cast.ts';
import { type Ground, openGround, type traceFrom } from './ground.ts';
import { n1, n3, provide } from './papers.ts';
import { inBundle, type Resource } from './shareReader.ts';
import { enterCarnet, type Space } from './space.ts';

/** Ambre in her carnet, with a letter (PDF), a report whose words hold her matricule, and structured data. */
export interface ShareGround {
  readonly ground: Ground;
  readonly carnet: Space;
  readonly paged: string;
  readonly written: string;
  make(wish: object): Promise<Made>;
  listed(id: string): Promise<Listed>;
}

/** What the carnet answers when a link is made. */
export interface Made {
  readonly id: string;
  readonly shlink: string;
  readonly address: string;
  readonly qr: string;
  readonly passcode?: string;
}
export interface Listed {
  readonly id: string;
  readonly state: string;
  readonly opened: number;
  readonly triesLeft: number;
  readonly openings: { recipient: string; code?: string }[];
  readonly notes: { n: number; name: string; words: string }[];
}

export async function openShareGround(): Promise<ShareGround> {
  const ground = await openGround();
  const carnet = await enterCarnet(ground, ground.ambre, ambre);
  const [paged = ''] = await ground.deposited(provide(n1(ambre, { title: 'Lettre avec PDF' })));
  const [written = ''] = await ground.deposited(
    provide(n3(ambre, { title: 'Compte rendu', text: `INS ${ambre.matricule}, tension 13/8.` })),
  );
  await fill(ground);
  return {
    ground,
    carnet,
    paged,
    written,
    async make(wish) {
      const answer = await carnet('/carnet/shares', { method: 'POST', body: { label: 'Pour la consultation', ...wish } });
      assert.equal(answer.status, 200, answer.bytes.toString());
      return answer.as<Made>();
    },
    async listed(id) {
      const { shares } = (await carnet('/carnet/shares')).as<{ shares: Listed[] }>();
      const found = shares.find((one) => one.id === id);
      assert.ok(found !== undefined);
      return found;
    },
  };
}

async function fill(ground: Ground): Promise<void> {
  const subject = { reference: `Patient/${hexOfRecordId(ground.ambre)}` };
  const coded = (text: string) => ({ text });
  const active = (system: string) => ({
    coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code: 'active' }],
  });
  for (const body of [
    {
      resourceType: 'AllergyIntolerance',
      patient: subject,
      code: coded('Pénicilline fictive'),
      clinicalStatus: active('allergyintolerance-clinical'),
    },
    {
      resourceType: 'AllergyIntolerance',
      patient: subject,
      code: coded('Arachide fictive'),
      clinicalStatus: active('allergyintolerance-clinical'),
      verificationStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', code: 'refuted' }],
      },
    },
    { resourceType: 'Condition', subject, code: coded('Asthme fictif'), clinicalStatus: active('condition-clinical') },
    {
      resourceType: 'MedicationStatement',
      subject,
      status: 'active',
      medicationCodeableConcept: coded('Salbutamol fictif'),
      dosage: [{ text: '2 bouffées si besoin' }],
    },
    {
      resourceType: 'Immunization',
      patient: subject,
      status: 'completed',
      vaccineCode: coded('Grippe fictive'),
      occurrenceDateTime: '2025-10-12',
    },
    ...(['2025-01-01', '2026-01-01'] as const).map((day, n) => ({
      resourceType: 'Observation',
      subject,
      status: 'final',
      effectiveDateTime: day,
      code: { coding: [{ system: 'http://loinc.org', code: '2345-7' }], text: 'Glucose' },
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] }],
      valueQuantity: { value: 0.9 + n / 100, unit: 'g/L' },
    })),
  ]) {
    const answer = await ground.fhir(`/${body.resourceType}`, { method: 'POST', body, token: await ground.token(nuees) });
    assert.equal(answer.status, 201, answer.bytes.toString());
  }
}

/** A code that is not this one. */
export const wrongOf = (code = ''): string => (code === '000000' ? '111111' : '000000');
/** The lines in few words: `share done open guest`. */
export const told = async (lines: Awaited<ReturnType<typeof traceFrom>>): Promise<string[]> =>
  (await lines()).map(({ action, outcome, code, who, detail }) =>
    [action, outcome, detail?.change ?? '', code ?? '', who.kind].filter((word) => word !== '').join(' '),
  );
/** What a summary says, section by section. */
export const narrative = (bundle: Resource | undefined): string =>
  inBundle(bundle, 'Composition')
    .flatMap(({ section }) => section as { title: string; text: { div: string } }[])
    .map(({ title, text }) => `${title} ${text.div}`)
    .join('\n');
