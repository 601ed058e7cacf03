import { existsSync, globSync } from 'node:fs';
import { aptInstall, programPath, rootOnDebian } from './debian.ts';

/** Independent programs of Debian that the tests ask for a second opinion, and the package of each. */
const packages = {
  xmllint: 'libxml2-utils',
  xmlsec1: 'xmlsec1',
  qpdf: 'qpdf',
  pdfinfo: 'poppler-utils',
  pdftotext: 'poppler-utils',
  java: 'default-jre-headless',
  openssl: 'openssl',
  swaks: 'swaks',
  curl: 'curl',
  mbsync: 'isync',
  offlineimap: 'offlineimap3',
  neomutt: 'neomutt',
} as const;
/** By which mbsync signs in with a token. */
const saslPlugin = '/usr/lib/*/sasl2/libkdexoauth2.so*';
/** Without it swaks speaks no TLS, and is only recommended by its package. */
const perlTls = '/usr/lib/*/perl5/*/Net/SSLeay.pm';
const saxonJar = '/usr/share/java/Saxon-HE.jar';

export type Witness = keyof typeof packages | 'saxon';

/** Where the witness is: a program, or the jar that `java -cp` wants; undefined when it is not on this machine. */
export function witness(name: Witness): string | undefined {
  if (name !== 'saxon') return programPath(name);
  return existsSync(saxonJar) && programPath('java') !== undefined ? saxonJar : undefined;
}

/** For the `skip` of a test: false when all are here, else what is missing. */
export function withoutWitness(...names: Witness[]): false | string {
  const missing = names.filter((name) => witness(name) === undefined);
  return missing.length === 0 ? false : `not on this machine: ${missing.join(', ')}`;
}

/** As root on Debian or Ubuntu, installs those that are absent; elsewhere their tests are skipped and say so. */
export function installWitnesses(): void {
  const absent = [
    ...(Object.keys(packages) as (keyof typeof packages)[]).flatMap((name) =>
      witness(name) === undefined ? [packages[name]] : [],
    ),
    ...(existsSync(saxonJar) ? [] : ['libsaxonhe-java']),
    ...(globSync(saslPlugin).length > 0 ? [] : ['libsasl2-modules-kdexoauth2']),
    ...(globSync(perlTls).length > 0 ? [] : ['libnet-ssleay-perl']),
  ];
  if (absent.length > 0 && rootOnDebian()) aptInstall('Independent verifiers are not here', [...new Set(absent)]);
}
