import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, capucine, citizen, hector, irene, nuees } from './cast.ts';
import { type Ground, openGround, refused, traceFrom, understood, words } from './ground.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let hers: Space;
let pro: Space;
let here = '';
before(async () => {
  ground = await openGround();
  hers = await enterCarnet(ground, ground.ambre, ambre);
  pro = await enterPro(ground, irene.id);
  here = `/pro/patients/${hexOfRecordId(ground.ambre)}`;
  await pro(`${here}/access`, { method: 'POST', body: { ground: 'equipe_de_soins' } });
});
after(() => ground.close());

interface Line {
  readonly key: string;
  readonly section: string;
  readonly label: string;
  readonly detail?: string;
  readonly dose?: string;
  readonly from?: string;
  readonly until?: string;
  readonly ended: boolean;
  readonly severe: boolean;
  readonly own?: string;
  readonly sources: readonly { kind: string; document?: string; label?: string; at?: string }[];
}
interface Answer {
  readonly lines: readonly Line[];
  readonly cut: boolean;
  readonly mayEnter?: boolean;
}

const profile = async (space: Space, path = '/carnet/profile'): Promise<Answer> => {
  const answer = await space(path);
  assert.equal(answer.status, 200, answer.bytes.toString());
  return answer.as<Answer>();
};
const named = async (label: string, space = hers, path?: string): Promise<Line | undefined> =>
  (await profile(space, path)).lines.find((line) => line.label === label);
const enter = (entry: object, space = hers) => space('/carnet/profile/entries', { method: 'POST', body: entry });
const entered = async (entry: object): Promise<string> => {
  const answer = await enter(entry);
  assert.equal(answer.status, 201, answer.bytes.toString());
  return answer.as<{ id: string }>().id;
};

/** One of each section, as a person types it. */
const entries = [
  [
    { section: 'problems', label: 'Asthme', from: '1998', note: 'Depuis l’enfance' },
    { detail: 'Depuis l’enfance', from: '1998' },
  ],
  [
    { section: 'problems', label: 'Appendicite', from: '2001', until: '2001-05', ended: true },
    { until: '2001-05', ended: true },
  ],
  [
    { section: 'allergies', label: 'Arachide', kind: 'food', severe: true, note: 'Gonflement' },
    { severe: true, detail: 'Gonflement' },
  ],
  [{ section: 'treatments', label: 'Ventoline', dose: '1 bouffée si besoin', reason: 'Asthme' }, { dose: '1 bouffée si besoin' }],
  [{ section: 'vaccinations', label: 'Grippe', from: '2025-10-14' }, { from: '2025-10-14' }],
  [
    { section: 'measures', kind: 'weight', label: '62,5', from: '2026-02-01' },
    { label: 'Poids', detail: '62,5 kg' },
  ],
  [
    { section: 'measures', kind: 'pressure', label: '12/8', from: '2026-02-01' },
    { label: 'Tension artérielle', detail: '120/80 mmHg' },
  ],
  [
    { section: 'measures', kind: 'tobacco', label: 'Jamais', from: '2026-02-01' },
    { label: 'Tabac', detail: 'Jamais' },
  ],
  [
    { section: 'measures', kind: 'blood-group', label: 'A+', from: '2026-02-01' },
    { label: 'Groupe sanguin', detail: 'A+' },
  ],
  [{ section: 'devices', label: 'Appareil auditif', note: 'Oreille droite' }, { detail: 'Oreille droite' }],
  [{ section: 'family', label: 'Diabète', kind: 'mother', note: 'Vers 50 ans' }, { detail: 'Mère · Vers 50 ans' }],
  [
    {
      section: 'relatives',
      label: 'Basile Écumeur',
      kind: 'friend',
      telephone: '06 00 00 00 00',
      trusted: true,
      emergency: true,
    },
    { detail: 'Ami ou amie, Personne de confiance, Personne à prévenir · 06 00 00 00 00' },
  ],
  [
    { section: 'wishes', label: 'Je donne mes organes', kind: 'organs' },
    { label: 'Don d’organes', detail: 'Je donne mes organes' },
  ],
] as const;

