import { timingSafeEqual } from 'node:crypto';
import type { Store } from '#store';
import { bindCertificate } from './bind.ts';
import { openCache } from './cache.ts';
import {
  certifiedSoftware,
  launchableSoftware,
  professionalById,
  professionalsByName,
  softwareById,
  structureById,
} from './directory.sql.ts';
import type { DirectoryProfessional, DirectoryStructure, RegisteredSoftware, SoftwareToRegister } from './entry.ts';
import { parseClientId, parseProfessionalId, parseStructureId } from './entry.ts';
import { soughtNames } from './name.ts';
import { type PublishedMailbox, publishMailboxes } from './publish.ts';
import { registerProfessionals, registerSoftware, registerStructures, secretDigest } from './register.ts';
import { type ProfessionalRow, professionalOf, type SoftwareRow, type StructureRow, softwareOf, structureOf } from './row.ts';

/** The people and places that act, known by their national identifiers. Holds nothing about patients. */
export interface Directory {
  /** In: `8` + RPPS, or the RPPS alone. Refuses `directory.malformed-professional`; unknown gives undefined. */
  professional(id: string): Promise<DirectoryProfessional | undefined>;
  /**
   * Professionals by the first letters of their names, in any order, at least two letters of the family name among them; at most `limit`.
   * Refuses `directory.search-too-broad`.
   */
  professionalsNamed(words: string, limit: number): Promise<readonly DirectoryProfessional[]>;
  /** In: `1` + FINESS, or the FINESS alone. Refuses `directory.malformed-structure`; unknown gives undefined. */
  structure(id: string): Promise<DirectoryStructure | undefined>;
  /** Refuses `directory.malformed-software`; unknown gives undefined. */
  software(clientId: string): Promise<RegisteredSoftware | undefined>;
  /** Software that a professional's space may open on a patient, by name; at most 100. */
  launchable(): Promise<readonly RegisteredSoftware[]>;
  /** Software that proves itself by a certificate: at most 5,000. */
  certified(): Promise<readonly RegisteredSoftware[]>;
  /** Whether this is the software's secret, in constant time; false for a client without one. */
  secretMatches(clientId: string, secret: string): Promise<boolean>;
  /** All or none; an entry already known is replaced. Refuses the malformed ones and `directory.unknown-structure`. */
  registerStructures(structures: readonly (Omit<DirectoryStructure, 'id'> & { readonly id: string })[]): Promise<void>;
  registerProfessionals(
    professionals: readonly (Omit<DirectoryProfessional, 'id' | 'structures'> & {
      readonly id: string;
      readonly structures: readonly string[];
    })[],
  ): Promise<void>;
  /** Lets the software prove itself by certificates of this subject (RFC 4514). Refuses `directory.unknown-software`. */
  bindCertificate(clientId: string, subject: string): Promise<void>;
  /** Mailboxes of this installation as the directory tells of them; an entry already known is replaced. */
  publishMailboxes(mailboxes: readonly PublishedMailbox[], at: Date): Promise<void>;
  /** Refuses also `directory.weak-secret` and `directory.malformed-redirect`. */
  registerSoftware(software: readonly SoftwareToRegister[]): Promise<void>;
}

/** Entries stay in memory for 30 s, so a change made on another server is seen within that time. */
export function openDirectory(store: Store, clock: () => Date = () => new Date()): Directory {
  const now = () => clock().getTime();
  const professionals = openCache<DirectoryProfessional>(5000, 30, now);
  const structures = openCache<DirectoryStructure>(2000, 30, now);
  const software = openCache<SoftwareRow>(1000, 30, now);

  const structure = (id: string): Promise<DirectoryStructure | undefined> => {
    const key = parseStructureId(id);
    return structures.get(key, async () => {
      const [row] = await store.query<StructureRow>(structureById, [key]);
      return row === undefined ? undefined : structureOf(row);
    });
  };
  const softwareRow = (id: string): Promise<SoftwareRow | undefined> => {
    const key = parseClientId(id);
    return software.get(key, async () => (await store.query<SoftwareRow>(softwareById, [key]))[0]);
  };
  const placed = async (rows: readonly SoftwareRow[]): Promise<RegisteredSoftware[]> => {
    const found = await Promise.all(rows.map(async (row) => ({ row, place: await structure(row.structure) })));
    return found.flatMap(({ row, place }) => (place === undefined ? [] : [softwareOf(row, place)]));
  };
  return {
    structure,
    professional(id) {
      const key = parseProfessionalId(id);
      return professionals.get(key, async () => {
        const [row] = await store.query<ProfessionalRow>(professionalById, [key]);
        return row === undefined ? undefined : professionalOf(row);
      });
    },
    async professionalsNamed(words, limit) {
      const rows = await store.query<ProfessionalRow>(professionalsByName, [soughtNames(words), limit]);
      return rows.map(professionalOf);
    },
    async software(clientId) {
      const row = await softwareRow(clientId);
      const place = row === undefined ? undefined : await structure(row.structure);
      return row === undefined || place === undefined ? undefined : softwareOf(row, place);
    },
    launchable: async () => placed(await store.query<SoftwareRow>(launchableSoftware)),
    certified: async () => placed(await store.query<SoftwareRow>(certifiedSoftware)),
    async secretMatches(clientId, secret) {
      const row = await softwareRow(clientId);
      const offered = Buffer.from(secretDigest(store.keys, clientId, secret), 'base64');
      const kept = Buffer.from(row?.secret_digest ?? '', 'base64');
      return kept.length === offered.length && timingSafeEqual(kept, offered);
    },
    publishMailboxes: (mailboxes, at) => publishMailboxes(store, mailboxes, at),
    async bindCertificate(clientId, subject) {
      await bindCertificate(store, clientId, subject, clock());
      software.forget();
    },
    async registerStructures(entries) {
      await registerStructures(store, entries, clock());
      structures.forget();
      software.forget();
    },
    async registerProfessionals(entries) {
      await registerProfessionals(store, entries, clock(), structure);
      professionals.forget();
    },
    async registerSoftware(entries) {
      await registerSoftware(store, entries, clock(), structure);
      software.forget();
    },
  };
}
