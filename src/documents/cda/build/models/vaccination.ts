import type { Ii } from '../../header.ts';
import { coded, identifier, reference, status, templates, when } from '../coded.ts';
import type { CdaParty, Section } from '../draft.ts';
import { frenchDay } from '../entries/dosage.ts';
import { consumable, medicineForm } from '../entries/medicine.ts';
import { remark } from '../entries/remark.ts';
import { loinc, vaccinationActs, vaccineRoutes, vaccineSites } from '../entries/tables.ts';
import { missing } from '../form/refusals.ts';
import { object, optional, type Read } from '../form/shape.ts';
import { oneOf, pastDay, text, whole } from '../form/values.ts';
import { party } from '../party.ts';
import { hl7Date, hl7Time } from '../time.ts';
import { element, nothing, type Xml } from '../xml.ts';
import { type Built, checkHeading, documentType, type Heading, workshop, written } from './model.ts';

/** One vaccination that was done. The model wants the CIS and the ATC class of the vaccine. */
export const vaccinationForm = object({
  vaccine: medicineForm,
  lot: text(60),
  day: pastDay,
  act: optional(oneOf(vaccinationActs)),
  /** The rank of the dose, from 1. */
  rank: optional(whole(1, 30)),
  route: optional(oneOf(vaccineRoutes)),
  site: optional(oneOf(vaccineSites)),
  reaction: optional(text(300)),
  note: optional(text(1000)),
});
export type VaccinationForm = Read<typeof vaccinationForm>;

/**
 * Writes a vaccination note (VAC-NOTE 2023.01). The author vaccinated and answers for it.
 *
 * Refuses what {@link vaccinationForm} and the heading refuse. Source: CI-SIS, volet VAC; IHE PCC Immunization.
 */
export function buildVaccinationNote(heading: Heading, given: unknown, now = heading.effectiveTime): Built {
  checkHeading(heading, now);
  const form = vaccinationForm(given, { at: '', now });
  if (form.vaccine.cis === undefined) throw missing('vaccine.cis');
  if (form.vaccine.atc === undefined) throw missing('vaccine.atc');
  const { ids, zone } = workshop(heading);
  const type = documentType('87273-9');
  const time = hl7Time(heading.effectiveTime, zone);
  const section: Section = {
    templateIds: ['2.16.840.1.113883.10.20.1.6', '1.3.6.1.4.1.19376.1.5.3.1.3.23', '1.2.250.1.213.1.1.2.147'],
    id: ids(),
    code: loinc('11369-6', 'Historique des vaccinations'),
    title: 'Vaccination',
    blocks: [{ kind: 'table', rows: rows(form, heading.author) }],
    entries: [element('entry', {}, vaccination(form, heading.author, time, ids))],
  };
  const draft = {
    ...heading,
    title: heading.title ?? 'Note de vaccination',
    type,
    templateIds: ['1.3.6.1.4.1.19376.1.5.3.1.1.18.1.2', { root: '1.2.250.1.213.1.1.1.46', extension: '2023.01' }],
    event: { ...heading.event, code: type },
  };
  return written({ draft, sections: [section], copy: false });
}

/** The entry alone, for a note of no particular model whose narrative names the vaccine at `vac`. */
export function vaccinationEntry(
  form: Pick<VaccinationForm, 'vaccine' | 'lot' | 'day' | 'act' | 'rank'>,
  author: CdaParty,
  moment: Date,
  ids: () => Ii,
): Xml {
  return element('entry', {}, vaccination(form, author, hl7Time(moment, 'Europe/Paris'), ids));
}

