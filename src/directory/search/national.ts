import type { Store } from '#store';
import { mailboxesOf, newestChange, qualificationsOf } from './about.sql.ts';
import type { Criterion, PageWish, Sought } from './criterion.ts';
import {
  type FoundPerson,
  type FoundPlace,
  type Mailbox,
  type MailboxRow,
  mailboxOf,
  type PersonRow,
  type PlaceRow,
  personOf,
  placeOf,
  type Qualification,
  type QualificationRow,
  qualificationOf,
  type Situation,
  type SituationRow,
  situationOf,
} from './found.ts';
import { countText, pageText } from './search.sql.ts';

/** The directory of the country, as the public extractions tell it and as it was registered by hand: to be searched. */
export interface National {
  /** By identifier, at most `limit`. */
  people(criteria: readonly Criterion[], page: PageWish): Promise<readonly FoundPerson[]>;
  places(criteria: readonly Criterion[], page: PageWish): Promise<readonly FoundPlace[]>;
  situations(criteria: readonly Criterion[], page: PageWish): Promise<readonly Situation[]>;
  /** How many there are, exactly: it may take as long as reading them. */
  count(sought: Sought, criteria: readonly Criterion[]): Promise<number>;
  /** Professions, skills, diplomas and authorizations. */
  qualifications(people: readonly string[]): Promise<readonly Qualification[]>;
  /** Personal ones of people, and those of places that nobody owns. */
  mailboxes(people: readonly string[], places: readonly string[]): Promise<readonly Mailbox[]>;
  /** When the last extraction was loaded whole. */
  loadedAt(): Promise<Date | undefined>;
}

export function openNational(store: Pick<Store, 'query'>): National {
  const page = async <Row>(sought: Sought, criteria: readonly Criterion[], wish: PageWish): Promise<Row[]> => {
    const { statement, values } = pageText(sought, criteria, wish);
    return store.query<Row>(statement, values);
  };
  return {
    people: async (criteria, wish) => (await page<PersonRow>('person', criteria, wish)).map(personOf),
    places: async (criteria, wish) => (await page<PlaceRow>('place', criteria, wish)).map(placeOf),
    situations: async (criteria, wish) => (await page<SituationRow>('situation', criteria, wish)).map(situationOf),
    async count(sought, criteria) {
      const { statement, values } = countText(sought, criteria);
      const [row] = await store.query<{ n: number }>(statement, values);
      return row?.n ?? 0;
    },
    async qualifications(people) {
      if (people.length === 0) return [];
      return (await store.query<QualificationRow>(qualificationsOf, [people])).map(qualificationOf);
    },
    async mailboxes(people, places) {
      if (people.length + places.length === 0) return [];
      return (await store.query<MailboxRow>(mailboxesOf, [people, places])).map(mailboxOf);
    },
    async loadedAt() {
      const [row] = await store.query<{ at: Date | null }>(newestChange);
      return row?.at ?? undefined;
    },
  };
}