test('Issue 8, profile: what a person enters is kept as FHIR of their own, shown with its source, changed, and taken away', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  for (const [entry, shown] of entries) {
    const id = await entered(entry);
    const line = (await profile(hers)).lines.find(({ own }) => own === id);
    assert.ok(line !== undefined, entry.label);
    const expected: Record<string, unknown> = {
      label: entry.label,
      section: entry.section,
      ended: false,
      severe: false,
      ...shown,
    };
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, line[name as keyof Line]])), expected);
    assert.deepEqual(
      line.sources.map(({ kind }) => kind),
      ['person'],
    );
    const again = await hers(`/carnet/profile/entries/${id}`);
    assert.equal(again.status, 200, again.bytes.toString());
    const said = entry.section === 'measures' && entry.kind === 'pressure' ? { ...entry, label: '120/80' } : entry;
    assert.deepEqual(again.as<object>(), said);
  }
  assert.equal((await profile(hers)).mayEnter, true);
  const written = (await lines()).map(words);
  assert.equal(written.length, entries.length);
  assert.ok(
    written.every((line) => line === 'write done AMBRE DE LA BRUMAILLE'),
    written.join('\n'),
  );

  const asthma = await named('Asthme');
  const changed = await hers(`/carnet/profile/entries/${asthma?.own}`, {
    method: 'PUT',
    body: { section: 'problems', label: 'Asthme', from: '1999', ended: true },
  });
  assert.equal(changed.status, 200, changed.bytes.toString());
  const after = await named('Asthme');
  assert.deepEqual([after?.key, after?.from, after?.ended, after?.detail], [asthma?.key, '1999', true, undefined]);
  assert.equal((await hers(`/carnet/profile/entries/${asthma?.own}`, { method: 'DELETE' })).status, 204);
  assert.equal(await named('Asthme'), undefined);
  toldPlainly(await hers(`/carnet/profile/entries/${asthma?.own}`), 404, 'id.unknown');
});

test('Issue 8, profile: what a document, a software and the person say of one thing is one line with three sources; a withdrawn document takes its own away', async () => {
  const start = '2026-03-10T09:30:00Z';
  const form = {
    problems: [{ name: 'Hypertension artérielle', code: { code: 'I10', display: 'Hypertension essentielle' } }],
    history: [],
    allergies: [],
    attention: [],
    treatments: [],
  };
  const published = await pro(`${here}/forms/summary`, { method: 'POST', body: { start, form } });
  assert.ok(published.status < 300, published.bytes.toString());
  await understood(ground);
  const condition = {
    resourceType: 'Condition',
    clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] },
    code: { text: 'hypertension  artérielle' },
    subject: { reference: `Patient/${hexOfRecordId(ground.ambre)}` },
    asserter: { display: 'Dr Nuée' },
  };
  const sent = await ground.fhir('/Condition', { method: 'POST', body: condition, token: await ground.token(nuees) });
  assert.equal(sent.status, 201, sent.bytes.toString());
  await entered({ section: 'problems', label: 'Hypertension Artérielle', from: '2015' });
  const line = (await profile(hers)).lines.find(({ label }) => label.toLowerCase().startsWith('hypertension'));
  assert.deepEqual(line?.sources.map(({ kind }) => kind).toSorted(), ['data', 'document', 'person']);
  assert.equal(line?.from, '2015');
  const source = line?.sources.find(({ kind }) => kind === 'document');
  assert.match(source?.label ?? '', /STÉTHANCE|Stéthance/);
  assert.equal(line?.sources.find(({ kind }) => kind === 'data')?.label, 'Dr Nuée');
  const path = `${here}/documents/${source?.document}/withdrawal`;
  assert.ok((await pro(path, { method: 'POST', body: { reason: 'Erreur de patient, document retiré' } })).status < 300);
  const left = (await profile(hers)).lines.find(({ key }) => key === line?.key) ?? (await named('hypertension artérielle'));
  assert.deepEqual(left?.sources.map(({ kind }) => kind).toSorted(), ['data', 'person']);
});

test('Issue 8, profile: a professional with a ground sees it, one line in the log for one look; who has none is refused, traced', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const shown = await profile(pro, `${here}/profile`);
  assert.ok(shown.lines.some(({ label, severe }) => label === 'Arachide' && severe));
  const other = await enterPro(ground, hector.id);
  toldPlainly(await other(`${here}/profile`), 403, 'rights.no-ground');
  assert.deepEqual(
    (await lines()).map(({ action, outcome, code, detail, ground: on }) => [action, outcome, code, detail?.what, on]),
    [
      ['list', 'done', undefined, 'profile', 'equipe_de_soins'],
      ['refusal', 'refused', 'rights.no-ground', undefined, undefined],
    ],
  );
});