function rows(form: VaccinationForm, author: CdaParty) {
  const { vaccine, lot, day, act = 'unspecified', rank, route, site, reaction, note } = form;
  const row = (label: string, id: string, words: string | undefined) =>
    words === undefined ? [] : [[label, { id, text: words }]];
  return [
    ...row('Date', 'vac-d', frenchDay(day)),
    ...row('Vaccin', 'vac', vaccine.name),
    ...row('Lot', 'vac-l', lot),
    ...row('Vaccination', 'vac-a', vaccinationActs[act].display),
    ...row('Rang', 'vac-k', rank === undefined ? undefined : String(rank)),
    ...row('Voie', 'vac-r', route && vaccineRoutes[route].display),
    ...row('Région', 'vac-s', site && vaccineSites[site].display),
    ...row('Réaction observée', 'vac-e', reaction),
    ...row('Remarque', 'vac-n', note),
    ...row('Vaccinateur', 'vac-p', [author.suffix, author.given, author.family].filter(Boolean).join(' ')),
  ];
}

/** Source: CI-SIS, FR-Vaccination (1.2.250.1.213.1.1.3.45). */
function vaccination(form: VaccinationForm, author: CdaParty, time: string, ids: () => Ii): Xml {
  const { vaccine, lot, day, act = 'unspecified', rank, route, site, reaction } = form;
  return element(
    'substanceAdministration',
    { classCode: 'SBADM', moodCode: 'EVN', negationInd: 'false' },
    templates(['2.16.840.1.113883.10.20.1.24', '1.3.6.1.4.1.19376.1.5.3.1.4.12', '1.2.250.1.213.1.1.3.45']),
    identifier(ids()),
    coded('code', vaccinationActs[act]),
    reference('vac'),
    status(),
    element('effectiveTime', { value: hl7Date(day) }),
    when(route, (name) => coded('routeCode', vaccineRoutes[name], undefined, reference('vac-r', 'originalText'))),
    when(site, (name) => coded('approachSiteCode', vaccineSites[name], undefined, reference('vac-s', 'originalText'))),
    consumable(vaccine, 'vac', { lot }),
    element('performer', { typeCode: 'PRF' }, element('assignedEntity', { classCode: 'ASSIGNED' }, party(author))),
    element(
      'author',
      { typeCode: 'AUT', contextControlCode: 'OP' },
      element('time', { value: time }),
      element('assignedAuthor', { classCode: 'ASSIGNED' }, party(author)),
    ),
    when(rank, doseRank),
    when(reaction, () => observedReaction(day, ids())),
    remarkOn(form),
  );
}

/** The official rules do not let a reaction stand alone: without a rank or a remark of its own, the remark is on the reaction. */
function remarkOn({ note, rank, reaction }: VaccinationForm): Xml {
  if (note !== undefined) return remark('vac-n');
  return reaction !== undefined && rank === undefined ? remark('vac-e') : nothing;
}

/** FR-Rang-de-la-vaccination. */
function doseRank(rank: number): Xml {
  return element(
    'entryRelationship',
    { typeCode: 'SUBJ' },
    element(
      'observation',
      { classCode: 'OBS', moodCode: 'EVN' },
      templates(['2.16.840.1.113883.10.20.1.46', '1.2.250.1.213.1.1.3.82']),
      coded('code', loinc('30973-2', 'Rang de la vaccination')),
      status(),
      element('value', { 'xsi:type': 'INT', value: rank }),
    ),
  );
}

/** FR-Probleme, as what the vaccination caused: in words. */
function observedReaction(day: string, id: Ii): Xml {
  return element(
    'entryRelationship',
    { typeCode: 'CAUS', inversionInd: 'false' },
    element(
      'observation',
      { classCode: 'OBS', moodCode: 'EVN' },
      templates([
        '2.16.840.1.113883.10.20.1.28',
        '2.16.840.1.113883.10.20.1.54',
        '1.3.6.1.4.1.19376.1.5.3.1.4.5',
        '1.2.250.1.213.1.1.3.37',
      ]),
      identifier(id),
      coded('code', { code: '404684003', system: '2.16.840.1.113883.6.96', display: 'constatation clinique' }),
      reference('vac-e'),
      status(),
      element('effectiveTime', {}, element('low', { value: hl7Date(day) })),
      element('value', { 'xsi:type': 'CD' }, reference('vac-e', 'originalText')),
    ),
  );
}
