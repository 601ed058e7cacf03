import type { Identity } from '../identity.ts';
import { plainLetters } from '../name.ts';
import { notQualified } from '../refusals.ts';
import { allows } from '../status.ts';
import { fields, header, separator, type Tag } from './layout.ts';
import { unwritable } from './refusals.ts';

/** What of an identity stands in its code. */
export type CodedIdentity = Pick<Identity, 'status' | 'attributes' | 'matricule' | 'oid' | 'traits'>;

/**
 * The text of the INS DataMatrix of a person, to be drawn by {@link datamatrixOf}.
 *
 * Out: `IS01…S1…S7`, in the order of the tags, in the letters A–Z, space, hyphen and apostrophe: accents are dropped and ligatures opened,
 * as INSi itself spells. A name longer than its field after that is cut there.
 * Refuses `ins.not-qualified` (the matricule leaves with no other status) and `ins.code-unwritable` for a letter that is not Latin.
 *
 * Source: Référentiel INS, datamatrix INS; Guide d’implémentation de l’INS, règle 28; cases in `spec/ins/datamatrix.json`.
 */
export function writeInsDatamatrix({ status, attributes, matricule, oid, traits }: CodedIdentity): string {
  if (matricule === undefined || oid === undefined || !allows(status, 'send-matricule', attributes)) throw notQualified();
  const values: Readonly<Record<Tag, string>> = {
    S1: matricule,
    S2: oid,
    S3: written(traits.birthGivens, 'S3'),
    S4: written(traits.birthFamily, 'S4'),
    S5: traits.sex,
    S6: traits.birthDate.split('-').reverse().join('-'),
    S7: traits.birthPlace,
  };
  const parts = Object.entries(values).map(([tag, value]) => {
    const { fixed, longest } = fields[tag as Tag];
    return `${tag}${value}${fixed || value.length === longest ? '' : separator}`;
  });
  return `${header}${parts.join('')}`;
}

function written(name: string, tag: 'S3' | 'S4'): string {
  const plain = plainLetters(name).replace(/[’ʼ]/g, "'").replace(/[‐‑–]/g, '-').slice(0, fields[tag].longest).trimEnd();
  if (!/^[A-Z' -]+$/.test(plain)) throw unwritable(fields[tag].name);
  return plain;
}