interface Courses {
  readonly courses: readonly {
    readonly kind: string;
    readonly printed: string;
    readonly points: readonly { value: number; lower?: number; own?: string; sources: readonly { kind: string }[] }[];
  }[];
}

test('Issue 8, measures: what the person and a software say is one course, for the person and who has a ground, one line in the log for one look', async () => {
  await entered({ section: 'measures', kind: 'glucose', label: '1,05', from: '2026-02-01' });
  const sent = await ground.fhir('/Observation', {
    method: 'POST',
    token: await ground.token(nuees),
    body: {
      resourceType: 'Observation',
      status: 'final',
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
      code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
      subject: { reference: `Patient/${hexOfRecordId(ground.ambre)}` },
      effectiveDateTime: '2026-03-01',
      valueQuantity: { value: 63, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
    },
  });
  assert.equal(sent.status, 201, sent.bytes.toString());
  const lines = await traceFrom(ground, ground.ambre);
  const shown = (await hers('/carnet/profile/measures')).as<Courses>();
  const of = (name: string) =>
    shown.courses
      .find(({ kind }) => kind === name)
      ?.points.map(({ value, lower, own, sources }) => [value, lower, own !== undefined, sources[0]?.kind]);
  assert.deepEqual(of('weight'), [
    [62.5, undefined, true, 'person'],
    [63, undefined, false, 'data'],
  ]);
  assert.deepEqual(of('pressure'), [[120, 80, true, 'person']]);
  assert.deepEqual(of('glucose'), [[1.05, undefined, true, 'person']]);
  assert.deepEqual(await lines(), [], 'their own look is no news');
  assert.deepEqual((await pro(`${here}/profile/measures`)).as<Courses>(), shown);
  const other = await enterPro(ground, hector.id);
  toldPlainly(await other(`${here}/profile/measures`), 403, 'rights.no-ground');
  assert.deepEqual(
    (await lines()).map(({ action, outcome, code }) => [action, outcome, code]),
    [
      ['list', 'done', undefined],
      ['refusal', 'refused', 'rights.no-ground'],
    ],
  );
});

test('Issue 8, choices: what is offered may be entered, keeps its code, and a vaccine of it counts in prevention', async () => {
  const offered = (await hers('/carnet/profile/choices')).as<Record<string, readonly { label: string }[]>>();
  assert.deepEqual(Object.keys(offered).toSorted(), ['allergies', 'problems', 'treatments', 'vaccinations']);
  const label = 'Diphtérie, tétanos, polio (DTP)';
  assert.ok(offered.vaccinations?.some((one) => one.label === label));
  const id = await entered({ section: 'vaccinations', label, from: '2024-05-02' });
  const kept = await ground.fhir(`/Immunization/${id}`, { token: await ground.token(citizen(ground.ambre, ambre)) });
  assert.deepEqual(kept.as<{ vaccineCode: object }>().vaccineCode, {
    coding: [{ system: 'http://www.whocc.no/atc', code: 'J07CA01' }],
    text: label,
  });
  const { lines } = (await hers('/carnet/prevention')).as<{ lines: readonly { done: readonly { own?: string }[] }[] }>();
  assert.ok(lines.some(({ done }) => done.some(({ own }) => own === `Immunization/${id}`)));
  await entered({ section: 'allergies', label: 'cacahuètes' });
  const peanut = (await profile(hers)).lines.filter(
    ({ section, label: of }) => section === 'allergies' && /arachide|cacahu/i.test(of),
  );
  assert.deepEqual(
    peanut.map(({ sources, severe }) => [sources.length, severe]),
    [[2, true]],
  );
});

test('Issue 8, profile: what cannot be kept is refused at its field, and nothing is written', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const cases: readonly (readonly [object, number, string, string])[] = [
    [{ section: 'other', label: 'x' }, 400, 'record.malformed-entry', 'section'],
    [{ section: 'problems' }, 422, 'record.missing', 'label'],
    [{ section: 'problems', label: ' ' }, 422, 'record.missing', 'label'],
    [{ section: 'problems', label: 'x'.repeat(201) }, 413, 'record.too-long', 'label'],
    [{ section: 'problems', label: 'a\u0000b' }, 400, 'record.malformed-entry', 'label'],
    [{ section: 'problems', label: 'x', from: '2024-02-30' }, 422, 'record.bad-date', 'from'],
    [{ section: 'problems', label: 'x', from: '2999' }, 422, 'record.bad-date', 'from'],
    [{ section: 'treatments', label: 'x', from: '2024', until: '2023' }, 422, 'record.bad-date', 'until'],
    [{ section: 'measures', kind: 'weight', label: '72' }, 422, 'record.missing', 'from'],
    [{ section: 'measures', kind: 'weight', label: '7200', from: '2026-01-01' }, 422, 'record.bad-measure', 'label'],
    [{ section: 'measures', kind: 'weight', label: '72', from: '2026' }, 422, 'record.bad-date', 'from'],
    [{ section: 'measures', kind: 'pressure', label: '8/12', from: '2026-01-01' }, 422, 'record.bad-measure', 'label'],
    [{ section: 'family', label: 'x', kind: 'friend' }, 400, 'record.malformed-entry', 'kind'],
    [{ section: 'relatives', label: 'x', telephone: 'call me' }, 400, 'record.malformed-entry', 'telephone'],
  ];
  for (const [entry, status, code, at] of cases) {
    const answer = await enter(entry);
    toldPlainly(answer, status, code);
    assert.equal(answer.as<{ at?: string }>().at, at, JSON.stringify(entry));
  }
  assert.deepEqual(await lines(), []);
});

