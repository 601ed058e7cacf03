import { type PdfBlock, writePdf } from '#documents';
import { type Json, objects, text } from '#fhir';
import type { Identity, Modules } from '#ins';
import { printedUnit } from '#terminology';
import type { HealthProfile, ProfileLine, ProfileSection, Source } from '../profile/index.ts';
import type { Point, Results } from '../series.ts';

export interface CarnetPaper {
  readonly traits: Identity['traits'];
  readonly code?: Modules | undefined;
  readonly profile: HealthProfile;
  readonly results: readonly Results[];
  /** DocumentReferences, the newest first. */
  readonly documents: readonly Json[];
  /** More was there than is told. */
  readonly cut: boolean;
  readonly at: Date;
  /** IANA name of the time zone in which days are told. */
  readonly zone: string;
}

const titles: readonly (readonly [ProfileSection, string])[] = [
  ['allergies', 'Allergies et intolérances'],
  ['problems', 'Problèmes de santé et antécédents'],
  ['treatments', 'Traitements'],
  ['vaccinations', 'Vaccinations'],
  ['measures', 'Mesures'],
  ['devices', 'Dispositifs médicaux'],
  ['family', 'Antécédents familiaux'],
  ['relatives', 'Proches à prévenir'],
  ['wishes', 'Souhaits'],
];

/** The record on paper (PDF/A-1a), in plain French: profile, last results, list of documents. Pure. */
export function carnetPaper(paper: CarnetPaper): Buffer {
  const { traits, at, zone, cut } = paper;
  const day = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: zone });
  const name = `${traits.usedGiven ?? traits.firstBirthGiven} ${traits.usedFamily ?? traits.birthFamily}`;
  return writePdf({
    title: `Carnet de santé : ${name}`,
    createdAt: at,
    archival: true,
    header: {
      left: ['Socle – carnet de santé', `Écrit le ${day.format(at)}`],
      right: [
        name,
        `${traits.sex === 'F' ? 'Née' : 'Né'} le ${told(traits.birthDate)}`,
        `Nom de naissance : ${traits.birthFamily}`,
        `Prénoms de naissance : ${traits.birthGivens}`,
      ],
    },
    code: paper.code,
    blocks: [
      { kind: 'paragraph', text: whatItIs },
      ...(cut
        ? [{ kind: 'paragraph' as const, text: 'Le carnet contient davantage : le plus ancien n’est pas écrit ici.' }]
        : []),
      ...titles.flatMap(([section, title]) => profileBlocks(section, title, paper.profile)),
      ...resultBlocks(paper.results),
      ...documentBlocks(paper.documents),
    ],
    footer: 'Copie faite à la demande de la personne. Le carnet peut avoir changé depuis.',
  });
}

const whatItIs =
  'Ce papier a été assemblé par un programme à partir de ce que contient le carnet ce jour : documents, données de logiciels, et ce que la personne a écrit elle-même. ' +
  'Aucun professionnel ne l’a relu. Ce qui n’y est pas n’est pas forcément absent.';

function profileBlocks(section: ProfileSection, title: string, { lines }: HealthProfile): readonly PdfBlock[] {
  const own = lines.filter((line) => line.section === section);
  if (own.length === 0)
    return [
      { kind: 'heading', text: title },
      { kind: 'paragraph', text: 'Rien dans le carnet.' },
    ];
  const ordered = [...own.filter(({ ended }) => !ended), ...own.filter(({ ended }) => ended)];
  const rows = ordered.map((line) => [line.label, details(line), saidBy(line.sources[0])]);
  return [
    { kind: 'heading', text: title },
    { kind: 'table', head: ['Quoi', 'Précisions', 'Dit par'], rows },
  ];
}

function details({ severe, ended, detail, dose, reason, from, until, section }: ProfileLine): string {
  const once = section === 'vaccinations' || section === 'measures';
  const start = from === undefined ? undefined : once ? inDay(from, 'le', 'en') : inDay(from, 'depuis le', 'depuis');
  return [
    severe ? 'risque élevé' : undefined,
    detail,
    dose,
    reason === undefined ? undefined : `pour : ${reason}`,
    start,
    until === undefined ? undefined : inDay(until, 'jusqu’au', 'jusqu’en'),
    ended ? 'terminé' : undefined,
  ]
    .filter((word) => word !== undefined)
    .join(' ; ');
}

/** A day takes other words than a month or a year. */
const inDay = (date: string, day: string, longer: string): string => `${date.length < 10 ? longer : day} ${told(date)}`;

function saidBy({ kind, label }: Source): string {
  return kind === 'person' ? 'la personne' : (label ?? 'un logiciel de santé');
}

function resultBlocks(results: readonly Results[]): readonly PdfBlock[] {
  const rows = results.flatMap((one) => rowOf(one) ?? []);
  if (rows.length === 0) return [];
  return [
    { kind: 'heading', text: 'Derniers résultats' },
    { kind: 'table', head: ['Analyse', 'Dernier résultat', 'Valeurs usuelles', 'Date'], rows },
  ];
}

/** As one array in an array, so that `flatMap` keeps it a row. */
function rowOf({ label, category, series, words }: Results): string[][] | undefined {
  if (category !== undefined && category !== 'laboratory') return undefined;
  const last = series[0]?.points.at(-1);
  if (last !== undefined) return [[label, amountOf(last, series[0]?.unit ?? ''), bandOf(last), told(last.at)]];
  const said = words.at(-1);
  return said === undefined ? undefined : [[label, said.words, said.range ?? '', told(said.at)]];
}

/** As exact as a laboratory says it; what was turned into another unit has no more figures than it had. */
const exactly = new Intl.NumberFormat('fr-FR', { maximumSignificantDigits: 6 });
const turned = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 });
const written = ({ given, value }: Point, number: number): string =>
  (given === undefined || Math.abs(value) < 0.1 ? exactly : turned).format(number);

function amountOf(point: Point, unit: string): string {
  return `${point.comparator ?? ''}${written(point, point.value)} ${printedUnit(unit)}`.trim();
}

function bandOf(point: Point): string {
  const { low, high, range = '' } = point;
  if (low !== undefined && high !== undefined) return `${written(point, low)} à ${written(point, high)}`;
  if (high !== undefined) return `jusqu’à ${written(point, high)}`;
  return low === undefined ? range : `à partir de ${written(point, low)}`;
}

function documentBlocks(documents: readonly Json[]): readonly PdfBlock[] {
  if (documents.length === 0) return [];
  const rows = documents.map((one) => [told(text(one.date) ?? ''), text(one.description) ?? '', authorOf(one)]);
  return [
    { kind: 'heading', text: documents.length === 1 ? '1 document' : `${documents.length} documents` },
    { kind: 'table', head: ['Date', 'Titre', 'Auteur'], rows },
  ];
}

function authorOf({ author }: Json): string {
  return objects(author).flatMap(({ display }) => text(display) ?? [])[0] ?? '';
}

/** `2026-03-12T…` as `12/03/2026`; a year or a month as far as it is said. */
const told = (date: string): string => date.slice(0, 10).split('-').reverse().join('/');
