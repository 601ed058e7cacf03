import { isObject, type Json, objects, text } from '#fhir';
import { codesOf } from './concept.ts';
import type { ProfileEntry } from './entry.ts';
import { allergyKinds, closeKinds, kindOfCode, relationKinds, wishKinds } from './kinds.ts';
import { endOf } from './when.ts';
import { emergencyCode, trustedCode } from './write.ts';
import { measureIn } from './writeMeasure.ts';

/** What a person entered, from the resource that keeps it: what the form shows again. Undefined for what is no entry of a profile. Pure. */
export function entryIn(resource: Json): ProfileEntry | undefined {
  const [note] = objects(resource.note).flatMap((one) => text(one.text) ?? []);
  const common = said({ note });
  switch (resource.resourceType) {
    case 'Condition': {
      const over = codesOf(resource.clinicalStatus).includes('resolved');
      const { onsetDateTime, abatementDateTime } = resource;
      return {
        section: 'problems',
        label: words(resource.code),
        ...common,
        ...said({ from: onsetDateTime, until: abatementDateTime }),
        ...yes({ ended: over }),
      };
    }
    case 'AllergyIntolerance': {
      const [category] = Array.isArray(resource.category) ? resource.category : [];
      const flags = { severe: resource.criticality === 'high', ended: codesOf(resource.clinicalStatus).includes('resolved') };
      const kind = kindOfCode(allergyKinds, text(category));
      return {
        section: 'allergies',
        label: words(resource.code),
        ...common,
        ...said({ kind, from: resource.onsetDateTime }),
        ...yes(flags),
      };
    }
    case 'MedicationStatement': {
      const period = isObject(resource.effectivePeriod) ? resource.effectivePeriod : {};
      const [dosage] = objects(resource.dosage);
      const [reason] = objects(resource.reasonCode);
      const told = said({ dose: dosage?.text, reason: reason?.text, from: period.start, until: endOf(period) });
      const label = words(resource.medicationCodeableConcept);
      return { section: 'treatments', label, ...common, ...told, ...yes({ ended: resource.status === 'completed' }) };
    }
    case 'Immunization':
      return {
        section: 'vaccinations',
        label: words(resource.vaccineCode),
        ...common,
        ...said({ from: resource.occurrenceDateTime }),
      };
    case 'Observation':
      return { section: 'measures', ...measureIn(resource), ...said({ from: resource.effectiveDateTime }) };
    case 'Device': {
      const [name] = objects(resource.deviceName);
      return { section: 'devices', label: text(name?.name) ?? '', ...common, ...yes({ ended: resource.status === 'inactive' }) };
    }
    case 'FamilyMemberHistory': {
      const [condition] = objects(resource.condition);
      const [own] = objects(condition?.note);
      const kind = kindOfCode(relationKinds, codesOf(resource.relationship)[0]);
      return { section: 'family', label: words(condition?.code), ...said({ kind, note: own?.text }) };
    }
    case 'RelatedPerson':
      return relativeIn(resource);
    case 'Consent': {
      const kinds = objects(resource.category)
        .flatMap((one) => codesOf(one))
        .map((code) => kindOfCode(wishKinds, code));
      return {
        section: 'wishes',
        label: words(resource.policyRule),
        ...said({ kind: kinds.find((kind) => kind !== undefined) }),
      };
    }
    default:
      return undefined;
  }
}

function relativeIn({ name, relationship, telecom }: Json): ProfileEntry {
  const roles = objects(relationship);
  const codes = roles.flatMap((one) => codesOf(one));
  const kind = codes.map((code) => kindOfCode(closeKinds, code)).find((one) => one !== undefined);
  const note = roles.find(({ coding }) => objects(coding).length === 0)?.text;
  const told = said({ kind, telephone: objects(telecom)[0]?.value, note });
  const flags = { trusted: codes.includes(trustedCode.code), emergency: codes.includes(emergencyCode.code) };
  return { section: 'relatives', label: text(objects(name)[0]?.text) ?? '', ...told, ...yes(flags) };
}

const words = (concept: unknown): string => (isObject(concept) ? (text(concept.text) ?? '') : '');

/** Only what is said. */
function said(members: Readonly<Record<string, unknown>>): Partial<ProfileEntry> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => typeof value === 'string'));
}

function yes(members: Readonly<Record<string, boolean>>): Partial<ProfileEntry> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value));
}
