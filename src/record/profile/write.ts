import type { Json } from '#fhir';
import { type ChoiceSection, choiceOf } from './choices/index.ts';
import type { ProfileEntry } from './entry.ts';
import { allergyKinds, closeKinds, type Kind, relationKinds, wishKinds } from './kinds.ts';
import { isBefore } from './when.ts';
import { wishSystem } from './wishes.ts';
import { measureFields } from './writeMeasure.ts';

/** When, and about whom. */
export interface Writing {
  /** `Patient/<id>`: who says it, and of whom. */
  readonly patient: string;
  readonly at: Date;
}

const hl7 = 'http://terminology.hl7.org/CodeSystem';
const coded = (system: string, code: string): Json => ({ coding: [{ system, code }] });
const said = (text: string): Json => ({ text });
/** The person's words, with the code of what is in our lists. */
function named(section: ChoiceSection, label: string): Json {
  const code = choiceOf(section, label)?.code;
  return code === undefined ? said(label) : { ...coded(code.system, code.code), text: label };
}
const notes = (note: string | undefined): Json => (note === undefined ? {} : { note: [{ text: note }] });
const dated = (name: string, value: string | undefined): Json => (value === undefined ? {} : { [name]: value });
const kindIn = (kinds: Readonly<Record<string, Kind>>, kind: string | undefined): Kind | undefined =>
  kind === undefined ? undefined : kinds[kind];

/**
 * The FHIR resource of what a person enters: said by them (asserter, informant, performer), valid in R4; {@link entryIn} reads it back. Refuses
 * `record.bad-measure`. Pure.
 */
export function resourceOf(entry: ProfileEntry, writing: Writing): Json {
  const { at } = writing;
  const patient: Json = { reference: writing.patient };
  const now = at.toISOString();
  const { label, from, until, note } = entry;
  const over = entry.ended === true || isBefore(until, now.slice(0, 10));
  switch (entry.section) {
    case 'problems':
      return {
        resourceType: 'Condition',
        clinicalStatus: coded(`${hl7}/condition-clinical`, over ? 'resolved' : 'active'),
        category: [coded(`${hl7}/condition-category`, 'problem-list-item')],
        code: named('problems', label),
        subject: patient,
        ...dated('onsetDateTime', from),
        // con-4: what has an end is over.
        ...(over ? dated('abatementDateTime', until) : {}),
        recordedDate: now,
        recorder: patient,
        asserter: patient,
        ...notes(note),
      };
    case 'allergies': {
      const kind = kindIn(allergyKinds, entry.kind);
      return {
        resourceType: 'AllergyIntolerance',
        clinicalStatus: coded(`${hl7}/allergyintolerance-clinical`, over ? 'resolved' : 'active'),
        ...(kind === undefined ? {} : { category: [kind.code] }),
        ...(entry.severe === true ? { criticality: 'high' } : {}),
        code: named('allergies', label),
        patient,
        ...dated('onsetDateTime', from),
        recordedDate: now,
        recorder: patient,
        asserter: patient,
        ...notes(note),
      };
    }
    case 'treatments':
      return {
        resourceType: 'MedicationStatement',
        status: over ? 'completed' : 'active',
        medicationCodeableConcept: named('treatments', label),
        subject: patient,
        ...(from === undefined && until === undefined
          ? {}
          : { effectivePeriod: { ...dated('start', from), ...dated('end', until) } }),
        dateAsserted: now,
        informationSource: patient,
        ...(entry.reason === undefined ? {} : { reasonCode: [said(entry.reason)] }),
        ...(entry.dose === undefined ? {} : { dosage: [{ text: entry.dose }] }),
        ...notes(note),
      };
    case 'vaccinations':
      return {
        resourceType: 'Immunization',
        status: 'completed',
        vaccineCode: named('vaccinations', label),
        patient,
        ...(from === undefined ? { occurrenceString: 'Date inconnue' } : { occurrenceDateTime: from }),
        recorded: now,
        primarySource: false,
        reportOrigin: said('Saisi par la personne'),
        ...notes(note),
      };
    case 'measures':
      return {
        resourceType: 'Observation',
        status: 'final',
        subject: patient,
        performer: [patient],
        issued: now,
        ...measureFields(entry),
      };
    case 'devices':
      return {
        resourceType: 'Device',
        status: over ? 'inactive' : 'active',
        deviceName: [{ name: label, type: 'patient-reported-name' }],
        patient,
        ...notes(note),
      };
    case 'family': {
      const relation = kindIn(relationKinds, entry.kind);
      return {
        resourceType: 'FamilyMemberHistory',
        status: 'completed',
        patient,
        date: now,
        relationship: relationOf(relation),
        condition: [{ code: said(label), ...notes(note) }],
      };
    }
    case 'relatives':
      return relative(entry, patient);
    case 'wishes': {
      const wish = kindIn(wishKinds, entry.kind);
      return {
        resourceType: 'Consent',
        status: 'active',
        scope: coded(`${hl7}/consentscope`, 'adr'),
        category: [
          coded(`${hl7}/consentcategorycodes`, 'acd'),
          { coding: [{ system: wishSystem, code: wish?.code }], text: wish?.text },
        ],
        patient,
        dateTime: now,
        performer: [patient],
        policyRule: said(label),
      };
    }
  }
}

const relationOf = (kind: Kind | undefined): Json => ({
  coding: [{ system: `${hl7}/v3-RoleCode`, code: kind?.code }],
  text: kind?.text,
});

/** Our own word for the « personne de confiance » (CSP, art. L. 1111-6), which HL7 does not have; and HL7 v2-0131 for who is to be told. */
export const trustedCode = { system: 'urn:socle:relation', code: 'trusted', text: 'Personne de confiance' };
export const emergencyCode = { system: `${hl7}/v2-0131`, code: 'C', text: 'Personne à prévenir' };

function relative({ label, kind, telephone, trusted, emergency, note }: ProfileEntry, patient: Json): Json {
  const relation = kindIn(closeKinds, kind);
  const roles = [...(trusted === true ? [trustedCode] : []), ...(emergency === true ? [emergencyCode] : [])];
  const relationship = [
    ...(relation === undefined ? [] : [relationOf(relation)]),
    ...roles.map(({ system, code, text }) => ({ coding: [{ system, code }], text })),
    ...(note === undefined ? [] : [said(note)]),
  ];
  return {
    resourceType: 'RelatedPerson',
    active: true,
    patient,
    ...(relationship.length === 0 ? {} : { relationship }),
    name: [{ text: label }],
    ...(telephone === undefined ? {} : { telecom: [{ system: 'phone', value: telephone }] }),
  };
}
