import { foldName } from '../name.ts';

/** The cells of one line by the names of their columns. */
export interface Columns {
  readonly count: number;
  /** A reader of the first column that bears one of these names; of an absent one it always reads ''. */
  reader(...names: readonly string[]): (cells: readonly string[]) => string;
  has(...names: readonly string[]): boolean;
}

/**
 * Columns found by their names, whatever their order and number: extractions gained columns over the years. Names are compared without
 * accents, capitals and punctuation.
 */
export function columnsOf(header: readonly string[]): Columns {
  const places = new Map<string, number>();
  for (const [n, name] of header.entries()) {
    const folded = foldName(name);
    if (folded !== '' && !places.has(folded)) places.set(folded, n);
  }
  const placeOf = (names: readonly string[]): number | undefined =>
    names.map((name) => places.get(foldName(name))).find((place) => place !== undefined);
  return {
    count: header.length,
    reader(...names) {
      const place = placeOf(names);
      return place === undefined ? () => '' : (cells) => cells[place]?.trim() ?? '';
    },
    has: (...names) => placeOf(names) !== undefined,
  };
}

/** The cells of a line. Quotes count only where a cell begins with one, and where taking them so gives the number of columns. */
export function cellsOf(line: string, separator: '|' | ';', count: number): readonly string[] {
  const plain = line.split(separator);
  if (plain.length === count || separator === '|' || !line.includes('"')) return plain;
  const quoted = quotedCells(line, separator);
  return quoted.length === count ? quoted : plain;
}

function quotedCells(line: string, separator: string): string[] {
  const cell = new RegExp(`(?:^|${separator})(?:"((?:[^"]|"")*)"(?=${separator}|$)|([^${separator}]*))`, 'g');
  return [...line.matchAll(cell)].map(([, quoted, bare = '']) => (quoted === undefined ? bare : quoted.replaceAll('""', '"')));
}
