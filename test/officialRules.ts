import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type PublishedRules, publishedRules } from '../src/schematron/package.check.ts';

/** The official specifications of the CI-SIS, where they are on this machine: schematrons, value sets, XSD. Nothing of them is ours. */
export const corpus = process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../shared/data', import.meta.url));
export const cdaXsd = `${corpus}/cda-xsd/CDA_extended.xsd`;
export const withoutRules: false | string =
  existsSync(`${corpus}/cda-schematron`) && existsSync(cdaXsd)
    ? false
    : 'the outside corpus is absent (SOCLE_CORPUS or ../shared/data)';

/** The schematrons that judge every document, whatever its model. */
export const commonRules = [
  'profils/IHE.sch',
  'profils/CI-SIS_ModelesDeContenusCDA.sch',
  'profils/CI-SIS_Modeles_ANS.sch',
  'profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch',
] as const;

let rules: PublishedRules | undefined;

/** A file of the package of rules, and beside it the value sets, which the source keeps in another folder. */
export function readRules(path: string): Uint8Array | undefined {
  rules ??= publishedRules(corpus);
  return rules?.read(path);
}
