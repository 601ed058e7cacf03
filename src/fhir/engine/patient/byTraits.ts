import type { RecordId } from '#kernel';
import type { Asked } from '../../search/index.ts';
import type { FhirDesk } from '../desk.ts';
import * as refusals from '../refusals.ts';
import { isDomain } from './crossReference.ts';
import { mostPersons } from './find.ts';

/**
 * Whom a search by traits may be about: people of one whole birth date whose birth name begins as asked, at most 20. Undefined when the
 * search has not both: people are looked for one by one, never gone through by name alone. Whether they match all that was asked, and may be
 * known, is decided afterwards. `domains` are tokens without a value, `system|`: who has no identifier there is left out by the search
 * itself. Refuses `fhir.too-many-patients`, and `fhir.pdq-unknown-domain` for a domain of which nobody bears an identifier.
 * Source: IHE PDQm, ITI-78 (3.78.4.1.3); RNIV 1, search by birth date first.
 */
export async function personsByTraits(
  desk: FhirDesk,
  asked: Asked,
  domains: readonly string[],
): Promise<readonly RecordId[] | undefined> {
  const one = (...names: readonly string[]): string | undefined => {
    const values = names.flatMap((name) => asked.get(name) ?? []);
    const [value] = values;
    return values.length === 1 && value !== undefined && !value.includes(',') ? value : undefined;
  };
  const birthFamily = one('family', 'family:exact');
  const birthDate = one('birthdate')?.replace(/^eq/, '');
  if (birthFamily === undefined || birthDate === undefined || !/^\d{4}-\d\d-\d\d$/.test(birthDate)) return undefined;
  for (const domain of domains) if (!(await isDomain(desk, domain.slice(0, -1)))) throw refusals.unknownDomain();
  const firstBirthGiven = one('given', 'given:exact');
  const { items, truncated } = await desk.ins.byTraits(
    { birthFamily, birthDate, ...(firstBirthGiven === undefined ? {} : { firstBirthGiven }) },
    mostPersons,
  );
  if (truncated) throw refusals.tooManyPatients(mostPersons);
  return items.map(({ record }) => record);
}
