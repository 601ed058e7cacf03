import { conceptOf } from '#terminology';
import { activityDetails, packed, personDetails, placeDetails } from '../details.ts';
import { foldName } from '../name.ts';
import { professionLabel } from '../professions.ts';
import { type Columns, cellsOf } from './columns.ts';
import { digestOf, keyUnder } from './key.ts';
import { type ActivityRow, faultOf, type Layout, orNull, type PersonRow, type PlaceRow } from './layout.ts';
import { personId, placeId } from './national.ts';
import { settingOfSector } from './sector.ts';

/** Whether a header is that of people and their activities. */
export function isRpps(columns: Columns): boolean {
  return (
    columns.has('Identifiant PP', 'Identification nationale PP') &&
    columns.has("Nom d'exercice", 'Nom de famille') &&
    columns.has('Code profession') &&
    columns.has('Identifiant technique de la structure', 'Numéro FINESS site')
  );
}

/**
 * The public extraction of the RPPS, PS_LibreAcces_Personne_activite: a line is one activity of one person in one profession with one
 * skill; 49 to 56 columns, found by their names.
 */
export function rppsLayout(columns: Columns): Layout {
  const cell = cellsOfRpps(columns);
  return {
    kind: 'rpps',
    separator: '|',
    group: 3,
    headerLines: 1,
    read(line, text) {
      const cells = cellsOf(text, '|', columns.count);
      const fault = faultOf(line, text, cells, columns.count);
      if (fault !== undefined) return fault;
      const id = personId(cell.type(cells), cell.id(cells), cell.national(cells));
      if (id === undefined) return { line, code: 'identifier', what: 'Identifiant PP' };
      if (id === 'other') return 'skipped';
      const name = `${cell.family(cells)}|${cell.given(cells)}`;
      const skill = cell.skill(cells);
      const site = `${cell.technical(cells)}|${cell.finess(cells)}|${cell.siret(cells)}`;
      const how = `${cell.mode(cells)}|${cell.role(cells)}|${cell.genre(cells)}|${cell.sector(cells)}|${cell.section(cells)}`;
      return {
        line,
        who: id,
        name,
        key: keyUnder(id, 'rpps', cell.profession(cells), skill, site, how),
        digest: digestOf(text),
        rows() {
          if (cell.family(cells) === '') return { line, code: 'missing', what: "Nom d'exercice" };
          if (cell.profession(cells) === '') return { line, code: 'missing', what: 'Code profession' };
          const place = placeOf(cell, cells);
          const person = personOf(cell, cells, id);
          return { person, ...(place === undefined ? {} : { place }), activity: activityOf(cell, cells, id, place) };
        },
      };
    },
  };
}

type Cell = ReturnType<typeof cellsOfRpps>;
type Cells = readonly string[];

function cellsOfRpps({ reader }: Columns) {
  const place = (name: string) => reader(`${name} (coord. structure)`, `${name} (structure)`);
  return {
    type: reader("Type d'identifiant PP"),
    id: reader('Identifiant PP'),
    national: reader('Identification nationale PP'),
    civility: reader('Code civilité'),
    title: reader("Code civilité d'exercice"),
    family: reader("Nom d'exercice", 'Nom de famille'),
    given: reader("Prénom d'exercice", 'Prénoms'),
    profession: reader('Code profession'),
    category: reader('Code catégorie professionnelle'),
    skillType: reader('Code type savoir-faire'),
    skill: reader('Code savoir-faire'),
    skillLabel: reader('Libellé savoir-faire'),
    mode: reader('Code mode exercice'),
    siret: reader('Numéro SIRET site'),
    siren: reader('Numéro SIREN site'),
    finess: reader('Numéro FINESS site'),
    legal: reader('Numéro FINESS établissement juridique'),
    technical: reader('Identifiant technique de la structure'),
    placeName: reader('Raison sociale site'),
    alias: reader('Enseigne commerciale site'),
    number: place('Numéro Voie'),
    repeat: place('Indice répétition voie'),
    wayCode: place('Code type de voie'),
    way: place('Libellé Voie'),
    mention: place('Mention distribution'),
    cedex: place('Bureau cedex'),
    postcode: place('Code postal'),
    commune: place('Code commune'),
    town: place('Libellé commune'),
    phone: place('Téléphone'),
    phone2: place('Téléphone 2'),
    fax: place('Télécopie'),
    email: place('Adresse e-mail'),
    former: reader('Ancien identifiant de la structure'),
    authority: reader("Autorité d'enregistrement"),
    sector: reader("Code secteur d'activité"),
    section: reader('Code section tableau pharmaciens'),
    role: reader('Code rôle'),
    genre: reader('Code genre activité', "Code genre d'activité"),
  };
}

