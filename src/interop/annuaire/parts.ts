import type { Mailbox, Source } from '#directory';
import { codes, extensions, source } from './systems.ts';

/** JSON on its way out; what is undefined is left out when it is written. */
export type Part = Readonly<Record<string, unknown>>;

interface Entry {
  readonly source: Source;
  readonly updatedAt: Date;
}

/** `meta` of every resource: from which national system the entry is, since when, and which profiles it follows. */
export function metaOf({ source: from, updatedAt }: Entry, profile: readonly string[], authority = ''): Part {
  const system = from === 'registered' ? undefined : from === 'rpps' ? 'RPPS' : 'FINESS';
  const traced = [
    ...(authority === '' ? [] : [{ url: 'autorite-enregistrement', valueCodeableConcept: { text: authority } }]),
    ...(system === undefined ? [] : [{ url: 'systeme-information', valueCode: system }]),
  ];
  return {
    ...(traced.length === 0 ? {} : { extension: [{ extension: traced, url: extensions.dataTrace }] }),
    lastUpdated: updatedAt.toISOString(),
    source,
    profile,
  };
}

export function identifier(type: string, system: string, value: string): Part {
  return { use: 'official', type: { coding: [{ system: codes.identifierType, code: type }] }, system, value };
}

export function concept(...codings: readonly (readonly [system: string | undefined, code: string, display?: string])[]): Part {
  const coding = codings
    .filter(([, code]) => code !== '')
    .map(([system, code, display]) => ({
      ...(system === undefined ? {} : { system }),
      code,
      ...(display === undefined || display === '' ? {} : { display }),
    }));
  return { coding };
}

/** A mailbox of MSSanté among the telecoms. Source: as-mailbox-mss. */
export function mailboxTelecom({ address, type, service, paperless }: Mailbox): Part {
  const metadata = [
    { url: 'type', valueCodeableConcept: concept([codes.mailbox, type]) },
    ...(paperless === '' ? [] : [{ url: 'description', valueString: 'Dématérialisation acceptée' }]),
    ...(service === '' ? [] : [{ url: 'service', valueString: service }]),
  ];
  return {
    extension: [
      { url: extensions.emailType, valueCoding: { system: codes.messaging, code: 'MSSANTE' } },
      { extension: metadata, url: extensions.mailbox },
    ],
    system: 'email',
    value: address,
  };
}

export function telecom(system: 'phone' | 'fax' | 'email', ...values: readonly string[]): Part[] {
  return values.filter((value) => value !== '').map((value) => ({ system, value }));
}

/** FHIR has no empty arrays. */
export function listed<T>(name: string, all: readonly T[]): Readonly<Record<string, readonly T[]>> {
  return all.length === 0 ? {} : { [name]: all };
}

/** One of each address: the extraction gives a mailbox once for each place of its owner. */
export function eachOnce(all: readonly Mailbox[]): Mailbox[] {
  return [...new Map(all.map((one) => [one.address, one])).values()];
}
