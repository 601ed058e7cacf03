import type { DeedNamed, Resync } from './command.ts';
import type { Cursor } from './cursor.ts';
import { SyntaxFault } from './fault.ts';
import { mailbox } from './mailboxName.ts';
import { readKnownSet } from './set.ts';

/** SELECT and EXAMINE with their parameters: RFC 4466 §2.1, RFC 7162 §3.1.8 and §3.2.5. */
export function readSelect(cursor: Cursor, name: 'select' | 'examine'): DeedNamed<'select' | 'examine'> {
  const where = name.toUpperCase();
  cursor.space(where);
  const chosen = mailbox(cursor, where);
  let condstore = false;
  let resync: Resync | undefined;
  if (cursor.take(' '))
    cursor.list(where, () => {
      const word = cursor.word(where);
      if (word === 'CONDSTORE') condstore = true;
      else if (word === 'QRESYNC') resync = readResync(cursor);
      else throw new SyntaxFault(`${where}: unknown parameter ${word.slice(0, 40)}`);
    });
  return { name, mailbox: chosen, condstore, resync };
}

function readResync(cursor: Cursor): Resync {
  const where = 'QRESYNC';
  cursor.space(where);
  cursor.expect('(', where);
  const uidValidity = cursor.positive(where);
  cursor.space(where);
  const modseq = cursor.modseq(where);
  if (modseq === 0) throw new SyntaxFault(`${where}: the mod-sequence may not be 0`);
  let known: Resync['known'];
  let match: Resync['match'];
  if (cursor.take(' ')) {
    if (cursor.peek() !== '(') known = readKnownSet(cursor, where);
    if (known === undefined || cursor.take(' ')) match = readMatch(cursor, where);
  }
  cursor.expect(')', where);
  return { uidValidity, modseq, known, match };
}

function readMatch(cursor: Cursor, where: string): NonNullable<Resync['match']> {
  cursor.expect('(', where);
  const sequences = readKnownSet(cursor, where);
  cursor.space(where);
  const uids = readKnownSet(cursor, where);
  cursor.expect(')', where);
  return { sequences, uids };
}
