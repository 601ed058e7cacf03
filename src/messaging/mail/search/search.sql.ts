import { type Statement, statement } from '#store';
import type { SearchKey, UidRanges } from '../mail.ts';
import { normalised } from '../ranges.ts';

/** How many bits of a filter are compared. */
export const bitsCompared = 12;

const isSet = (parameter: number): string => `get_bit(s.bits, ($${parameter}::bigint & (octet_length(s.bits) * 8 - 1))) = 1`;

/** Contents in a folder whose filter has all bits of `$3`…, newest first. */
export const candidates = statement(
  'messaging.mail.candidates',
  `select s.n from messaging.sought s
   where s.record_id = $1 and ${Array.from({ length: bitsCompared }, (_, n) => isSet(n + 3)).join(' and ')}
     and exists (select 1 from messaging.message m where m.record_id = $1 and m.content = s.n and m.folder = $2)
   order by s.n desc`,
);
/** All contents of a folder, newest first. */
export const everyContent = statement(
  'messaging.mail.everyContent',
  'select distinct content as n from messaging.message where record_id = $1 and folder = $2 order by content desc limit $3',
);
export const namesOf = statement(
  'messaging.mail.names',
  'select n, subject, people, message_id from messaging.content where record_id = $1 and n = any($2::bigint[])',
);

/** What a key of texts found, by the key itself. */
export type Found = ReadonlyMap<SearchKey, readonly number[]>;

/** A statement of its own for what is asked: uids and modseqs, 8 bytes each. */
export function searchText(
  record: string,
  folder: number,
  key: SearchKey,
  found: Found,
): { readonly statement: Statement; readonly values: readonly unknown[] } {
  const draft = new Draft([record, folder]);
  const where = draft.condition(key, found);
  const join = draft.joins ? 'join messaging.content c on c.record_id = $1 and c.n = m.content' : '';
  const text = `select string_agg(int8send(m.uid) || int8send(m.modseq), ''::bytea order by m.uid) as found
    from messaging.message m ${join} where m.record_id = $1 and m.folder = $2 and ${where}`;
  return { statement: { name: '', text, acrossRecords: undefined }, values: draft.values };
}

class Draft {
  readonly values: unknown[];
  /** Something of the content is asked. */
  joins = false;

  constructor(values: unknown[]) {
    this.values = values;
  }

  #bind(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  #content(text: string): string {
    this.joins = true;
    return text;
  }

  condition(key: SearchKey, found: Found): string {
    const texts = found.get(key);
    if (texts !== undefined) return `m.content = any(${this.#bind(texts)}::bigint[])`;
    switch (key.is) {
      case 'all':
        return 'true';
      case 'and':
      case 'or': {
        const parts = key.keys.map((one) => this.condition(one, found));
        return parts.length === 0 ? String(key.is === 'and') : `(${parts.join(` ${key.is} `)})`;
      }
      case 'not':
        return `not coalesce(${this.condition(key.key, found)}, false)`;
      case 'flag':
        return `m.flags & ${this.#bind(key.bit)}::int <> 0`;
      case 'keyword':
        if (!/^[\x21-\x7e]+$/.test(key.keyword)) return 'false';
        return `position(${this.#bind(` ${key.keyword.toLowerCase()} `)} in ' ' || lower(m.keywords) || ' ') > 0`;
      case 'uid':
        return `m.uid <@ ${this.#bind(multirange(key.ranges))}::int8multirange`;
      case 'modseq':
        return `m.modseq >= ${this.#bind(key.modseq)}::bigint`;
      case 'recent':
        return `m.uid > ${this.#bind(key.after)}::bigint`;
      case 'larger':
        return this.#content(`c.size > ${this.#bind(key.bytes)}::bigint`);
      case 'smaller':
        return this.#content(`c.size < ${this.#bind(key.bytes)}::bigint`);
      case 'before':
      case 'on':
      case 'since':
        return this.#day('m.at', key.is, key.day);
      case 'sentbefore':
      case 'senton':
      case 'sentsince':
        return this.#content(this.#day('c.written_at', key.is.slice(4), key.day));
      default:
        return 'false';
    }
  }

  #day(column: string, how: string, day: string): string {
    if (!isDay(day)) return 'false';
    const from = `(${this.#bind(day)}::date::timestamp at time zone 'UTC')`;
    if (how === 'before') return `${column} < ${from}`;
    const since = `${column} >= ${from}`;
    return how === 'since' ? since : `(${since} and ${column} < ${from} + interval '24 hours')`;
  }
}

/** One that PostgreSQL's calendar has too. */
function isDay(day: string): boolean {
  return /^(?!0000)\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
}

function multirange(ranges: UidRanges): string {
  return `{${normalised(ranges)
    .map(([from, to]) => `[${from},${to}]`)
    .join(',')}}`;
}
