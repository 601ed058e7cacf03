import { writePdf } from '#documents';
import type { Modules } from '#ins';
import { isNarrowed, type KindAsked, type LogAsked, type WhoAsked } from '#record';
import type { TraceLine } from '#trace';
import { deed, groundLabel, whoWords } from './words.ts';

interface Printed {
  /** Newest first. */
  readonly lines: readonly TraceLine[];
  readonly record: string;
  readonly name: string;
  /** Their INS DataMatrix; none unless the identity is qualified. */
  readonly code?: Modules | undefined;
  readonly at: Date;
  readonly asked: LogAsked;
  /** IANA name of the time zone in which times are told. */
  readonly zone: string;
}

/** The log in plain French on paper (PDF/A-1a). It proves nothing by itself, and says so: that is for the signed file. */
export function logPaper({ lines, record, name, code, at, asked, zone }: Printed): Buffer {
  const moment = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'short', timeStyle: 'medium', timeZone: zone });
  const rows = lines.map((line) => [
    String(line.seq),
    moment.format(new Date(line.at)),
    whoOf(line, record),
    whatOf(line),
    whyOf(line),
  ]);
  return writePdf({
    title: `Journal du carnet de ${name}`,
    createdAt: at,
    archival: true,
    header: {
      left: ['Socle – carnet de santé', `Écrit le ${moment.format(at)}`, `Heures : ${zone}`],
      right: [name, ...partOf(asked, moment)],
    },
    code,
    blocks: [
      {
        kind: 'paragraph',
        text:
          `${lines.length === 1 ? '1 ligne' : `${lines.length} lignes`}, de la plus récente à la plus ancienne. Chacune porte son numéro : un numéro qui manque est une ligne ` +
          'qui ne correspond pas à ce qui a été demandé ou qui ne vous est pas encore montrée.',
      },
      ...(rows.length === 0 ? [] : [{ kind: 'table' as const, head: ['N°', 'Quand', 'Qui', 'Quoi', 'Pourquoi'], rows }]),
    ],
    footer:
      'Ce papier ne prouve rien par lui-même : pour une preuve, téléchargez le fichier signé (JSON), que chacun peut vérifier par « socle log verify ».',
  });
}

function whoOf(line: TraceLine, you: string): string {
  const { software } = line.who;
  return whoWords(line, you, 'fr', ...(software === undefined ? [] : [software]));
}

function whatOf(line: TraceLine): string {
  const words = deed(line, 'fr');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function whyOf({ ground, reason }: TraceLine): string {
  return [ground === undefined ? undefined : groundLabel(ground).label.fr, reason]
    .filter((part) => part !== undefined)
    .join(' : ');
}

const namesOf: Readonly<Record<WhoAsked, string>> = {
  you: 'vous',
  professionals: 'les professionnels',
  software: 'les logiciels',
  delegates: 'les personnes qui agissent pour vous',
  guests: 'les lecteurs d’un lien de partage',
  operator: 'l’exploitant',
  others: 'tous sauf vous',
};
const kindWords: Readonly<Record<KindAsked, string>> = {
  looked: 'consultations',
  added: 'ajouts et modifications',
  rights: 'droits et partages',
  answers: 'signalements et vérifications',
  refused: 'refus',
  other: 'autres',
};

function partOf(asked: LogAsked, moment: Intl.DateTimeFormat): string[] {
  if (!isNarrowed(asked)) return ['Journal entier'];
  const { who, by, kind, ground, from, to } = asked;
  return [
    'Une partie du journal :',
    ...(who === undefined ? [] : [`fait par : ${namesOf[who]}`]),
    ...(by === undefined ? [] : [`fait par : ${by}`]),
    ...(kind === undefined ? [] : [`quoi : ${kindWords[kind]}`]),
    ...(ground === undefined ? [] : [`motif : ${groundLabel(ground).label.fr}`]),
    ...(from === undefined ? [] : [`à partir du ${moment.format(from)}`]),
    ...(to === undefined ? [] : [`avant le ${moment.format(to)}`]),
  ];
}
