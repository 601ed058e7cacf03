import { professionLabel } from '#directory';
import { activeContentOf, type DocumentList, type Entry, type FoundDocuments, type Related, type Shown } from '#documents';
import { type Ground, Refusal, type Sentence } from '#kernel';
import { conceptOf, conceptsOf } from '#terminology';
import type { TraceLine } from '#trace';
import { accountWords } from './accountWords.ts';
import { identityWords } from './identityWords.ts';
import { messageWords } from './messageWords.ts';
import { oversightWords } from './oversightWords.ts';
import { quoted, resourceWords, type Words } from './resourceWords.ts';
import { rightsWords } from './rightsWords.ts';
import { guestWords, shareWords } from './shareWords.ts';
import { signInWords } from './signInWords.ts';

/** Socle's things as the web spaces receive them. */

export interface CategoryCount {
  readonly code: string;
  readonly label: string;
  readonly count: number;
}

export function categories(counts: ReadonlyMap<string, number>): readonly CategoryCount[] {
  return conceptsOf('documentClass').flatMap(({ code, display }) => {
    const count = counts.get(code);
    return count === undefined ? [] : [{ code, label: display, count }];
  });
}

export function summary(entry: Entry, newSince?: Date): object {
  const { id, title, date, depositedAt, toldAt, status, archived, replacedBy } = entry;
  const { hiddenFromProfessionals, hiddenFromPatient, hiddenFromRepresentatives } = entry;
  const facts = entry.facts();
  const [author] = facts.authors;
  const structure = author?.structure?.name ?? facts.custodian?.name;
  return {
    id,
    title,
    type: { code: facts.type.code, label: facts.type.display },
    category: { code: facts.class.code, label: facts.class.display },
    date: facts.eventStart,
    depositedAt: depositedAt.toISOString(),
    recordedAt: date.toISOString(),
    toldAt: toldAt.toISOString(),
    author: {
      name: author?.name ?? '',
      ...(author?.specialty === undefined ? {} : { specialtyLabel: author.specialty.display }),
    },
    ...(structure === undefined ? {} : { structure }),
    hiddenFromProfessionals,
    hiddenFromPatient,
    hiddenFromRepresentatives,
    status,
    archived,
    isNew: newSince !== undefined && toldAt > newSince && status === 'current' && !archived,
    format: facts.level === 'N3' ? 'N3' : 'N1',
    size: facts.size,
    version: facts.docVersion,
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
}

export function listAnswer({ items, next, counts, newSince }: DocumentList): object {
  return {
    items: items.map((entry) => summary(entry, newSince)),
    ...(next === undefined ? {} : { next: `${next.date.getTime()}-${next.n}${next.of === undefined ? '' : `-${next.of}`}` }),
    categories: categories(counts),
  };
}

/** What was found by words, best first; `highlights` are places in `snippet`, in UTF-16 units. */
export function foundAnswer({ asked, items, total, next, unread }: FoundDocuments): object {
  return {
    asked,
    items: items.map(({ entry, exact, snippet: { text, highlights } }) => ({
      ...summary(entry),
      exact,
      snippet: text,
      highlights,
    })),
    total,
    ...(next === undefined ? {} : { next }),
    unread,
  };
}

/** `{ words, from? }` of a search by words. Refuses `http.malformed`. */
export function wordsAsked(body: Readonly<Record<string, unknown>> | null | undefined): { words: string; from: number } {
  const { words, from = 0 } = body ?? {};
  if (typeof words !== 'string' || words.includes('\0')) throw malformed('words');
  if (typeof from !== 'number' || !Number.isSafeInteger(from) || from < 0) throw malformed('from');
  return { words, from };
}

/** `category=` of a list. Refuses `http.malformed` for a code that is no class of documents. */
export function categoryAsked(code: string | undefined): { classCode?: string } {
  if (code === undefined) return {};
  if (conceptOf('documentClass', code) === undefined) throw malformed('category');
  return { classCode: code };
}

export function malformed(at: string): Refusal {
  return new Refusal('http.malformed', { fr: 'La demande est mal formée.', en: 'The request is malformed.' }, { at });
}

/** `archived=true` of a list: those put away. Refuses `http.malformed` for anything but true and false. */
export function archivedAsked(archived: string | undefined): { archived?: boolean } {
  if (archived === undefined) return {};
  if (archived !== 'true' && archived !== 'false') throw malformed('archived');
  return { archived: archived === 'true' };
}

/** The page token of {@link listAnswer}, read back; anything else starts from the newest. */
export function cursor(text: unknown): { date: Date; n: number; of?: number } | undefined {
  const m = typeof text === 'string' ? /^(\d{1,15})-(\d{1,15})(?:-(\d{1,2}))?$/.exec(text) : null;
  if (m === null) return undefined;
  return { date: new Date(Number(m[1])), n: Number(m[2]), ...(m[3] === undefined ? {} : { of: Number(m[3]) }) };
}

export function detail(entry: Entry, shown: Shown, path: string, of: Related): object {
  const shortly = ({ id, title, depositedAt, status, archived }: Entry): object => ({
    id,
    title,
    depositedAt: depositedAt.toISOString(),
    status,
    archived,
  });
  return {
    ...summary(entry),
    ...(shown.html === undefined ? {} : { html: shown.html }),
    ...(shown.pdf === undefined ? {} : { pdf: { url: `${path}/pdf`, active: activeContentOf(shown.pdf) } }),
    attachments: shown.attachments.map(({ mediaType }, index) => ({ index, mediaType, url: `${path}/attachments/${index}` })),
    ...(of.replaces === undefined ? {} : { replaces: of.replaces }),
    ...(entry.appends === undefined ? {} : { appends: entry.appends }),
    versions: of.versions.map(shortly),
    addenda: of.addenda.map(shortly),
    mine: of.mine,
  };
}

const groundLabels: Readonly<Record<Ground, Sentence>> = {
  equipe_de_soins: { fr: 'équipe de soins', en: 'care team' },
  consentement: { fr: 'avec votre consentement', en: 'with your consent' },
  bris_de_glace: { fr: 'bris de glace (urgence)', en: 'break-glass (emergency)' },
  centre_15: { fr: 'régulation du centre 15', en: 'emergency call centre' },
};

export function groundLabel(code: Ground): { code: Ground; label: Sentence } {
  return { code, label: groundLabels[code] };
}

/** Words were looked for in documents. */
export const isForWords = ({ action, outcome, detail }: TraceLine): boolean =>
  action === 'search' && outcome === 'done' && detail?.by === 'words';
/** What a line says, in plain words; of the person themself as « Vous » when `you` is their record. */
export function lineSentence(line: TraceLine, you?: string): Sentence {
  return (logLine(line, you ?? '') as { readonly sentence: Sentence }).sentence;
}

/** A line of the log in plain words for the person it is about. */
export function logLine(line: TraceLine, you: string): object {
  const { who, object, ground, reason } = line;
  const profession = who.profession === undefined ? undefined : professionLabel(who.profession);
  const end = (language: 'fr' | 'en'): string => (ground === undefined ? '' : ` — ${groundLabels[ground][language]}`);
  return {
    seq: line.seq,
    at: line.at,
    action: line.action,
    outcome: line.outcome,
    who: {
      id: who.id,
      name: who.name,
      kind: who.kind,
      ...(profession === undefined ? {} : { professionLabel: profession }),
      ...(who.structure === undefined ? {} : { structure: who.structure.name }),
      ...(who.software === undefined ? {} : { software: who.software }),
      ...(who.app === undefined ? {} : { app: who.app.name }),
      you: who.kind === 'citizen' && who.id === you,
    },
    ...(ground === undefined ? {} : { ground: groundLabel(ground) }),
    ...(reason === undefined ? {} : { reason }),
    ...(object?.kind === 'DocumentReference' ? { document: { id: object.id, title: object.title ?? '' } } : {}),
    sentence: {
      fr: `${whoWords(line, you, 'fr')} : ${deed(line, 'fr')}${end('fr')}.`,
      en: `${whoWords(line, you, 'en')}: ${deed(line, 'en')}${end('en')}.`,
    },
  };
}

/** Who did it, as what and from where; a person who acts for another, or reads by a link, is told as such. */
export function whoWords({ who }: TraceLine, you: string, language: 'fr' | 'en', ...more: readonly string[]): string {
  const through = who.app === undefined ? '' : `${by[language]}${who.app.name}${language === 'fr' ? ' »' : '”'}`;
  if (who.kind === 'citizen' && who.id === you) return `${language === 'fr' ? 'Vous' : 'You'}${through}`;
  if (who.kind === 'guest') return guestWords(who.name, language);
  const profession = who.profession === undefined ? undefined : professionLabel(who.profession)[language].toLowerCase();
  const parts = [profession, asWhat[who.kind]?.[language], who.structure?.name, ...more].filter((part) => part !== undefined);
  return `${parts.length === 0 ? who.name : `${who.name} (${parts.join(', ')})`}${through}`;
}

const by: Sentence = { fr: ', par l’application « ', en: ', through the application “' };

const asWhat: Readonly<Partial<Record<TraceLine['who']['kind'], Sentence>>> = {
  delegate: { fr: 'agit pour la personne', en: 'acts for the person' },
};

/** What a line tells was done, without who and why. */
export function deed(line: TraceLine, language: 'fr' | 'en'): string {
  const { action, outcome, object, detail, code } = line;
  const written = messageWords(line);
  if (written !== undefined) return written[language === 'fr' ? 0 : 1];
  const told = { action, ...(detail === undefined ? {} : { detail }) };
  const overseen = outcome === 'done' ? (oversightWords(told) ?? identityWords(told)) : undefined;
  if (overseen !== undefined) return overseen[language === 'fr' ? 0 : 1];
  const title = quoted(object?.title);
  const [titleFr, titleEn] = title;
  const other = detail?.name ?? '';
  const types = object === undefined ? (detail?.types?.split(' ') ?? []) : [object.kind];
  const what = (of: 'fr' | 'en'): string =>
    types.length === 0 ? '' : `${of === 'fr' ? ' : ' : ': '}${resourceWords(types, of)}`;
  const [fr, en] = ((): Words => {
    if (action === 'sign-in' && outcome === 'done' && detail?.issuer !== undefined) return signInWords(detail);
    if (action === 'sign-in' && detail?.change !== 'acting') return accountWords(outcome, detail, code);
    if (action === 'share') return shareWords(detail, title, outcome === 'refused' ? code : undefined);
    if (outcome === 'refused')
      return action === 'deposit'
        ? ['un dépôt a été refusé', 'a deposit was refused']
        : action === 'write'
          ? ['une modification a été refusée', 'a change was refused']
          : action === 'identity'
            ? ['une identité n’a pas été confirmée', 'an identity was not confirmed']
            : ['un accès a été refusé', 'an access was refused'];
    switch (action) {
      case 'deposit':
        return [`document déposé${titleFr}`, `document deposited${titleEn}`];
      case 'read':
        if (object === undefined || object.kind === 'DocumentReference')
          return [`document lu${titleFr}`, `document read${titleEn}`];
        return [`donnée lue${what('fr')}`, `data read${what('en')}`];
      case 'list':
        return listDeeds[detail?.what ?? ''] ?? ['liste des documents consultée', 'list of documents looked at'];
      case 'search':
        if (detail?.by === 'words') {
          const [fr, en] = detail.shown === 'passages' ? [', passages trouvés montrés', ', passages found shown'] : ['', ''];
          return [`recherche de mots dans les documents${fr}`, `words looked for in documents${en}`];
        }
        return [`recherche dans le dossier${what('fr')}`, `search in the record${what('en')}`];
      case 'write':
        if (object?.kind === 'DocumentReference' && detail?.change !== undefined) return lifeWords(detail.change, title);
        return [`données ajoutées ou modifiées${what('fr')}`, `data added or changed${what('en')}`];
      case 'export':
        if (detail?.what !== undefined && detail.what in exported) return exported[detail.what] ?? ['', ''];
        return [`données exportées${what('fr')}`, `data exported${what('en')}`];
      case 'identity':
        return ['identité enregistrée ou corrigée', 'identity recorded or corrected'];
      case 'sign-in':
        return signInWords(detail);
      case 'rights':
        return changeWords(detail ?? {}, title, other);
      default:
        return ['un accès a été refusé', 'an access was refused'];
    }
  })();
  return language === 'fr' ? fr : en;
}

/** What was taken away as a whole. */
const exported: Readonly<Record<string, Words>> = {
  log: ['journal téléchargé', 'log downloaded'],
  summary: ['résumé (IPS) téléchargé', 'summary (IPS) downloaded'],
  paper: ['carnet téléchargé en PDF', 'record downloaded as a PDF'],
  everything: ['carnet entier téléchargé, documents compris', 'whole record downloaded, documents included'],
};

/** What was looked at as a whole. */
const listDeeds: Readonly<Record<string, Words>> = {
  log: ['journal consulté', 'log looked at'],
  synthesis: ['synthèse du dossier consultée', 'summary of the record looked at'],
  news: ['averti que du nouveau est arrivé', 'told that something new arrived'],
  team: ['équipe de soins consultée', 'care team looked at'],
};

/** What was done to a document after its deposit; several things at once when they were asked together. */
function lifeWords(changes: string, [titleFr, titleEn]: Words): Words {
  const told = changes.split(' ').map((change) => lifeDeeds[change] ?? ['changé', 'changed']);
  return [`document ${told.map(([fr]) => fr).join(', ')}${titleFr}`, `document ${told.map(([, en]) => en).join(', ')}${titleEn}`];
}

const lifeDeeds: Readonly<Record<string, Words>> = {
  hide: ['caché aux professionnels', 'hidden from professionals'],
  show: ['montré aux professionnels', 'shown to professionals'],
  conceal: ['gardé jusqu’à son annonce', 'kept until it is announced'],
  announce: ['annoncé, visible désormais', 'announced, visible from now on'],
  withhold: ['caché aux représentants légaux', 'hidden from legal representatives'],
  release: ['montré aux représentants légaux', 'shown to legal representatives'],
  archive: ['archivé', 'archived'],
  unarchive: ['sorti des archives', 'taken out of the archive'],
  supersede: ['déclaré périmé', 'declared out of date'],
  reinstate: ['remis en vigueur', 'in force again'],
  label: ['de confidentialité modifiée', 'of changed confidentiality'],
  correct: ['corrigé dans sa description', 'corrected in its description'],
  withdraw: ['retiré par son auteur', 'withdrawn by its author'],
  restore: ['rétabli par l’exploitant', 'restored by the operator'],
  facts: ['lu par Socle, qui en a tiré des données', 'read by Socle, which drew data from it'],
};

function changeWords(detail: NonNullable<TraceLine['detail']>, [titleFr, titleEn]: Words, name: string): Words {
  switch (detail.change) {
    case 'hide':
      return [`document caché aux professionnels${titleFr}`, `document hidden from professionals${titleEn}`];
    case 'show':
      return [`document montré aux professionnels${titleFr}`, `document shown to professionals${titleEn}`];
    case 'withhold':
      return [`document caché aux représentants légaux${titleFr}`, `document hidden from legal representatives${titleEn}`];
    case 'release':
      return [`document montré aux représentants légaux${titleFr}`, `document shown to legal representatives${titleEn}`];
    case 'block':
      return [`accès bloqué pour ${name}`, `access blocked for ${name}`];
    case 'unblock':
      return [`accès rétabli pour ${name}`, `access given back to ${name}`];
    case 'declare':
      return ['motif d’accès déclaré', 'ground of access declared'];
    default:
      return rightsWords(detail);
  }
}
