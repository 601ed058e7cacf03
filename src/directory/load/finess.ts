import { packed, placeDetails } from '../details.ts';
import { foldName } from '../name.ts';
import { type Columns, cellsOf, columnsOf } from './columns.ts';
import { digestOf, keyOf } from './key.ts';
import { faultOf, type Layout, orNull, type PlaceRow } from './layout.ts';
import { townOf } from './rpps.ts';
import { settingOfCategory } from './sector.ts';

/** The columns of the structures as FINESS gives them out: the file itself does not name them. The last one came later. */
const siteColumns =
  'structureet;nofinesset;nofinessej;rs;rslongue;complrs;compldistrib;numvoie;typvoie;voie;compvoie;lieuditbp;commune;departement;libdepartement;ligneacheminement;telephone;telecopie;categetab;libcategetab;categagretab;libcategagretab;siret;codeape;codemft;libmft;codesph;libsph;dateouv;dateautor;datemaj;numuai';
const legalColumns =
  'structureej;nofiness;rs;rslongue;complrs;numvoie;typvoie;voie;compvoie;compldistrib;lieuditbp;commune;ligneacheminement;departement;libdepartement;telephone;statutjuridique;libstatutjuridique;categetab;libcategetab;siren;codeape;datecrea';

/** By the first two lines: `finess;etalab;…` and then entries, or a line that names the columns. undefined for another file. */
export function finessLayout(first: string, second: string): Layout | undefined {
  if (/^finess;etalab;/i.test(first)) {
    if (second.startsWith('structureej;')) return layout('finess-legal', columnsOf(legalColumns.split(';')), 1, 'structureej');
    if (second.startsWith('structureet;')) return layout('finess', columnsOf(siteColumns.split(';')), 1, 'structureet');
    return undefined;
  }
  const columns = columnsOf(first.replace(/;$/, '').split(';'));
  return columns.has('nofinesset') && columns.has('rs') ? layout('finess', columns, 1, undefined) : undefined;
}

function layout(kind: 'finess' | 'finess-legal', columns: Columns, headerLines: number, mark: string | undefined): Layout {
  const cell = cellsOfFiness(columns);
  return {
    kind,
    separator: ';',
    group: 0,
    headerLines,
    read(line, text) {
      // Behind the structures some files place them on the map.
      if (mark !== undefined && text.startsWith('geolocalisation;')) return 'skipped';
      const cells = sized(cellsOf(text, ';', columns.count), columns.count);
      const fault = faultOf(line, text, cells, columns.count);
      if (fault !== undefined) return fault;
      const number = cell.number(cells);
      if (!/^\d[\dAB]\d{7}$/.test(number) || (mark !== undefined && cells[0] !== mark))
        return { line, code: 'identifier', what: 'FINESS' };
      return {
        line,
        id: `1${number}`,
        key: keyOf('finess', number),
        digest: digestOf(text),
        rows: () => (cell.name(cells) === '' ? { line, code: 'missing', what: 'rs' } : { place: placeOf(cell, cells) }),
      };
    },
  };
}

/** The last column is new, and a separator may end the line: one column more or less, if empty, is no fault. */
function sized(cells: readonly string[], count: number): readonly string[] {
  if (cells.length === count - 1) return [...cells, ''];
  return cells.length === count + 1 && cells[count] === '' ? cells.slice(0, count) : cells;
}

type Cell = ReturnType<typeof cellsOfFiness>;

function cellsOfFiness({ reader }: Columns) {
  return {
    number: reader('nofinesset', 'nofiness'),
    legal: reader('nofinessej'),
    name: reader('rs'),
    longName: reader('rslongue'),
    houseNumber: reader('numvoie'),
    way: reader('typvoie'),
    street: reader('voie'),
    mention: reader('lieuditbp'),
    departement: reader('departement'),
    commune: reader('commune'),
    cog: reader('cog'),
    arrival: reader('ligneacheminement'),
    postcode: reader('codepostal'),
    phone: reader('telephone'),
    fax: reader('telecopie'),
    category: reader('categetab'),
    categoryLabel: reader('libcategetab'),
    group: reader('categagretab', 'categretab'),
    siret: reader('siret'),
    siren: reader('siren'),
    status: reader('statutjuridique'),
    opened: reader('dateouv', 'dateouvert', 'datecrea'),
  };
}

function placeOf(cell: Cell, cells: readonly string[]): PlaceRow {
  const arrival = cell.arrival(cells);
  const postcode = cell.postcode(cells) || (/^\d{5}/.exec(arrival)?.[0] ?? '');
  const line = [cell.houseNumber(cells), cell.way(cells), cell.street(cells)].filter((word) => word !== '').join(' ');
  const [siret, legal, category] = [cell.siret(cells), cell.legal(cells), cell.category(cells)];
  const commune = cell.commune(cells).padStart(3, '0');
  return {
    id: `1${cell.number(cells)}`,
    name: cell.longName(cells) || cell.name(cells),
    ...settingOfCategory(cell.group(cells), category),
    siret: /^\d{14}$/.test(siret) ? siret : null,
    technical: null,
    partOf: /^\d[\dAB]\d{7}$/.test(legal) ? `1${legal}` : null,
    category: orNull(category),
    postcode: orNull(postcode),
    townKey: orNull(foldName(townOf(arrival))),
    lineKey: orNull(foldName(line)),
    details: packed(placeDetails, {
      alias: cell.longName(cells) === '' ? '' : cell.name(cells),
      siren: cell.siren(cells),
      status: cell.status(cells),
      categoryLabel: cell.categoryLabel(cells),
      number: cell.houseNumber(cells),
      way: cell.way(cells),
      street: cell.street(cells),
      mention: cell.mention(cells),
      repeat: '',
      town: arrival.replace(/^\d{5}\s+/, ''),
      commune: cell.cog(cells) || communeOf(cell.departement(cells), commune),
      phone: cell.phone(cells),
      phone2: '',
      email: '',
      fax: cell.fax(cells),
      opened: /^\d{4}-\d\d-\d\d$/.test(cell.opened(cells)) ? cell.opened(cells) : '',
    }),
  };
}

/** INSEE: two of the department and three of the commune. Overseas FINESS codes departments in a way of its own (`9A`): not told. */
function communeOf(departement: string, commune: string): string {
  return /^(\d\d|2[AB])$/.test(departement) ? `${departement}${commune}` : '';
}
