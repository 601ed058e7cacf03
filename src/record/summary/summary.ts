import { randomUUID } from 'node:crypto';
import type { Fhir, Json } from '#fhir';
import type { Permit } from '#rights';
import { asAsked } from './asAsked.ts';
import { handedOver } from './handed.ts';
import type { Person } from './person.ts';
import { dayWords, escaped } from './say.ts';
import { type SectionRule, sectionRules } from './sections.ts';

interface Entry {
  readonly fullUrl: string;
  readonly resource: Json;
}

interface Section {
  readonly section: Json;
  readonly entries: readonly Entry[];
}

/** What a record holds for each section, in their order. */
export type SectionsRead = readonly { readonly resources: readonly Json[]; readonly cut: boolean }[];

/** What a Permit shows of it, without what the person hides from professionals. The caller decides before and traces after. */
export function readSections(fhir: Pick<Fhir, 'matching'>, permit: Permit): Promise<SectionsRead> {
  const seen = permit.withoutMasked();
  return Promise.all(
    sectionRules.map(async ({ types, asked = new Map(), looked }) => {
      const found = await Promise.all(types.map((type) => fhir.matching(seen, type, asked, looked)));
      return {
        resources: found.flatMap((bodies) => bodies.map((body) => JSON.parse(body.toString()) as Json)),
        cut: found.some((bodies) => bodies.length === looked),
      };
    }),
  );
}

/**
 * What a record knows today, as a FHIR document in the shape of the International Patient Summary: allergies, problems, treatments, vaccinations,
 * last results, past illness, and where there are some procedures, devices, measures, habits and wishes, each in words and as resources. Put
 * together by a program from what documents, software and the person brought, and it says so: it claims no profile, nobody read it over, and
 * what the person hides from professionals is not in it. `parts`: of several records of one person, in whose name all of it is told. Source:
 * FHIR R4 §3.3 (documents); HL7 IPS 2.0, Composition and Bundle.
 */
export function summaryOf(parts: readonly SectionsRead[], person: Person, at: Date): Json {
  const every = sectionRules.map((rule, n) => {
    const read = parts.flatMap((part) => part[n] ?? []);
    const resources = read.flatMap((one) => one.resources);
    return sectionOf(
      resources,
      read.some(({ cut }) => cut),
      person,
      rule,
    );
  });
  const sections = every.filter(({ entries }, index) => entries.length > 0 || sectionRules[index]?.optional !== true);
  const device = `urn:uuid:${randomUUID()}`;
  const date = at.toISOString();
  const composition = {
    resourceType: 'Composition',
    status: 'final',
    text: div(`<p>${escaped(whatItIs(at))}</p>`),
    type: { coding: [{ system: 'http://loinc.org', code: '60591-5', display: 'Patient summary Document' }] },
    subject: { reference: person.url, display: person.name },
    date,
    author: [{ reference: device, display: 'Socle' }],
    title: `Résumé tiré du carnet de santé de ${person.name}`,
    section: sections.map(({ section }) => section),
  };
  return {
    resourceType: 'Bundle',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${randomUUID()}` },
    type: 'document',
    timestamp: date,
    entry: [
      { fullUrl: `urn:uuid:${randomUUID()}`, resource: composition },
      { fullUrl: person.url, resource: person.patient },
      { fullUrl: device, resource: { resourceType: 'Device', deviceName: [{ name: 'Socle', type: 'user-friendly-name' }] } },
      ...sections.flatMap(({ entries }) => entries),
    ],
  };
}

const whatItIs = (at: Date): string =>
  `Ce résumé a été assemblé par un programme le ${dayWords(at.toISOString())}, à partir de ce que le carnet contient ce jour. ` +
  'Aucun professionnel ne l’a relu ni signé. Il peut être incomplet : ce que la personne cache aux professionnels n’y est pas, ni ce qui n’est écrit que dans le texte d’un document.';

const nothing = 'Le carnet ne contient rien à ce sujet. Cela ne veut pas dire qu’il n’y a rien.';

function sectionOf(resources: readonly Json[], isCut: boolean, person: Person, rule: SectionRule): Section {
  const told = newestOfEach((rule.prepared?.(resources) ?? resources).filter(rule.belongs), rule);
  const kept = told.slice(0, rule.most);
  const entries = kept.map((resource) => ({
    fullUrl: `urn:uuid:${randomUUID()}`,
    resource: asAsked(handedOver(resource, person)),
  }));
  const cut = told.length > kept.length || isCut;
  const lines = kept.map((resource) => lineOf(rule.words(resource), person));
  const words = entries.length === 0 ? `<p>${nothing}</p>` : `<ul>${lines.join('')}</ul>${cut ? `<p>${more}</p>` : ''}`;
  return {
    entries,
    section: {
      title: rule.title,
      code: { coding: [{ system: 'http://loinc.org', code: rule.code }] },
      text: div(words),
      ...(entries.length === 0
        ? {
            emptyReason: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/list-empty-reason', code: 'unavailable' }] },
          }
        : { entry: entries.map(({ fullUrl }) => ({ reference: fullUrl })) }),
    },
  };
}

const more = 'Le carnet en contient d’autres, plus anciens.';

function newestOfEach(resources: readonly Json[], rule: SectionRule): Json[] {
  const ordered = resources.toSorted((a, b) => (rule.date(a) < rule.date(b) ? 1 : -1));
  const known = new Set<string>();
  return ordered.filter((one) => {
    // What has neither a code nor words is not the same as another without.
    const keys = [rule.key(one), `words ${rule.also?.(one) ?? ''}`].filter((key) => key.trim() !== '' && key !== 'words ');
    const isKnown = keys.some((key) => known.has(key));
    for (const key of keys) known.add(key);
    return !isKnown;
  });
}

function lineOf([what, ...others]: readonly (string | undefined)[], person: Person): string {
  const said = others.filter((words) => words !== undefined && words !== '');
  const rest = said.length === 0 ? '' : ` — ${said.join(' ; ')}`;
  return `<li><b>${escaped(person.clean(what ?? ''))}</b>${escaped(person.clean(rest))}</li>`;
}

function div(inner: string): Json {
  return { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml" lang="fr" xml:lang="fr">${inner}</div>` };
}
