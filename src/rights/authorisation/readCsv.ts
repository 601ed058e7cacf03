import { Refusal } from '#kernel';
import { conceptOf } from '#terminology';
import type { Allowed } from './table.ts';

const largest = 2 * 1024 * 1024;
const mostFaults = 20;

/**
 * Reads an authorisation table.
 *
 * In: UTF-8 of at most 2 MiB, cells parted by `;` or `,` (as the first line has it), optionally quoted. Long form: the header
 * `profession;type;allowed`, a line for each pair. Wide form: a first line of types behind any first cell, then a line for each
 * profession. Professions are TRE_G15, types JDV_J07; a cell says oui/non, yes/no, true/false, 1/0, x or nothing.
 * Out: what each named profession may read; a pair that is not told is not allowed.
 * Refuses `rights.bad-table`, naming the lines; a pair told in two ways is one of the faults.
 */
export function readAuthorisationCsv(bytes: Uint8Array): Allowed {
  if (bytes.length > largest) throw bad(['2 MiB']);
  const lines = linesOf(bytes);
  const [header = [], ...rows] = lines;
  const told = new Map<string, boolean>();
  const faults: string[] = [];
  const say = (place: string, profession: string, type: string, cell: string): void => {
    const allowed = yesNo(cell);
    if (conceptOf('profession', profession) === undefined) faults.push(`${place}: profession ${profession.slice(0, 20)}`);
    else if (conceptOf('documentType', type) === undefined) faults.push(`${place}: type ${type.slice(0, 20)}`);
    else if (allowed === undefined) faults.push(`${place}: « ${cell.slice(0, 20)} »`);
    else if ((told.get(`${profession} ${type}`) ?? allowed) !== allowed) faults.push(`${place}: ${profession} ${type} ×2`);
    else told.set(`${profession} ${type}`, allowed);
  };
  const long = header.map((cell) => cell.toLowerCase()).join() === 'profession,type,allowed';
  for (const [index, cells] of rows.entries()) {
    const place = `l. ${index + 2}`;
    const [profession = '', ...others] = cells;
    if (cells.length !== header.length) faults.push(`${place}: ${cells.length} ≠ ${header.length}`);
    else if (long) say(place, profession, others[0] ?? '', others[1] ?? '');
    else for (const [n, cell] of others.entries()) say(place, profession, header[n + 1] ?? '', cell);
    if (faults.length >= mostFaults) break;
  }
  if (header.length < 2 || rows.length === 0) faults.push('l. 1');
  if (faults.length > 0) throw bad(faults);
  const allowed = new Map<string, Set<string>>();
  for (const [pair, yes] of told) {
    const [profession = '', type = ''] = pair.split(' ');
    const types = allowed.get(profession) ?? new Set();
    allowed.set(profession, yes ? types.add(type) : types);
  }
  return allowed;
}

function linesOf(bytes: Uint8Array): string[][] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw bad(['UTF-8']);
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const parted = (lines[0] ?? '').includes(';') ? ';' : ',';
  return lines.map((line) =>
    line.split(parted).map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    ),
  );
}

const words: Readonly<Record<string, boolean>> = {
  oui: true,
  yes: true,
  true: true,
  '1': true,
  x: true,
  non: false,
  no: false,
  false: false,
  '0': false,
  '': false,
};

const yesNo = (cell: string): boolean | undefined => words[cell.toLowerCase()];

function bad(faults: readonly string[]): Refusal {
  return new Refusal(
    'rights.bad-table',
    {
      fr: 'La matrice d’habilitation n’est pas lisible ; rien n’a été chargé. Voyez les lignes citées.',
      en: 'The authorisation table cannot be read; nothing was loaded. See the lines named.',
    },
    { at: faults.join(', ') },
  );
}
