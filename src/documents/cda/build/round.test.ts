import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readXml } from '#xml';
import { extract } from '../../extract/index.ts';
import { scanHeader } from '../index.ts';
import { headings, letters, prescriptions, reports, summaries, vaccinations } from './drafts.check.ts';
import { routes, vaccineRoutes, vaccineSites } from './entries/tables.ts';
import { type DocumentKind, kinds } from './models/kinds.ts';

interface Drawn {
  readonly resourceType: string;
  // biome-ignore lint/suspicious/noExplicitAny: a resource as plain JSON, compared by its members.
  readonly [member: string]: any;
}

const context = { documentId: 'd1', patient: 'Patient/p1', at: '2030-01-01T00:00:00Z' };
function drawn(xml: Buffer): (type: string, section?: string) => readonly Drawn[] {
  const { resources } = extract(readXml(xml), context);
  return (type, section) =>
    resources
      .filter(({ resource, section: of }) => resource.resourceType === type && (section === undefined || of.code === section))
      .map(({ resource }) => resource as unknown as Drawn);
}

function holds<F>(kind: DocumentKind, forms: fc.Arbitrary<F>, facts: (form: F, all: ReturnType<typeof drawn>) => void): void {
  fc.assert(
    fc.property(headings, forms, (heading, form) => facts(form, drawn(kinds[kind](heading, form).xml))),
    { numRuns: 20, seed: 4 },
  );
}

/** A text as the extraction gives it: on one line. */
const line = (text: string | undefined): string | undefined => text?.replace(/\s+/g, ' ').trim();
const codes = (concept: Drawn | undefined): string[] => (concept?.coding ?? []).map(({ code }: { code: string }) => code).sort();
const route = (name: keyof typeof routes | undefined): string[] => (name === undefined ? [] : [routes[name].code]);

test('CI-SIS eP-MED-DM, round trip: the prescriptions drawn from the document are those of the form', () => {
  holds('prescription', prescriptions, ({ medicines }, all) => {
    const requests = all('MedicationRequest');
    assert.equal(requests.length, medicines.length);
    for (const [index, medicine] of medicines.entries()) {
      const request = requests[index];
      const { name, cis, cip, virtual, atc } = medicine.medicine;
      assert.equal(request?.medicationCodeableConcept.text, line(name));
      assert.deepEqual(
        codes(request?.medicationCodeableConcept),
        [cis, cip, virtual, atc?.code].filter((each) => each !== undefined).sort(),
      );
      const steps: Drawn[] = request?.dosageInstruction;
      assert.equal(steps.length, medicine.takes.length);
      for (const [rank, take] of medicine.takes.entries()) {
        if (take.words !== undefined) assert.ok(steps[rank]?.text.includes(line(take.words)), steps[rank]?.text);
        if (take.dose !== undefined) assert.equal(steps[rank]?.doseAndRate[0].doseRange.low.value, take.dose.amount);
        assert.deepEqual(codes(steps[rank]?.route), route(medicine.route));
      }
      assert.equal(steps[0]?.patientInstruction, line(medicine.forPatient));
      assert.equal(request?.dispenseRequest.numberOfRepeatsAllowed, medicine.repeats ?? 0);
      assert.equal(request?.dispenseRequest.quantity?.value, medicine.boxes);
      assert.deepEqual(codes(request?.substitution.allowedCodeableConcept), [medicine.noSubstitution === undefined ? 'G' : 'N']);
      assert.deepEqual((request?.reasonCode ?? []).flatMap(codes), medicine.reason === undefined ? [] : [medicine.reason.code]);
      assert.deepEqual(
        (request?.note ?? []).map(({ text }: Drawn) => text),
        medicine.forPharmacist === undefined ? [] : [line(medicine.forPharmacist)],
      );
    }
  });
});

