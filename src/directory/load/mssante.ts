import { mailboxDetails, packed } from '../details.ts';
import { type Columns, cellsOf } from './columns.ts';
import { digestOf, keyOf } from './key.ts';
import { faultOf, type Layout, orNull } from './layout.ts';
import { personId, placeIdOfType } from './national.ts';

/** Whether a header is that of the mailboxes of MSSanté. */
export function isMssante(columns: Columns): boolean {
  return columns.has('Type de BAL', 'Type BAL') && columns.has('Adresse BAL');
}

const types = new Set(['PER', 'ORG', 'APP', 'CAB']);
const address = /^[^\s@<>"]{1,64}@[a-z0-9.-]{1,190}\.[a-z]{2,}$/;

/** Extraction_Correspondance_MSSante: a line is one mailbox of one person, or of one structure. One address may stand on several lines. */
export function mssanteLayout(columns: Columns): Layout {
  const cell = cellsOfMssante(columns);
  return {
    kind: 'mssante',
    separator: '|',
    group: 0,
    headerLines: 1,
    read(line, text) {
      const cells = cellsOf(text, '|', columns.count);
      const fault = faultOf(line, text, cells, columns.count);
      if (fault !== undefined) return fault;
      const [type, to] = [cell.type(cells).toUpperCase(), cell.address(cells).toLowerCase()];
      if (!types.has(type)) return { line, code: 'identifier', what: 'Type de BAL' };
      if (!address.test(to)) return { line, code: 'address', what: 'Adresse BAL' };
      const person = personId(cell.personType(cells), cell.person(cells), cell.national(cells));
      const place = placeIdOfType(cell.placeType(cells), cell.place(cells));
      const professional = person === 'other' ? undefined : person;
      if (professional === undefined && type === 'PER')
        return person === 'other' ? 'skipped' : { line, code: 'identifier', what: 'Identifiant PP' };
      return {
        line,
        key: keyOf('mssante', to, professional ?? '', place ?? cell.place(cells)),
        digest: digestOf(text),
        rows: () => ({
          mailbox: {
            address: to,
            type,
            professional: professional ?? null,
            structure: orNull(place ?? ''),
            details: packed(mailboxDetails, {
              service: cell.service(cells),
              structureName: cell.placeName(cells),
              postcode: cell.postcode(cells),
              paperless: /^(O|OUI|Y|1|true)$/i.test(cell.paperless(cells)) ? 'O' : '',
            }),
          },
        }),
      };
    },
  };
}

function cellsOfMssante({ reader }: Columns) {
  return {
    type: reader('Type de BAL', 'Type BAL'),
    address: reader('Adresse BAL'),
    personType: reader('Type Identifiant PP', "Type d'identifiant PP"),
    person: reader('Identifiant PP'),
    national: reader('Identification nationale PP'),
    placeType: reader('Type identifiant structure', "Type d'identifiant structure"),
    place: reader('Identification Structure', 'Identifiant structure'),
    service: reader('Service de rattachement'),
    placeName: reader('Raison Sociale structure BAL'),
    postcode: reader('Code postal', 'Code postal structure BAL'),
    paperless: reader('Dématérialisation'),
  };
}
