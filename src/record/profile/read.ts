import type { Asked, Fhir, Json } from '#fhir';
import type { Permit } from '#rights';
import { courseCodes } from './course.ts';
import type { HealthProfile } from './line.ts';
import { profileFrom } from './merge.ts';
import { documentOf } from './sources.ts';
import { directivesType } from './wishes.ts';

/** Of each type, the newest. */
const most = 200;

const only = (name: string, ...values: readonly string[]): Asked => new Map([[name, [values.join(',')]]]);
const all: Asked = new Map();

/** LOINC: blood groups, which laboratories find. */
const bloodGroups = ['882-1', '883-9', '10331-7'].map((code) => `http://loinc.org|${code}`);

/** What is read of a record, and how much of each: the newest. */
export interface Reading {
  readonly asks: readonly (readonly [type: string, asked: Asked])[];
  readonly most: number;
}

/** What a health profile is made from. */
const asks: Reading['asks'] = [
  ['Condition', all],
  ['AllergyIntolerance', all],
  ['MedicationStatement', all],
  ['MedicationRequest', all],
  ['MedicationDispense', all],
  ['Immunization', all],
  ['Observation', only('category', 'vital-signs', 'social-history')],
  ['Observation', only('code', ...bloodGroups)],
  ['Device', all],
  ['DeviceUseStatement', all],
  ['FamilyMemberHistory', all],
  ['RelatedPerson', all],
  ['Consent', all],
  ['DocumentReference', only('type', directivesType)],
];

const wholeProfile: Reading = { asks, most };

/** What the course of measures is made from: three years of one a day. */
export const courseReading: Reading = {
  asks: [['Observation', only('combo-code', ...courseCodes.map((code) => `http://loinc.org|${code}`))]],
  most: 1000,
};

/** The resources of a record that its health profile is made from, as far as a Permit shows them. */
export interface ProfileResources {
  readonly resources: readonly Json[];
  /** There are more of a type than are read: the oldest are left out. */
  readonly cut: boolean;
}

/** They leave for the database together. Decides nothing, traces nothing. */
export async function profileResources(
  fhir: Pick<Fhir, 'matching'>,
  permit: Permit,
  { asks, most }: Reading = wholeProfile,
): Promise<ProfileResources> {
  const found = await Promise.all(asks.map(([type, asked]) => fhir.matching(permit, type, asked, most)));
  return { resources: found.flat().map(parsed), cut: found.some(({ length }) => length >= most) };
}

/** With the DocumentReferences that they were drawn from, as far as the Permit shows them. */
export interface ProfileSources extends ProfileResources {
  readonly documents: readonly Json[];
}

/** Two requests to the database: the resources, then the documents. Decides nothing, traces nothing. */
export async function profileSources(
  fhir: Pick<Fhir, 'matching'>,
  permit: Permit,
  reading: Reading = wholeProfile,
): Promise<ProfileSources> {
  const { resources, cut } = await profileResources(fhir, permit, reading);
  const ids = [...new Set(resources.flatMap((resource) => documentOf(resource) ?? []))].slice(0, most);
  const documents = ids.length === 0 ? [] : await fhir.matching(permit, 'DocumentReference', only('_id', ...ids), most);
  return { resources, documents: documents.map(parsed), cut };
}

/**
 * The health profile that a Permit shows. In: a Permit for `list`. Decides nothing, traces nothing: whoever draws several views of one look together
 * traces it once. Nothing is found either when the rights changed since the Permit was made: ask again with a renewed one.
 */
export async function profileOf(fhir: Pick<Fhir, 'matching'>, permit: Permit): Promise<HealthProfile> {
  const { resources, documents, cut } = await profileSources(fhir, permit);
  return { lines: profileFrom(resources, documents, permit.call.at.toISOString().slice(0, 10)), cut };
}

const parsed = (body: Buffer): Json => JSON.parse(body.toString()) as Json;
