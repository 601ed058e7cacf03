import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isPdf } from '#documents';
import { hexOfRecordId } from '#kernel';
import { ambre, citizen, irene } from './cast.ts';
import { census, type Ground, openGround, traceFrom, understood, words } from './ground.ts';
import { enterCarnet, enterPro, listen, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let pro: Space;
let here = '';
before(async () => {
  ground = await openGround();
  pro = await enterPro(ground, irene.id);
  here = `/pro/patients/${hexOfRecordId(ground.ambre)}`;
  await pro(`${here}/access`, { method: 'POST', body: { ground: 'equipe_de_soins' } });
});
after(() => ground.close());

const start = '2026-03-10T09:30:00Z';
const medicine = { name: 'AMOXICILLINE 1 g, comprimé', cis: '60234100' };
const takes = [{ dose: { amount: 1, unit: 'tablet' }, rhythm: { times: 2, unit: 'day' }, days: 6 }];
const bodies = {
  prescription: { start, form: { medicines: [{ medicine, takes, route: 'oral', forPatient: 'Au cours d’un repas <&>' }] } },
  vaccination: {
    start,
    form: {
      vaccine: { name: 'VACCIN TÉTANIQUE', cis: '68747507', atc: { code: 'J07AM01', display: 'tétanos' } },
      lot: 'T-4456',
      day: '2026-03-10',
      rank: 2,
    },
  },
  discharge: {
    start: '2026-03-01T08:00:00Z',
    end: '2026-03-09T10:00:00Z',
    form: {
      reason: 'Chute dans l’escalier',
      admission: 'emergency',
      discharge: 'home',
      synthesis: 'Fracture du poignet, plâtrée.',
      resistantSearched: false,
      transfusion: false,
      bloodProducts: false,
      treatments: [{ medicine, takes }],
      followUp: [{ kind: 'exam', words: 'Radiographie de contrôle' }],
    },
  },
  summary: {
    start,
    form: {
      problems: [{ name: 'Hypertension artérielle', code: { code: 'I10', display: 'Hypertension essentielle' } }],
      history: [],
      allergies: [],
      attention: [],
      treatments: [],
    },
  },
  laboratory: {
    start,
    form: {
      chapters: [
        {
          chapter: 'chemistry',
          results: [
            {
              code: { code: '2345-7', display: 'Glucose' },
              name: 'Glycémie',
              value: '1.31',
              unit: 'g/L',
              high: '1.05',
              at: start,
            },
          ],
        },
      ],
    },
  },
} as const;
/** The words by which each is known again, the code of its type, and whether it carries its printed form. */
const read = {
  prescription: ['Au cours d’un repas <&>', '57833-6', true],
  vaccination: ['T-4456', '87273-9', false],
  discharge: ['Radiographie de contrôle', '11490-0', false],
  summary: ['Hypertension artérielle', 'SYNTH', false],
  laboratory: ['Glycémie', '11502-2', true],
} as const;

interface Summary {
  readonly id: string;
}

for (const [kind, body] of Object.entries(bodies) as [keyof typeof bodies, object][])
  test(`Web API, /api/pro: a ${kind} from its form is deposited, shown and read again by the person; traced`, async () => {
    const [said, type, copy] = read[kind];
    const carnet = await enterCarnet(ground, ground.ambre, ambre);
    const live = await listen(carnet, `${ground.url}/api/carnet/live`);
    const lines = await traceFrom(ground, ground.ambre);
    const answer = await pro(`${here}/forms/${kind}`, { method: 'POST', body });
    assert.equal(answer.status, 201, answer.bytes.toString());
    const { id } = answer.as<Summary>();
    assert.equal(await live.next(), 'document');
    live.stop();
    const cda = (
      await ground.fhir(`/Binary/${id}`, { token: await ground.token(citizen(ground.ambre, ambre)) })
    ).bytes.toString();
    assert.ok(cda.includes('<structuredBody>') && cda.includes(`<code code="${type}"`));
    assert.match(cda, new RegExp(`<id root="[^"]+" extension="${ambre.matricule}"/>`));
    const shown = (await carnet(`/carnet/documents/${id}`)).as<{ html: string }>();
    assert.ok(shown.html.includes(said.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')), shown.html);
    const pdf = await carnet(`/carnet/documents/${id}/pdf`);
    assert.equal(pdf.status, copy ? 200 : 404);
    if (copy) assert.ok(pdf.bytes.includes('<pdfaid:part>1</pdfaid:part>'));
    assert.deepEqual((await lines()).map(words).slice(0, 4), [
      'deposit done Dr Irène Stéthance',
      'read done Dr Irène Stéthance',
      'read done AMBRE DE LA BRUMAILLE',
      'read done AMBRE DE LA BRUMAILLE',
    ]);
  });

test('Web API, /api/pro: a form that its model refuses is told with its place, and nothing stays', async () => {
  await understood(ground);
  const counted = await census(ground);
  const lines = await traceFrom(ground, ground.ambre);
  const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString();
  const wrong: readonly (readonly [kind: string, body: object, status: number, code: string, at?: string])[] = [
    ['certificate', bodies.prescription, 400, 'http.malformed'],
    ['toString', bodies.prescription, 400, 'http.malformed'],
    ['prescription', { form: {} }, 400, 'http.malformed'],
    ['prescription', { start, form: 1 }, 422, 'documents.form-malformed', 'form'],
    ['prescription', { start, form: { medicines: [] } }, 422, 'documents.empty-section', 'medicines'],
    ['prescription', { start: tomorrow, form: bodies.prescription.form }, 422, 'documents.future-date', 'event.start'],
    ['vaccination', { start, form: { ...bodies.vaccination.form, route: 'ear' } }, 422, 'documents.unknown-code', 'route'],
    ['discharge', { ...bodies.discharge, end: undefined }, 422, 'documents.form-missing', 'event.end'],
  ];
  for (const [kind, body, status, code, at] of wrong) {
    const answer = await pro(`${here}/forms/${kind}`, { method: 'POST', body });
    toldPlainly(answer, status, code);
    if (at !== undefined) assert.equal(answer.as<{ at?: string }>().at, at);
  }
  assert.deepEqual(await lines(), []);
  assert.deepEqual(await census(ground), counted);
});

test('Web API, /api/pro: a published form may be hidden from the person until it is announced', async () => {
  const carnet = await enterCarnet(ground, ground.ambre, ambre);
  const answer = await pro(`${here}/forms/vaccination`, {
    method: 'POST',
    body: { ...bodies.vaccination, hiddenFromPatient: true },
  });
  assert.equal(answer.status, 201, answer.bytes.toString());
  toldPlainly(await carnet(`/carnet/documents/${answer.as<Summary>().id}`), 404, 'id.unknown');
});

test('Web API, /api/pro: the printed form is given before anything is published, and nothing stays', async () => {
  const counted = await census(ground);
  const printed = await pro(`${here}/forms/discharge/pdf`, { method: 'POST', body: bodies.discharge });
  assert.equal(printed.status, 200, printed.bytes.toString());
  assert.ok(isPdf(printed.bytes) && printed.bytes.includes('<pdfaid:part>1</pdfaid:part>'));
  toldPlainly(
    await pro(`${here}/forms/discharge/pdf`, { method: 'POST', body: { ...bodies.discharge, form: {} } }),
    422,
    'documents.form-missing',
  );
  const stranger = `/pro/patients/${hexOfRecordId(ground.basile)}/forms/discharge/pdf`;
  toldPlainly(await pro(stranger, { method: 'POST', body: bodies.discharge }), 403, 'rights.no-ground');
  assert.deepEqual(await census(ground), counted);
});
