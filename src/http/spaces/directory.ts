import type { FastifyInstance } from 'fastify';
import {
  type Criterion,
  displayName,
  type FoundPerson,
  type FoundPlace,
  type Mailbox,
  type National,
  professionLabel,
  type Situation,
} from '#directory';
import { Refusal } from '#kernel';
import type { SpaceDeps } from './deps.ts';
import { malformed } from './words.ts';

const found = 30;
type WithBody = { Body: Record<string, unknown> | null };

/** What a professional may fill in to find another one, by its name in the form. */
const fields: Readonly<Record<string, (value: string) => Criterion>> = {
  rpps: (value) => ({ of: 'person', all: [{ of: 'id', values: [value.length === 11 ? `8${value}` : value] }] }),
  name: (value) => ({ of: 'person', all: [{ of: 'name', test: 'begins', values: [value] }] }),
  profession: (value) => ({ of: 'qualification', values: [value] }),
  specialty: (value) => ({ of: 'qualification', values: [value] }),
  organization: (value) => ({
    of: 'place',
    all: [{ of: 'name', test: value.length < 4 ? 'begins' : 'contains', values: [value] }],
  }),
  postcode: (value) => ({ of: 'place', all: [{ of: 'postcode', values: [value] }] }),
  town: (value) => ({ of: 'place', all: [{ of: 'town', test: 'begins', values: [value] }] }),
  address: (value) => ({ of: 'person', all: [{ of: 'mailbox', test: 'contains', values: [value] }] }),
  mailboxType: (value) => ({ of: 'mailboxType', values: [value] }),
};
/** One of these at least: the others leave too many. */
const leading = ['rpps', 'name', 'organization', 'postcode', 'town', 'address'];

/**
 * The directory for the people at the screen: `POST /directory/search` with any of these fields gives at most 30 situations, the person, the place
 * and the mailboxes of each. What is sought stands in a body: in no address and no log.
 */
export async function directoryRoutes(
  app: FastifyInstance,
  { sessions }: Pick<SpaceDeps, 'sessions'>,
  national: National,
): Promise<void> {
  app.post<WithBody>('/directory/search', async (request) => {
    await sessions.professional(request);
    sessions.sameSite(request);
    const criteria = criteriaOf(request.body ?? {});
    const all = await national.situations([...criteria, { of: 'active', value: true }], { limit: found + 1 });
    const shown = all.slice(0, found);
    return { items: await items(national, shown), truncated: all.length > found };
  });
}

function criteriaOf(body: Record<string, unknown>): Criterion[] {
  const given = Object.entries(body).filter(([, value]) => value !== '' && value !== null);
  const criteria = given.map(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const text = typeof value === 'string' ? value.trim() : '';
    if (field === undefined || text.length === 0 || text.length > 100 || text.includes('\0')) throw malformed(name.slice(0, 30));
    return field(text);
  });
  if (given.some(([name, value]) => leading.includes(name) && String(value).trim().length >= 2)) return criteria;
  throw new Refusal('directory.search-too-broad', {
    fr: 'Donnez un nom, un numéro RPPS, une structure, une commune, un code postal ou une adresse, d’au moins deux caractères.',
    en: 'Give a name, an RPPS number, a structure, a town, a postcode or an address, of two characters at least.',
  });
}

async function items(national: National, shown: readonly Situation[]): Promise<object[]> {
  const [who, where] = [unique(shown.map(({ professional }) => professional)), unique(shown.map(({ structure }) => structure))];
  const [people, places, mailboxes] = await Promise.all([
    who.length === 0 ? [] : national.people([{ of: 'id', values: who }], { limit: who.length }),
    where.length === 0 ? [] : national.places([{ of: 'id', values: where }], { limit: where.length }),
    national.mailboxes(who, where),
  ]);
  const [byId, byPlace] = [new Map(people.map((one) => [one.id, one])), new Map(places.map((one) => [one.id, one]))];
  return shown.flatMap((one) => {
    const person = byId.get(one.professional);
    return person === undefined ? [] : [item(one, person, byPlace.get(one.structure ?? ''), mailboxes)];
  });
}

const unique = (all: readonly (string | undefined)[]): string[] => [...new Set(all.flatMap((id) => id ?? []))];

function item(one: Situation, person: FoundPerson, place: FoundPlace | undefined, mailboxes: readonly Mailbox[]): object {
  const own = mailboxes.filter(({ professional, structure }) =>
    professional === undefined
      ? structure === place?.id
      : professional === person.id && (structure === undefined || structure === place?.id),
  );
  return {
    id: person.id,
    name: displayName({
      family: person.family,
      given: person.given,
      ...(person.prefix === undefined ? {} : { prefix: person.prefix }),
    }),
    professionLabel: professionLabel(one.profession),
    ...(one.skillLabel === '' ? {} : { specialtyLabel: one.skillLabel }),
    ...(place === undefined
      ? {}
      : {
          structure: {
            id: place.id,
            name: place.name,
            town: place.town,
            ...(place.postcode === undefined ? {} : { postcode: place.postcode }),
          },
        }),
    mailboxes: own.map(({ address, type, service }) => ({ address, type, ...(service === '' ? {} : { service }) })),
  };
}
