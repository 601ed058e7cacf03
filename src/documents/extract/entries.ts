import { attributeOf, childOf, childrenOf, type XmlElement } from '#xml';
import { allergiesFrom } from './allergy.ts';
import { codeOf } from './coded.ts';
import { conditionFrom, conditionsFrom } from './condition.ts';
import { deviceFrom } from './device.ts';
import { dispenseFrom } from './dispense.ts';
import type { Place } from './draft.ts';
import { encounterFrom } from './encounter.ts';
import { familyFrom } from './family.ts';
import { imagingStudyFrom, study } from './imaging.ts';
import { immunizationFrom, isVaccination } from './immunization.ts';
import { isSpecialty, laboratoryFrom } from './laboratory.ts';
import { medicationFrom } from './medication.ts';
import { observationFrom } from './observation.ts';
import { holdsFiles, panelFrom } from './panel.ts';
import { procedureFrom } from './procedure.ts';
import { moodOf, statementsIn, templatesOf } from './related.ts';
import { goalFrom, requestFrom } from './request.ts';
import { specimenFrom } from './specimen.ts';
import { isAboutOther } from './subject.ts';

/** Template ids that tell an entry apart where its code does not. Source: IHE PCC, IHE XD-LAB, CI-SIS volet Modèles de contenus CDA. */
const problem = '1.3.6.1.4.1.19376.1.5.3.1.4.5';
const problemConcern = '1.3.6.1.4.1.19376.1.5.3.1.4.5.2';
const allergyConcern = '1.3.6.1.4.1.19376.1.5.3.1.4.5.3';
const internalReference = ['1.3.6.1.4.1.19376.1.5.3.1.4.4', '1.3.6.1.4.1.19376.1.5.3.1.4.4.1'];
const familyHistory = '1.3.6.1.4.1.19376.1.5.3.1.4.15';
const vitalSign = '1.3.6.1.4.1.19376.1.5.3.1.4.13.2';
const vitalSigns = '1.3.6.1.4.1.19376.1.5.3.1.4.13.1';
const collections = ['1.3.6.1.4.1.19376.1.3.1.2', '1.3.6.1.4.1.19376.1.3.10.4.1'];
const results = ['1.3.6.1.4.1.19376.1.3.1.6', '1.3.6.1.4.1.19376.1.3.1.4'];
const attached = '1.2.250.1.213.1.1.3.18';

/** LOINC and CI-SIS codes of acts that say nothing about health: cover, transfer, transport, preferred hospital, remarks and instructions. */
const administrative: ReadonlySet<string> = new Set([
  '48768-6',
  '80413-8',
  '11302-7',
  'GEN-105',
  'ORG-153',
  'ORG-202',
  'GEN-367',
]);

/** observation-category by section (LOINC). */
const categories: ReadonlyMap<string, string> = new Map([
  ...pairs('vital-signs', '8716-3'),
  ...pairs('social-history', '29762-2 10161-8 10162-6 57207-3'),
  ...pairs('laboratory', '83321-0 50397-9'),
  ...pairs('imaging', '55111-9 73569-6 59776-5'),
  ...pairs('survey', '47420-5 46006-3 75859-9 35088-4 70182-1 xx-MCH-PsychoMDev 38208-5 48542-5'),
  ...pairs(
    'exam',
    '10200-4 11412-4 10202-0 10197-2 29302-7 10208-7 11400-9 10210-3 10195-6 11393-6 10205-3 70938-6 57075-4 29545-1 10207-9',
  ),
]);
function pairs(category: string, sections: string): [string, string][] {
  return sections.split(' ').map((section) => [section, category]);
}

/** Maps one entry of a section: adds what it says to the place, or tells the place why it is kept as narrative. */
export function mapEntry(statement: XmlElement, place: Place): void {
  if (place.isFull) return void place.keep('too-many', statement);
  if (!aboutOthers.has(statement.name) && isAboutOther(statement)) return void place.keep('other-subject', statement);
  mappers[statement.name]?.(statement, place);
}

