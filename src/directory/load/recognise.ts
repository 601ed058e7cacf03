import { isUtf8 } from 'node:buffer';
import { Refusal } from '#kernel';
import { columnsOf } from './columns.ts';
import { finessLayout } from './finess.ts';
import type { Layout } from './layout.ts';
import type { Look } from './look.ts';
import { isMssante, mssanteLayout } from './mssante.ts';
import { isRpps, rppsLayout } from './rpps.ts';
import { qualificationKind, qualificationLayout } from './skills.ts';

/** Which extraction a file is, by its first lines. Refuses `directory.unknown-extraction`. */
export function layoutOf({ head, charset }: Pick<Look, 'head' | 'charset'>): Layout {
  if (head.subarray(0, 2).toString('latin1') === 'PK')
    throw unknown('c’est une archive : décompressez-la d’abord', 'it is an archive: unpack it first');
  const whole = isUtf8(head) ? head.toString() : new TextDecoder(charset).decode(head);
  const [first = '', second = ''] = whole.replace(/^\uFEFF/, '').split(/\r?\n/);
  const found = first.includes('|') ? byColumns(first) : finessLayout(first, second);
  if (found !== undefined) return found;
  throw unknown(
    'sa première ligne ne nomme pas les colonnes d’une extraction RPPS, FINESS ou MSSanté',
    'its first line does not name the columns of an extraction of RPPS, FINESS or MSSanté',
  );
}

function byColumns(first: string): Layout | undefined {
  // The separator that ends the header ends each line too: it makes one more column, which is empty.
  const columns = columnsOf(first.split('|'));
  if (isMssante(columns)) return mssanteLayout(columns);
  if (isRpps(columns)) return rppsLayout(columns);
  const kind = qualificationKind(columns);
  return kind === undefined ? undefined : qualificationLayout(kind, columns);
}

function unknown(fr: string, en: string): Refusal {
  return new Refusal('directory.unknown-extraction', {
    fr: `Ce fichier n’est pas une extraction connue : ${fr}.`,
    en: `This file is no extraction that is known: ${en}.`,
  });
}
