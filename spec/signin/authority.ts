import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Directory, directoryMigrations, openDirectory } from '#directory';
import { type Certificates, openCertificates, signinMigrations, type TrustSettings } from '#signin';
import type { Store } from '#store';
import { testStore } from '../../test/store.ts';

export const rpps = '899700000111';
export const finess = '1990000018';

/** A demonstration authority with a small directory, and a folder for what goes to files. */
export interface AuthorityGround {
  readonly store: Store;
  readonly directory: Directory;
  readonly certificates: Certificates;
  /** Writes a file and gives its path. */
  file(name: string, content: string | Uint8Array): string;
  /** The files that somebody who trusts this authority has: its persons', its organisations', the lists of all three. */
  trust(): Promise<TrustSettings>;
  /** Another server on the same database, with its own memory. */
  beside(more?: { readonly demo?: boolean; readonly trust?: TrustSettings; readonly clock?: () => Date }): Certificates;
  readonly said: string[];
  close(): Promise<void>;
}

export async function openAuthorityGround(): Promise<AuthorityGround> {
  const store = await testStore([...directoryMigrations, ...signinMigrations]);
  const directory = openDirectory(store);
  const place = { couloir: 'ville', facilityType: 'SA08', practiceSetting: 'AMBULATOIRE' };
  await directory.registerStructures([{ ...place, id: finess, name: 'Cabinet des Nuées, Hervé & fils' }]);
  await directory.registerProfessionals([
    { id: rpps, family: 'Stéthance', given: 'Irène', prefix: 'DR', profession: '10', structures: [finess] },
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'socle-authority-'));
  const said: string[] = [];
  const usual = { directory, demo: true, publicUrl: 'http://localhost:8080', log: (line: string) => void said.push(line) };
  const certificates = openCertificates(store, usual);
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  return {
    store,
    directory,
    certificates,
    file,
    async trust() {
      const [root, organisations, persons] = (await certificates.authorities()).map(({ name, pem }) => file(`${name}.pem`, pem));
      const lists = await Promise.all(
        (['root', 'organisations', 'persons'] as const).map(async (name) =>
          file(`${name}.crl`, await certificates.revocations(name)),
        ),
      );
      return { persons: [root ?? '', persons ?? ''], organisations: [organisations ?? ''], lists };
    },
    beside: (more = {}) => openCertificates(store, { ...usual, ...more }),
    said,
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
