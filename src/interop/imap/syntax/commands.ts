import type { Command, Deed, DeedNamed, UseAttribute } from './command.ts';
import type { Cursor } from './cursor.ts';
import { readDateTime } from './dates.ts';
import { SyntaxFault } from './fault.ts';
import { readFetchItems } from './fetchItems.ts';
import { readFlags } from './flags.ts';
import { readList, readStatusItems } from './listing.ts';
import { mailbox, pattern } from './mailboxName.ts';
import { readSearch } from './searchProgram.ts';
import { readSelect } from './selecting.ts';
import { readSet } from './set.ts';

type Reader = (cursor: Cursor) => Deed;

const uses: readonly UseAttribute[] = ['all', 'archive', 'drafts', 'flagged', 'junk', 'sent', 'trash'];

/** The tag of a command: ASTRING-CHAR besides `+` (RFC 3501 §9), at most 100 characters. */
export const tagForm = /^[!#$&',\-./0-9:;<=>?@A-Z[\]^_`a-z|}~]{1,100}(?= |$)/;

/** The commands of RFC 3501 §6 and of the extensions that are ours. */
const readers: Readonly<Record<string, Reader>> = {
  CAPABILITY: bare('capability'),
  NOOP: bare('noop'),
  LOGOUT: bare('logout'),
  STARTTLS: bare('starttls'),
  NAMESPACE: bare('namespace'),
  CHECK: bare('check'),
  CLOSE: bare('close'),
  UNSELECT: bare('unselect'),
  IDLE: bare('idle'),
  EXPUNGE: bare('expunge'),
  AUTHENTICATE: readAuthenticate,
  LOGIN: readLogin,
  ID: readId,
  ENABLE: readEnable,
  SELECT: (cursor) => readSelect(cursor, 'select'),
  EXAMINE: (cursor) => readSelect(cursor, 'examine'),
  CREATE: readCreate,
  DELETE: named('delete'),
  SUBSCRIBE: named('subscribe'),
  UNSUBSCRIBE: named('unsubscribe'),
  GETQUOTAROOT: named('getquotaroot'),
  RENAME: readRename,
  LIST: readList,
  LSUB: readLsub,
  STATUS: readStatus,
  APPEND: readAppend,
  GETQUOTA: readGetQuota,
  SETQUOTA: readSetQuota,
  SEARCH: (cursor) => ({ name: 'search', uid: false, ...readSearch(cursor) }),
  FETCH: (cursor) => readFetch(cursor, false),
  STORE: (cursor) => readStore(cursor, false),
  COPY: (cursor) => readCopy(cursor, 'copy', false),
  MOVE: (cursor) => readCopy(cursor, 'move', false),
  'UID SEARCH': (cursor) => ({ name: 'search', uid: true, ...readSearch(cursor) }),
  'UID FETCH': (cursor) => readFetch(cursor, true),
  'UID STORE': (cursor) => readStore(cursor, true),
  'UID COPY': (cursor) => readCopy(cursor, 'copy', true),
  'UID MOVE': (cursor) => readCopy(cursor, 'move', true),
  'UID EXPUNGE': readUidExpunge,
};

/** A whole command after its tag and the space. Throws {@link SyntaxFault}. */
export function readCommand(tag: string, cursor: Cursor): Command {
  const first = cursor.word('command');
  const name = first === 'UID' ? `UID ${cursor.take(' ') ? cursor.word('UID') : ''}` : first;
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (read === undefined) throw new SyntaxFault(`unknown command ${name.slice(0, 40)}`);
  const deed = read(cursor);
  cursor.end(name);
  return { tag, ...deed };
}

/** APPEND up to its message: what must be known before the literal is let in. */
export function readAppendHead(cursor: Cursor): Pick<DeedNamed<'append'>, 'mailbox' | 'flags' | 'at'> {
  cursor.space('APPEND');
  const to = mailbox(cursor, 'APPEND');
  cursor.space('APPEND');
  const flagged = cursor.peek() === '(';
  const flags = flagged ? readFlags(cursor, 'APPEND') : { flags: 0, keywords: [] };
  if (flagged) cursor.space('APPEND');
  const dated = cursor.peek() === '"';
  const at = dated ? readDateTime(cursor, 'APPEND') : undefined;
  if (dated) cursor.space('APPEND');
  return { mailbox: to, flags, at };
}

function readAppend(cursor: Cursor): Deed {
  const head = readAppendHead(cursor);
  const message = cursor.literal();
  if (message === undefined) throw new SyntaxFault('APPEND: the message must be a literal');
  return { name: 'append', ...head, message };
}

function bare(name: DeedNamed<'noop'>['name']): Reader {
  return () => ({ name });
}

function named(name: 'delete' | 'subscribe' | 'unsubscribe' | 'getquotaroot'): Reader {
  const where = name.toUpperCase();
  return (cursor) => {
    cursor.space(where);
    return { name, mailbox: mailbox(cursor, where) };
  };
}

/** SASL-IR, RFC 4959: `=` is an empty first answer. */
function readAuthenticate(cursor: Cursor): Deed {
  cursor.space('AUTHENTICATE');
  const mechanism = cursor.word('AUTHENTICATE');
  if (!cursor.take(' ')) return { name: 'authenticate', mechanism, initial: undefined };
  const written = cursor.match(/=$|(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/y);
  if (written === '') throw new SyntaxFault('AUTHENTICATE: the first answer is not base64');
  return { name: 'authenticate', mechanism, initial: Buffer.from(written === '=' ? '' : written, 'base64') };
}

function readLogin(cursor: Cursor): Deed {
  cursor.space('LOGIN');
  const user = cursor.astring('LOGIN');
  cursor.space('LOGIN');
  return { name: 'login', user, password: cursor.astring('LOGIN') };
}

/** RFC 2971 §3.3: at most 30 fields, names of 30 bytes, values of 1,024. */
function readId(cursor: Cursor): Deed {
  cursor.space('ID');
  if (cursor.match(/nil$/iy) !== '') return { name: 'id', fields: undefined };
  const fields = new Map<string, string | undefined>();
  const pairs = cursor.list(
    'ID',
    () => {
      const name = cursor.stringBytes('ID').toString('utf8').toLowerCase();
      cursor.space('ID');
      return [name, cursor.nstring('ID')] as const;
    },
    true,
  );
  if (pairs.length > 30) throw new SyntaxFault('ID: more than 30 fields');
  for (const [name, value] of pairs) {
    if (name.length > 30 || (value?.length ?? 0) > 1_024) throw new SyntaxFault('ID: a field is too long');
    fields.set(name, value);
  }
  return { name: 'id', fields };
}

function readEnable(cursor: Cursor): Deed {
  cursor.space('ENABLE');
  const capabilities: string[] = [];
  do capabilities.push(cursor.word('ENABLE'));
  while (cursor.take(' '));
  return { name: 'enable', capabilities };
}

function readCreate(cursor: Cursor): Deed {
  cursor.space('CREATE');
  const made = mailbox(cursor, 'CREATE');
  if (!cursor.take(' ')) return { name: 'create', mailbox: made, use: [] };
  cursor.expect('(', 'CREATE');
  if (cursor.word('CREATE') !== 'USE') throw new SyntaxFault('CREATE: expected USE');
  cursor.space('CREATE USE');
  const use = cursor.list('CREATE USE', () => {
    cursor.expect('\\', 'CREATE USE');
    const word = cursor.atom('CREATE USE').toLowerCase();
    const known = uses.find((one) => one === word);
    if (known === undefined) throw new SyntaxFault(`CREATE USE: unknown \\${word.slice(0, 40)}`);
    return known;
  });
  cursor.expect(')', 'CREATE');
  return { name: 'create', mailbox: made, use };
}

function readRename(cursor: Cursor): Deed {
  cursor.space('RENAME');
  const from = mailbox(cursor, 'RENAME');
  cursor.space('RENAME');
  return { name: 'rename', mailbox: from, to: mailbox(cursor, 'RENAME') };
}

function readLsub(cursor: Cursor): Deed {
  cursor.space('LSUB');
  const reference = mailbox(cursor, 'LSUB');
  cursor.space('LSUB');
  return { name: 'lsub', reference, pattern: pattern(cursor, 'LSUB') };
}

function readStatus(cursor: Cursor): Deed {
  cursor.space('STATUS');
  const asked = mailbox(cursor, 'STATUS');
  cursor.space('STATUS');
  return { name: 'status', mailbox: asked, items: readStatusItems(cursor, 'STATUS') };
}

function readGetQuota(cursor: Cursor): Deed {
  cursor.space('GETQUOTA');
  return { name: 'getquota', root: cursor.astring('GETQUOTA') };
}

function readSetQuota(cursor: Cursor): Deed {
  cursor.space('SETQUOTA');
  const root = cursor.astring('SETQUOTA');
  cursor.space('SETQUOTA');
  const read = () => {
    const resource = cursor.word('SETQUOTA');
    cursor.space('SETQUOTA');
    return { resource, limit: cursor.number('SETQUOTA', Number.MAX_SAFE_INTEGER) };
  };
  return { name: 'setquota', root, limits: cursor.list('SETQUOTA', read, true) };
}

function readUidExpunge(cursor: Cursor): Deed {
  cursor.space('UID EXPUNGE');
  return { name: 'uid expunge', set: readSet(cursor, 'UID EXPUNGE') };
}

function readFetch(cursor: Cursor, uid: boolean): Deed {
  cursor.space('FETCH');
  const set = readSet(cursor, 'FETCH');
  cursor.space('FETCH');
  const items = readFetchItems(cursor);
  let changedSince: number | undefined;
  let vanished = false;
  if (cursor.take(' '))
    cursor.list('FETCH', () => {
      const word = cursor.word('FETCH');
      if (word === 'VANISHED' && uid) vanished = true;
      else if (word !== 'CHANGEDSINCE') throw new SyntaxFault(`FETCH: unknown modifier ${word.slice(0, 40)}`);
      else {
        cursor.space('CHANGEDSINCE');
        changedSince = cursor.modseq('CHANGEDSINCE');
      }
    });
  if (vanished && changedSince === undefined) throw new SyntaxFault('FETCH: VANISHED stands beside CHANGEDSINCE only');
  return { name: 'fetch', uid, set, items, changedSince, vanished };
}

function readStore(cursor: Cursor, uid: boolean): Deed {
  cursor.space('STORE');
  const set = readSet(cursor, 'STORE');
  cursor.space('STORE');
  let unchangedSince: number | undefined;
  if (cursor.take('(')) {
    if (cursor.word('STORE') !== 'UNCHANGEDSINCE') throw new SyntaxFault('STORE: expected UNCHANGEDSINCE');
    cursor.space('UNCHANGEDSINCE');
    unchangedSince = cursor.modseq('UNCHANGEDSINCE');
    cursor.expect(')', 'STORE');
    cursor.space('STORE');
  }
  const how = cursor.take('+') ? 'add' : cursor.take('-') ? 'remove' : 'replace';
  const word = cursor.word('STORE');
  if (word !== 'FLAGS' && word !== 'FLAGS.SILENT') throw new SyntaxFault('STORE: expected FLAGS');
  cursor.space('STORE');
  const flags = readFlags(cursor, 'STORE', true);
  return { name: 'store', uid, set, how, silent: word === 'FLAGS.SILENT', flags, unchangedSince };
}

function readCopy(cursor: Cursor, name: 'copy' | 'move', uid: boolean): Deed {
  const where = name.toUpperCase();
  cursor.space(where);
  const set = readSet(cursor, where);
  cursor.space(where);
  return { name, uid, set, mailbox: mailbox(cursor, where) };
}
