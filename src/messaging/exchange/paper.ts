import { show, writePdf } from '#documents';
import { type Identity, insCodeOf } from '#ins';

type Read = Parameters<typeof show>[0];
type Blocks = Parameters<typeof writePdf>[0]['blocks'];
type Block = Blocks[number];

/**
 * A document for people to read: the PDF that it carries, else its text as a PDF/A-1a with the person’s traits and INS DataMatrix. A PDF that a
 * document carries is sent as its author made it: it is PDF/A-1 when they made it so, and is not converted.
 * Source: Référentiel MSSanté #2, ECO.2.1.5.
 */
export async function paperOf(entry: Read, identity: Identity): Promise<Buffer> {
  const { pdf, html = '' } = await show(entry);
  if (pdf !== undefined) return pdf;
  const facts = entry.facts();
  const blocks = blocksOf(html);
  const { traits, matricule } = identity;
  const day = traits.birthDate.split('-').reverse().join('/');
  const authors = facts.authors.slice(0, 3).map(({ name, structure }) => [name, structure?.name].filter(Boolean).join(', '));
  return writePdf({
    title: entry.title,
    createdAt: entry.date,
    archival: true,
    header: {
      left: authors.length === 0 ? [facts.custodian?.name ?? ''] : authors,
      right: [
        `${traits.usedGiven ?? traits.firstBirthGiven} ${traits.usedFamily ?? traits.birthFamily}`,
        `Nom de naissance : ${traits.birthFamily}`,
        `Prénoms de naissance : ${traits.birthGivens}`,
        `Sexe : ${traits.sex} – Né(e) le ${day}`,
        `INS : ${matricule ?? ''}`,
      ],
    },
    code: insCodeOf(identity),
    blocks: blocks.length === 0 ? [unprintable] : blocks,
    footer: `${traits.birthFamily} ${traits.firstBirthGiven} – copie du document ${entry.id} pour lecture`,
  });
}

const unprintable: Block = {
  kind: 'paragraph',
  text: 'Le contenu de ce document est un fichier, qui se trouve dans IHE_XDM.zip.',
};

const opening = /<(\/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)>|([^<]+)/g;

/**
 * The sanitised page of a document as blocks of a paper: headings, paragraphs, lists and tables in their order; the words stay, the looks do
 * not. In: what `show` makes, and nothing else. The summary of the header is left out: the paper has its own.
 */
export function blocksOf(html: string): Blocks {
  const blocks: Block[] = [];
  let words = '';
  let rows: string[][] | undefined;
  let items: string[] | undefined;
  let inHeader = false;
  const taken = (): string => {
    const text = words
      .replace(/[ \t\r\f\v]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .trim();
    words = '';
    return text;
  };
  const say = (kind: 'heading' | 'paragraph'): void => {
    const text = taken();
    if (text !== '') blocks.push({ kind, text });
  };
  for (const [, closes, name = '', , text] of html.matchAll(opening)) {
    if (inHeader) {
      inHeader = !(name === 'header' && closes === '/');
      continue;
    }
    if (text !== undefined) {
      words += unescaped(text.replaceAll('\n', ' '));
    } else if (name === 'header') {
      inHeader = closes !== '/';
    } else if (name === 'br') {
      words += '\n';
    } else if (/^(td|th)$/.test(name)) {
      if (closes === '/') rows?.at(-1)?.push(taken());
      else words = '';
    } else if (name === 'tr') {
      if (closes !== '/') rows?.push([]);
    } else if (name === 'table') {
      if (closes !== '/') {
        say('paragraph');
        rows = [];
      } else if (rows !== undefined) {
        blocks.push(...tableOf(rows));
        rows = undefined;
      }
    } else if (rows !== undefined) {
      if (/^(p|div|li|dd|dt)$/.test(name)) words += '\n';
    } else if (/^(ul|ol)$/.test(name)) {
      if (closes !== '/') {
        say('paragraph');
        items = [];
      } else if (items !== undefined) {
        if (items.length > 0) blocks.push({ kind: 'list', items, ordered: name === 'ol' });
        items = undefined;
      }
    } else if (name === 'li') {
      if (closes === '/') items?.push(taken());
    } else if (/^h[2-6]$/.test(name)) {
      say(closes === '/' ? 'heading' : 'paragraph');
    } else if (items === undefined && /^(p|div|section|dl|dt|dd|details|summary|caption)$/.test(name)) {
      say('paragraph');
    }
  }
  say('paragraph');
  return blocks;
}

/** A table with as many cells in each row as its longest; merged cells leave empty ones behind. */
function tableOf(rows: readonly (readonly string[])[]): Block[] {
  const filled = rows.filter((row) => row.some((cell) => cell !== ''));
  const width = Math.max(0, ...filled.map((row) => row.length));
  if (width === 0) return [];
  const even = filled.map((row) => [...row, ...Array.from({ length: width - row.length }, () => '')]);
  const [head = [], ...rest] = even;
  return rest.length === 0 ? [{ kind: 'table', rows: even }] : [{ kind: 'table', head, rows: rest }];
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescaped = (text: string): string => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');