/** Statements whose resource can say that they are about someone else. */
const aboutOthers: ReadonlySet<string> = new Set(['observation', 'organizer']);

const mappers: Readonly<Record<string, (statement: XmlElement, place: Place) => void>> = {
  act,
  observation,
  organizer,
  procedure,
  substanceAdministration: (entry, place) =>
    isVaccination(entry, place.section.code) ? immunizationFrom(entry, place) : medicationFrom(entry, place),
  supply: (entry, place) => (childOf(entry, 'product') === undefined ? deviceFrom(entry, place) : dispenseFrom(entry, place)),
  encounter: encounterFrom,
  observationMedia: (entry, place) => place.keep('attachment', entry),
};

function act(entry: XmlElement, place: Place): void {
  const code = codeOf(childOf(entry, 'code'));
  const templates = templatesOf(entry);
  if (templates.includes(problemConcern)) return void (conditionsFrom(entry, place) || place.keep('no-fact', entry));
  if (templates.includes(allergyConcern)) return void (allergiesFrom(entry, place) || place.keep('no-fact', entry));
  if (code === study) return void imagingStudyFrom(entry, place);
  if (isSpecialty(code) || holdsResults(entry))
    return void (laboratoryFrom(entry, place, mapEntry) ?? place.keep('no-fact', entry));
  if (code === '48767-8') return; // a remark repeats the narrative it points to
  if (internalReference.some((template) => templates.includes(template))) return void place.keep('attachment', entry);
  place.keep(code !== undefined && administrative.has(code) ? 'administrative' : 'not-mapped', entry);
}

/** An act of biology by what is in it: a rapid test has a code of its own. */
const holdsResults = (entry: XmlElement) => {
  const templates = statementsIn(entry, 'observation', 'organizer').flatMap(templatesOf);
  return results.some((template) => templates.includes(template));
};

function observation(entry: XmlElement, place: Place): void {
  const mood = moodOf(entry);
  if (isAboutOther(entry) && (mood !== 'EVN' || templatesOf(entry).includes(problem)))
    return void place.keep('other-subject', entry);
  if (mood === 'GOL') return void goalFrom(entry, place);
  if (mood !== 'EVN') return void requestFrom(entry, place);
  const templates = templatesOf(entry);
  if (templates.includes(problem)) return void conditionFrom(entry, place, 'active');
  const category = templates.includes(vitalSign) ? 'vital-signs' : categoryOf(place.section.code);
  observationFrom(entry, place, category === undefined ? {} : { category });
}

function organizer(entry: XmlElement, place: Place): void {
  const templates = templatesOf(entry);
  if (templates.includes(attached) || holdsFiles(entry)) return void place.keep('attachment', entry);
  if (templates.includes(familyHistory)) return void familyFrom(entry, place);
  const category = templates.includes(vitalSigns) ? 'vital-signs' : organizerCategory(entry, place);
  panelFrom(entry, place, category === undefined ? {} : { category }, mapEntry) ?? place.keep('no-fact', entry);
}

/** An organizer of results tells by its own code whether it is biology or imaging. */
function organizerCategory(entry: XmlElement, place: Place): string | undefined {
  const code = codeOf(childOf(entry, 'code'));
  if (isSpecialty(code)) return 'laboratory';
  return code === '18748-4' ? 'imaging' : categoryOf(place.section.code);
}

const categoryOf = (section: string) => (isSpecialty(section) ? 'laboratory' : categories.get(section));

function procedure(entry: XmlElement, place: Place): void {
  if (templatesOf(entry).some((template) => collections.includes(template))) return void specimenFrom(entry, place);
  procedureFrom(entry, place, isImaging(entry, place) ? 'imaging' : undefined);
}

/** Done with a modality of DICOM, or in the section of the imaging technique. */
function isImaging(entry: XmlElement, { section }: Place): boolean {
  const methods = childrenOf(entry, 'methodCode');
  return section.code === '55111-9' || methods.some((method) => attributeOf(method, 'codeSystem') === '1.2.840.10008.2.16.4');
}