test('CI-SIS VAC-NOTE, round trip: the vaccination drawn from the document is that of the form', () => {
  holds('vaccination', vaccinations, (form, all) => {
    const [vaccination, ...others] = all('Immunization');
    assert.deepEqual(others, []);
    assert.equal(vaccination?.vaccineCode.text, line(form.vaccine.name));
    assert.ok(codes(vaccination?.vaccineCode).includes(form.vaccine.cis));
    assert.equal(vaccination?.lotNumber, line(form.lot));
    assert.equal(vaccination?.occurrenceDateTime, form.day);
    assert.deepEqual(
      (vaccination?.protocolApplied ?? []).map(({ doseNumberPositiveInt }: Drawn) => doseNumberPositiveInt),
      form.rank === undefined ? [] : [form.rank],
    );
    assert.deepEqual(codes(vaccination?.route), form.route === undefined ? [] : [vaccineRoutes[form.route].code]);
    assert.deepEqual(codes(vaccination?.site), form.site === undefined ? [] : [vaccineSites[form.site].code]);
    // A reaction without a rank is a remark too.
    const remark = form.note ?? (form.rank === undefined ? form.reaction : undefined);
    assert.deepEqual(
      (vaccination?.note ?? []).map(({ text }: Drawn) => text),
      remark === undefined ? [] : [line(remark)],
    );
    assert.equal((vaccination?.reaction ?? []).length, form.reaction === undefined ? 0 : 1);
  });
});

interface ProblemFields {
  readonly name: string;
  readonly code?: { readonly code: string };
  readonly since?: string;
  readonly until?: string;
}
const problemsOf = (list: readonly ProblemFields[]) =>
  list.map(({ name, code, since, until }) => [line(name), code === undefined ? [] : [code.code], since, until]);
const conditionsIn = (list: readonly Drawn[]) =>
  list.map(({ code, onsetDateTime, abatementDateTime }) => [code.text, codes(code), onsetDateTime, abatementDateTime]);

test('CI-SIS VSM, round trip: problems, history, allergies, acts, habits and treatments are those of the form', () => {
  holds('summary', summaries, (form, all) => {
    for (const [list, section] of [
      [form.problems, '11450-4'],
      [form.history, '11348-0'],
    ] as const) {
      const found = all('Condition', section);
      if (list.length === 0)
        assert.deepEqual(
          found.map(({ code }) => codes(code)),
          [['no-known-problems']],
        );
      else assert.deepEqual(conditionsIn(found), problemsOf(list));
    }
    const allergies = all('AllergyIntolerance');
    if (form.allergies.length === 0)
      assert.deepEqual(
        allergies.map(({ code }) => codes(code)),
        [['no-known-allergies']],
      );
    else
      assert.deepEqual(
        allergies.map(({ code, onsetDateTime, reaction }) => [code.text, onsetDateTime, reaction?.[0].manifestation[0].text]),
        form.allergies.map(({ agent, since, reaction }) => [line(agent), since, line(reaction)]),
      );
    assert.deepEqual(
      all('Procedure').map(({ code, performedDateTime }) => [code.text, codes(code), performedDateTime]),
      (form.procedures ?? []).map(({ name, code, day }) => [line(name), code === undefined ? [] : [code.code], day]),
    );
    assert.deepEqual(
      all('Observation', '29762-2').map(({ valueString }) => valueString),
      (form.habits ?? []).map(({ words }) => line(words)),
    );
    const statements = all('MedicationStatement');
    if (form.treatments.length === 0)
      assert.deepEqual(
        statements.map(({ medicationCodeableConcept }) => codes(medicationCodeableConcept)),
        [['no-known-medications']],
      );
    else
      assert.deepEqual(
        statements.map(({ medicationCodeableConcept: { text }, dosage, effectivePeriod, note }) => [
          text,
          dosage.length,
          effectivePeriod?.end,
          note?.[0].text,
        ]),
        form.treatments.map(({ medicine, takes, to, note, from }) => [
          line(medicine.name),
          takes.length,
          to ?? lastDay(takes, from),
          line(note),
        ]),
      );
  });
});