function personOf(cell: Cell, cells: Cells, id: string): PersonRow {
  const profession = cell.profession(cells);
  const skill = cell.skill(cells);
  const code = `G15_${profession}/${skill}`;
  const label = conceptOf('authorSpecialty', code)?.display ?? `${professionLabel(profession).fr} - ${cell.skillLabel(cells)}`;
  return {
    id,
    family: cell.family(cells),
    given: cell.given(cells),
    prefix: orNull(cell.title(cells) || cell.civility(cells)),
    profession,
    specialtyCode: skill === '' ? null : code,
    specialtyLabel: skill === '' ? null : label,
    details: packed(personDetails, { civility: cell.civility(cells), authority: cell.authority(cells) }),
  };
}

/** The town without what stands before and behind it: `35000 RENNES CEDEX 7` gives `rennes`. */
export function townOf(text: string): string {
  return text.replace(/^\d{5}\s+/, '').replace(/\s+cedex(\s+\d+)?$/i, '');
}

function placeOf(cell: Cell, cells: Cells): PlaceRow | undefined {
  const [finess, siret, technical, legal] = [cell.finess(cells), cell.siret(cells), cell.technical(cells), cell.legal(cells)];
  const id = placeId({ finess, siret, technical, legal, former: cell.former(cells) });
  if (id === undefined) return undefined;
  const town = cell.town(cells) || townOf(cell.cedex(cells));
  const line = [`${cell.number(cells)}${cell.repeat(cells)}`, cell.wayCode(cells), cell.way(cells)]
    .filter((word) => word !== '')
    .join(' ');
  const postcode = cell.postcode(cells) || (/^\d{5}/.exec(cell.cedex(cells))?.[0] ?? '');
  const legalId = /^\d[\dAB]\d{7}$/.test(legal) && `1${legal}` !== id ? `1${legal}` : '';
  return {
    id,
    name: cell.placeName(cells) || cell.alias(cells) || id,
    ...settingOfSector(cell.sector(cells)),
    siret: /^\d{14}$/.test(siret) ? siret : null,
    technical: orNull(technical),
    partOf: orNull(legalId),
    category: null,
    postcode: orNull(postcode),
    townKey: orNull(foldName(town)),
    lineKey: orNull(foldName(line)),
    details: packed(placeDetails, {
      alias: cell.alias(cells),
      siren: cell.siren(cells),
      number: cell.number(cells),
      repeat: cell.repeat(cells),
      way: cell.wayCode(cells),
      street: cell.way(cells),
      mention: cell.mention(cells),
      town: cell.cedex(cells).replace(/^\d{5}\s+/, '') || town,
      commune: cell.commune(cells),
      phone: cell.phone(cells),
      phone2: cell.phone2(cells),
      fax: cell.fax(cells),
      email: cell.email(cells),
      status: '',
      categoryLabel: '',
      opened: '',
    }),
  };
}

function activityOf(cell: Cell, cells: Cells, professional: string, place: PlaceRow | undefined): ActivityRow {
  return {
    professional,
    structure: place?.id ?? null,
    profession: cell.profession(cells),
    specialty: orNull(cell.skill(cells)),
    mode: orNull(cell.mode(cells)),
    role: orNull(cell.role(cells)),
    genre: orNull(cell.genre(cells)),
    section: orNull(cell.section(cells)),
    situation: place !== undefined || cell.mode(cells) !== '',
    details: packed(activityDetails, {
      category: cell.category(cells),
      skillType: cell.skillType(cells),
      skillLabel: cell.skillLabel(cells),
      sector: cell.sector(cells),
      authority: cell.authority(cells),
      phone: cell.phone(cells),
    }),
  };
}
