import type { Criterion, FoundPerson, FoundPlace, Mailbox, National, Qualification, Situation } from '#directory';
import { type Asked, fhirRefusal } from '#fhir';
import { organization } from './organization.ts';
import { criteriaOf, type Type } from './parameters.ts';
import type { Part } from './parts.ts';
import { practitioner } from './practitioner.ts';
import { practitionerRole } from './practitionerRole.ts';
import { type Wish, wishOf } from './wish.ts';

export interface Answer {
  readonly matches: readonly Part[];
  readonly included: readonly Part[];
  readonly total?: number;
  /** From which the next page goes on. */
  readonly next?: string;
}

/** More than so many are refused, not cut. */
const mostIncluded = 1000;
const sought = { Practitioner: 'person', PractitionerRole: 'situation', Organization: 'place' } as const;

/** One page of a search, with what it brings along: a handful of statements, however many there are. */
export async function find(national: National, type: Type, asked: Asked): Promise<Answer> {
  const criteria = criteriaOf(type, asked);
  const wish = wishOf(type, asked);
  const total = wish.total ? { total: await national.count(sought[type], criteria) } : {};
  if (wish.summary) return { matches: [], included: [], ...total };
  const page = { limit: wish.count + 1, ...(wish.after === undefined ? {} : { after: wish.after }) };
  switch (type) {
    case 'Practitioner': {
      const { shown, next } = cut(await national.people(criteria, page), wish, ({ id }) => id);
      const ids = shown.map(({ id }) => id);
      const roles = wish.includes.has('role-of-person') ? await ofAll(national, { of: 'professional', values: ids }) : [];
      return { matches: await people(national, shown), included: await situations(national, roles), ...next, ...total };
    }
    case 'Organization': {
      const { shown, next } = cut(await national.places(criteria, page), wish, ({ id }) => id);
      const ids = shown.map(({ id }) => id);
      const roles = wish.includes.has('role-of-place') ? await ofAll(national, { of: 'structure', values: ids }) : [];
      const parents = wish.includes.has('Organization:partof')
        ? await placesOf(
            national,
            shown.map(({ partOf }) => partOf),
          )
        : [];
      const others = parents.filter(({ id }) => !ids.includes(id));
      const included = [...(await situations(national, roles)), ...(await places(national, others))];
      return { matches: await places(national, shown), included, ...next, ...total };
    }
    case 'PractitionerRole': {
      const { shown, next } = cut(await national.situations(criteria, page), wish, ({ key }) => key);
      const whose = wish.includes.has('PractitionerRole:practitioner') ? await peopleOf(national, shown) : [];
      const where = wish.includes.has('PractitionerRole:organization')
        ? await placesOf(
            national,
            shown.map(({ structure }) => structure),
          )
        : [];
      const included = [...(await people(national, whose)), ...(await places(national, where))];
      return { matches: await situations(national, shown), included, ...next, ...total };
    }
  }
}

/** One entry by its identifier, active or not; undefined when there is none. */
export async function one(national: National, type: Type, id: string): Promise<Part | undefined> {
  const criteria: Criterion[] = [{ of: 'id', values: [id] }];
  const page = { limit: 1 };
  if (type === 'Practitioner') return (await people(national, await national.people(criteria, page)))[0];
  if (type === 'Organization') return (await places(national, await national.places(criteria, page)))[0];
  if (!/^\d{1,18}$/.test(id)) return undefined;
  return (await situations(national, await national.situations(criteria, page)))[0];
}

function cut<T>(found: readonly T[], { count }: Wish, keyOf: (one: T) => string) {
  const shown = found.slice(0, count);
  const last = shown.at(-1);
  return { shown, next: found.length > count && last !== undefined ? { next: keyOf(last) } : {} };
}

async function ofAll(
  national: National,
  criterion: Criterion & { of: 'professional' | 'structure' },
): Promise<readonly Situation[]> {
  if (criterion.values.length === 0) return [];
  const found = await national.situations([criterion], { limit: mostIncluded + 1 });
  if (found.length <= mostIncluded) return found;
  throw fhirRefusal(
    'too-broad',
    `Plus de ${mostIncluded} ressources seraient incluses : demandez des pages plus petites (_count).`,
    `More than ${mostIncluded} resources would be included: ask for smaller pages (_count).`,
    '_revinclude',
  );
}

async function peopleOf(national: National, all: readonly Situation[]): Promise<readonly FoundPerson[]> {
  const ids = [...new Set(all.map(({ professional }) => professional))];
  return ids.length === 0 ? [] : national.people([{ of: 'id', values: ids }], { limit: ids.length });
}

async function placesOf(national: National, all: readonly (string | undefined)[]): Promise<readonly FoundPlace[]> {
  const ids = [...new Set(all.flatMap((id) => id ?? []))];
  return ids.length === 0 ? [] : national.places([{ of: 'id', values: ids }], { limit: ids.length });
}

async function people(national: National, found: readonly FoundPerson[]): Promise<Part[]> {
  const ids = found.map(({ id }) => id);
  const [qualifications, mailboxes] = await Promise.all([national.qualifications(ids), national.mailboxes(ids, [])]);
  const skilled = Map.groupBy(qualifications, ({ professional }: Qualification) => professional);
  const boxes = byOwner(mailboxes);
  return found.map((person) => practitioner(person, distinct(skilled.get(person.id) ?? []), boxes.get(person.id) ?? []));
}

/** A skill stands with the activity and in the extraction of skills. */
function distinct(all: readonly Qualification[]): Qualification[] {
  return [...new Map(all.map((one) => [`${one.kind}|${one.code}|${one.typeCode}`, one])).values()];
}

const byOwner = (all: readonly Mailbox[]): Map<string, Mailbox[]> => Map.groupBy(all, ({ professional = '' }) => professional);

async function situations(national: National, found: readonly Situation[]): Promise<Part[]> {
  const boxes = byOwner(await national.mailboxes([...new Set(found.map(({ professional }) => professional))], []));
  return found.map((one) =>
    practitionerRole(
      one,
      (boxes.get(one.professional) ?? []).filter(({ structure }) => structure !== undefined && structure === one.structure),
    ),
  );
}

async function places(national: National, found: readonly FoundPlace[]): Promise<Part[]> {
  const mailboxes = await national.mailboxes(
    [],
    found.map(({ id }) => id),
  );
  const boxes = Map.groupBy(mailboxes, ({ structure = '' }) => structure);
  return found.map((place) => organization(place, boxes.get(place.id) ?? []));
}
