import type { DeedNamed, StatusItem } from './command.ts';
import type { Cursor } from './cursor.ts';
import { SyntaxFault } from './fault.ts';
import { mailbox, pattern } from './mailboxName.ts';

type List = DeedNamed<'list'>;

const mostPatterns = 50;
const selections = ['subscribed', 'remote', 'recursivematch', 'special-use'] as const;
const returned = ['subscribed', 'children', 'special-use'] as const;
const statusItems: readonly StatusItem[] = [
  'messages',
  'recent',
  'uidnext',
  'uidvalidity',
  'unseen',
  'highestmodseq',
  'size',
  'deleted',
  'appendlimit',
];

/** LIST, plain or extended: RFC 3501 §6.3.8, RFC 5258, RFC 5819, RFC 6154. */
export function readList(cursor: Cursor): List {
  cursor.space('LIST');
  const select = readOptions(cursor, selections);
  if (select !== undefined) cursor.space('LIST');
  if (select?.includes('recursivematch') && !select.includes('subscribed'))
    throw new SyntaxFault('LIST: RECURSIVEMATCH stands beside SUBSCRIBED only');
  const reference = mailbox(cursor, 'LIST');
  cursor.space('LIST');
  const several = cursor.peek() === '(';
  const patterns = several ? cursor.list('LIST', () => pattern(cursor, 'LIST')) : [pattern(cursor, 'LIST')];
  if (patterns.length > mostPatterns) throw new SyntaxFault(`LIST: more than ${mostPatterns} patterns`);
  const asked = cursor.match(/ return(?= \()/iy) !== '';
  const { returns, status } = asked ? readReturn(cursor) : { returns: [], status: undefined };
  return {
    name: 'list',
    reference,
    patterns,
    extended: several || asked || select !== undefined,
    select: select ?? [],
    returns,
    status,
  };
}

function readOptions<T extends string>(cursor: Cursor, known: readonly T[]): readonly T[] | undefined {
  if (cursor.peek() !== '(') return undefined;
  return cursor.list('LIST options', () => oneOf(cursor.atom('LIST options'), known, 'LIST options'), true);
}

function readReturn(cursor: Cursor): Pick<List, 'returns' | 'status'> {
  cursor.space('LIST RETURN');
  let status: readonly StatusItem[] | undefined;
  const returns: List['returns'][number][] = [];
  cursor.list(
    'LIST RETURN',
    () => {
      const word = cursor.atom('LIST RETURN');
      if (word.toUpperCase() === 'STATUS') {
        cursor.space('LIST RETURN');
        status = readStatusItems(cursor, 'LIST RETURN');
      } else returns.push(oneOf(word, returned, 'LIST RETURN'));
    },
    true,
  );
  return { returns, status };
}

/** `(MESSAGES UNSEEN)`, each once. */
export function readStatusItems(cursor: Cursor, where: string): readonly StatusItem[] {
  return [...new Set(cursor.list(where, () => oneOf(cursor.atom(where), statusItems, where)))];
}

function oneOf<T extends string>(word: string, known: readonly T[], where: string): T {
  const found = known.find((one) => one === word.toLowerCase());
  if (found === undefined) throw new SyntaxFault(`${where}: unknown ${word.slice(0, 40)}`);
  return found;
}
