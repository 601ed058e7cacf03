import type { Mailbox, Situation } from '#directory';
import { concept, eachOnce, listed, mailboxTelecom, metaOf, type Part, telecom } from './parts.ts';
import { codes, profiles, systems } from './systems.ts';

/** Source: as-dp-practitionerrole 1.2.0. Extractions give activities no number: the identifier is ours, and stays the same from day to day. */
export function practitionerRole(situation: Situation, mailboxes: readonly Mailbox[]): Part {
  const { key, active, professional, structure, genre = '', mode = '', role = '', section = '', phone, authority } = situation;
  const functions = [
    [codes.genre, genre],
    [codes.mode, mode],
    [codes.role, role],
    [codes.section, section],
  ] as const;
  return {
    resourceType: 'PractitionerRole',
    id: key,
    meta: metaOf(situation, profiles.practitionerRole, authority),
    language: 'fr',
    identifier: [{ system: systems.rpps, value: key }],
    active,
    practitioner: { reference: `Practitioner/${professional}` },
    ...(structure === undefined ? {} : { organization: { reference: `Organization/${structure}` } }),
    ...listed(
      'code',
      functions.filter(([, code]) => code !== '').map((one) => concept(one)),
    ),
    ...listed('telecom', [...telecom('phone', phone), ...eachOnce(mailboxes).map(mailboxTelecom)]),
  };
}
