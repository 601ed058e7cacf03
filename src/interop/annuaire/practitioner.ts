import type { FoundPerson, Mailbox, Qualification } from '#directory';
import { concept, eachOnce, identifier, listed, mailboxTelecom, metaOf, type Part } from './parts.ts';
import { codes, profiles, skillSystems, systems } from './systems.ts';

/** Source: as-dp-practitioner 1.2.0; the civility is the prefix and the title the suffix, as the guide has it. */
export function practitioner(person: FoundPerson, qualifications: readonly Qualification[], mailboxes: readonly Mailbox[]): Part {
  const { id, family, given, prefix, civility, active, authority } = person;
  const title = prefix === 'DR' || prefix === 'PR' ? prefix : '';
  const courtesy = civility || (title === '' ? (prefix ?? '') : '');
  const known = qualifications.some(({ kind }) => kind === 'profession');
  return {
    resourceType: 'Practitioner',
    id,
    meta: metaOf(person, profiles.practitioner, authority),
    language: 'fr',
    identifier: [identifier('IDNPS', systems.person, id), identifier('RPPS', systems.rpps, id.slice(1))],
    active,
    name: [
      {
        use: 'usual',
        family,
        ...(given === '' ? {} : { given: [given] }),
        ...(courtesy === '' ? {} : { prefix: [courtesy] }),
        ...(title === '' ? {} : { suffix: [title] }),
      },
    ],
    ...listed('telecom', eachOnce(mailboxes).map(mailboxTelecom)),
    ...listed('qualification', [
      ...(known ? [] : [{ code: concept([codes.profession, person.profession]) }]),
      ...qualifications.map((one) => ({ code: coded(one) })),
    ]),
  };
}

function coded({ kind, code, typeCode, label }: Qualification): Part {
  switch (kind) {
    case 'profession':
      return concept([codes.profession, code], [codes.category, typeCode]);
    case 'skill':
      return concept([skillSystems[typeCode], code, label], [codes.skillType, typeCode]);
    case 'diploma':
      return concept([codes.diploma, code, label], [codes.diplomaType, typeCode]);
    case 'authorization':
      return concept([undefined, code, label], [codes.authorization, typeCode]);
  }
}