test('Issue 8, profile: who acts for the person enters with the purpose rights, the person changes it; another purpose refuses it', async () => {
  const his = await enterCarnet(ground, ground.basile, basile);
  const give = async (purposes: readonly string[]) => {
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const made = await hers('/carnet/mandates', { method: 'POST', body: { purposes, until } });
    const { code } = made.as<{ code: string }>();
    assert.equal((await his('/carnet/mandates/accept', { method: 'POST', body: { code } })).status, 200);
    assert.equal((await his(`/carnet/profiles/${ground.ambre}/act`, { method: 'POST', body: {} })).status, 204);
  };
  await give(['read']);
  assert.equal((await profile(his)).mayEnter, false);
  toldPlainly(await enter({ section: 'devices', label: 'Canne' }, his), 403, 'rights.purpose');
  assert.equal((await his(`/carnet/profiles/own/act`, { method: 'POST', body: {} })).status, 204);
  await give(['read', 'rights']);
  assert.equal((await profile(his)).mayEnter, true);
  const lines = await traceFrom(ground, ground.ambre);
  const made = await enter({ section: 'devices', label: 'Canne' }, his);
  assert.equal(made.status, 201, made.bytes.toString());
  assert.deepEqual((await lines()).map(words), ['list done BASILE ÉCUMEUR', 'write done BASILE ÉCUMEUR'].slice(1));
  const { id } = made.as<{ id: string }>();
  assert.equal((await hers(`/carnet/profile/entries/${id}`, { method: 'DELETE' })).status, 204);
});

test('Issue 8, profile: nobody else says that the person wrote something, and nobody changes what they wrote', async () => {
  const tag = [{ system: 'urn:socle:origin', code: 'person' }];
  const device = {
    resourceType: 'Device',
    meta: { tag },
    type: { text: 'Canne' },
    patient: { reference: `Patient/${hexOfRecordId(ground.ambre)}` },
  };
  const token = await ground.token(nuees);
  refused(await ground.fhir('/Device', { method: 'POST', body: device, token }), 405, 'fhir.owned');
  const own = (await named('Ventoline'))?.own ?? '';
  const body = {
    resourceType: 'MedicationStatement',
    id: own,
    status: 'active',
    medicationCodeableConcept: { text: 'Autre' },
    subject: { reference: `Patient/${hexOfRecordId(ground.ambre)}` },
  };
  const changed = await ground.fhir(`/MedicationStatement/${own}`, { method: 'PUT', body, token });
  assert.ok(changed.status === 403 || changed.status === 404, changed.bytes.toString());
  const his = await enterPro(ground, capucine.id);
  assert.ok((await his(`/carnet/profile/entries/${own}`)).status >= 400);
  const self = await ground.token(citizen(ground.ambre, ambre));
  const kept = (await ground.fhir(`/MedicationStatement/${own}`, { token: self })).as<{
    informationSource: { reference: string };
  }>();
  assert.equal(kept.informationSource.reference, `Patient/${hexOfRecordId(ground.ambre)}`);
});
