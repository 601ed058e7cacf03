import { type Columns, cellsOf } from './columns.ts';
import type { Fault } from './fault.ts';
import { digestOf, keyUnder } from './key.ts';
import { faultOf, type Layout, type QualificationRow, type Rows } from './layout.ts';
import { personId } from './national.ts';

/** Whether a header is that of skills (PS_LibreAcces_SavoirFaire) or of diplomas and authorizations (PS_LibreAcces_Dipl_AutExerc). */
export function qualificationKind(columns: Columns): 'skills' | 'diplomas' | undefined {
  if (!columns.has('Identifiant PP', 'Identification nationale PP')) return undefined;
  if (columns.has('Code diplôme obtenu')) return 'diplomas';
  return columns.has('Code savoir-faire') ? 'skills' : undefined;
}

/** A line is one skill of a person, or one diploma or authorization. */
export function qualificationLayout(kind: 'skills' | 'diplomas', columns: Columns): Layout {
  const { reader, count } = columns;
  const [type, id, national] = [reader("Type d'identifiant PP"), reader('Identifiant PP'), reader('Identification nationale PP')];
  const skill = kindReader(
    'skill',
    reader('Code type savoir-faire'),
    reader('Code savoir-faire'),
    reader('Libellé savoir-faire'),
  );
  const diploma = kindReader(
    'diploma',
    reader('Code type diplôme obtenu'),
    reader('Code diplôme obtenu'),
    reader('Libellé diplôme obtenu'),
  );
  const authorization = kindReader(
    'authorization',
    reader('Code type autorisation'),
    reader('Code discipline autorisation'),
    reader('Libellé discipline autorisation'),
  );
  return {
    kind,
    separator: '|',
    group: 0,
    headerLines: 1,
    read(line, text) {
      const cells = cellsOf(text, '|', count);
      const fault = faultOf(line, text, cells, count);
      if (fault !== undefined) return fault;
      const professional = personId(type(cells), id(cells), national(cells));
      if (professional === undefined) return { line, code: 'identifier', what: 'Identifiant PP' };
      if (professional === 'other') return 'skipped';
      const found = kind === 'skills' ? skill(cells) : (diploma(cells) ?? authorization(cells));
      if (found === undefined) return 'skipped';
      return {
        line,
        key: keyUnder(professional, kind, found.kind, found.typeCode, found.code),
        digest: digestOf(text),
        rows: (): Rows | Fault => ({ qualification: { professional, ...found } }),
      };
    },
  };
}

type Read = (cells: readonly string[]) => string;

function kindReader(kind: QualificationRow['kind'], typeCode: Read, code: Read, label: Read) {
  return (cells: readonly string[]): Omit<QualificationRow, 'professional'> | undefined =>
    code(cells) === '' && typeCode(cells) === ''
      ? undefined
      : { kind, typeCode: typeCode(cells), code: code(cells), label: label(cells) };
}