/** The end that a treatment of one step has by its days. */
function lastDay(
  takes: readonly { readonly from?: string; readonly days?: number }[],
  from: string | undefined,
): string | undefined {
  const [only, second] = takes;
  const start = from ?? only?.from;
  if (second !== undefined || start === undefined || only?.days === undefined) return undefined;
  return new Date(Date.parse(start) + (only.days - 1) * 86_400_000).toISOString().slice(0, 10);
}

test('CI-SIS LDL-SES, round trip: what happened, treatments and what is to be done are those of the form', () => {
  holds('discharge', letters, (form, all) => {
    const said = new Map(
      all('Observation', '42545-4').map((each) => [codes(each.code)[0], each.valueString ?? each.valueBoolean]),
    );
    assert.equal(said.get('MED-142'), line(form.synthesis));
    assert.equal(said.get('MED-143'), line(form.adverseEvents));
    assert.deepEqual(
      [said.get('MED-309'), said.get('MED-145'), said.get('MED-147')],
      [form.resistantSearched, form.transfusion, form.bloodProducts],
    );
    const names = (list: readonly Drawn[]) => list.map(({ medicationCodeableConcept: { text } }) => text);
    if (form.treatments.length > 0)
      assert.deepEqual(
        names(all('MedicationStatement', '10183-2')),
        form.treatments.map(({ medicine }) => line(medicine.name)),
      );
    assert.deepEqual(
      names(all('MedicationStatement', '18610-6')),
      (form.stopped ?? []).map(({ medicine }) => line(medicine.name)),
    );
    assert.equal(all('ServiceRequest').length + all('Encounter').length, (form.followUp ?? []).length);
  });
});

test('CI-SIS CR-BIO, round trip: results, units, ranges, flags and specimens are those of the form', () => {
  holds('laboratory', reports, ({ chapters }, all) => {
    const results = chapters.flatMap((chapter) => chapter.results);
    const observations = all('Observation');
    assert.equal(all('DiagnosticReport').length, chapters.length);
    assert.equal(all('Specimen').length, chapters.filter(({ specimen }) => specimen !== undefined).length);
    assert.equal(observations.length, results.length);
    for (const [index, result] of results.entries()) {
      const observation = observations[index];
      assert.deepEqual([observation?.code.text, codes(observation?.code)], [line(result.name), [result.code.code]]);
      assert.equal(new Date(observation?.effectiveDateTime).getTime(), new Date(result.at).setMilliseconds(0));
      if ('words' in result) {
        assert.equal(observation?.valueString, line(result.words));
        continue;
      }
      assert.deepEqual([observation?.valueQuantity.value, observation?.valueQuantity.code], [result.value, result.unit]);
      const low = result.low === undefined ? undefined : Number(String(result.low).replace(',', '.'));
      const flag =
        low !== undefined && result.value < low ? 'L' : result.high !== undefined && result.value > result.high ? 'H' : 'N';
      assert.deepEqual(codes(observation?.interpretation[0]), [flag]);
      assert.deepEqual(
        [observation?.referenceRange?.[0].low?.value, observation?.referenceRange?.[0].high?.value],
        [low, result.high],
      );
    }
  });
});

test('CI-SIS structuration minimale, round trip: the header of any document says what the heading said', () => {
  fc.assert(
    fc.property(headings, vaccinations, (heading, form) => {
      const header = scanHeader(kinds.vaccination(heading, form).xml);
      assert.deepEqual([header.id, header.setId, header.version], [heading.id, heading.setId, heading.version]);
      assert.equal(header.effectiveTime?.getTime(), heading.effectiveTime.getTime());
      const { matricule, oid, ...traits } = heading.patient;
      const { ids, ...read } = header.patient;
      assert.deepEqual(ids, [{ root: oid, extension: matricule }]);
      assert.deepEqual(read, { ...traits, usedFamily: line(traits.usedFamily) });
      const [author] = header.authors;
      assert.deepEqual([author?.id, author?.structure?.id], [heading.author.id, heading.author.structure.id]);
      assert.equal(author?.name, line(`${heading.author.given} ${heading.author.family}`));
      assert.equal(author?.specialty?.code, heading.author.specialty.code);
    }),
    { numRuns: 50, seed: 4 },
  );
});
