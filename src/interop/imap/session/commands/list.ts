import type { Folder } from '#messaging';
import { type CommandNamed, type Listed, printListed } from '../../syntax/index.ts';
import { ok } from '../replies.ts';
import type { Session } from '../session.ts';
import { type Behaviour, opened } from './behaviour.ts';
import { anyMatches } from './pattern.ts';
import { sayStatus } from './status.ts';

/** A name of the tree: a folder, or only the way to folders below it. */
interface Branch {
  readonly name: string;
  readonly folder: Folder | undefined;
  readonly children: boolean;
  /** A folder below it is subscribed. */
  readonly leadsToSubscribed: boolean;
}

const uses = { inbox: '', sent: '\\Sent', drafts: '\\Drafts', trash: '\\Trash', archive: '\\Archive', junk: '\\Junk' } as const;

/** RFC 3501 §6.3.8; with the options of RFC 5258 (LIST-EXTENDED), RFC 6154 (SPECIAL-USE) and RFC 5819 (LIST-STATUS). */
export const list: Behaviour<'list'> = async (session, command) => {
  const { wire } = session;
  const { patterns, extended, reference } = command;
  if (!extended && patterns.length === 1 && patterns[0] === '') {
    wire.say(printListed('LIST', { attributes: ['\\Noselect'], name: '' }));
    return ok('Folders are separated by /.');
  }
  const wanted = patterns.filter((pattern) => pattern !== '').map((pattern) => `${reference}${pattern}`);
  for (const branch of await treeOf(session)) {
    if (!anyMatches(wanted, branch.name)) continue;
    const said = saidOf(command, branch, wanted);
    if (said === undefined) continue;
    wire.say(printListed('LIST', { name: branch.name, ...said }));
    if (command.status !== undefined && branch.folder !== undefined) await sayStatus(session, branch.name, command.status);
  }
  return ok('These are there.');
};

/** RFC 3501 §6.3.9: a name above a subscribed folder is shown where the pattern ends at it. */
export const lsub: Behaviour<'lsub'> = async (session, { reference, pattern }) => {
  for (const { name, folder, leadsToSubscribed } of await treeOf(session)) {
    if (!anyMatches([`${reference}${pattern}`], name)) continue;
    if (folder?.subscribed === true) session.wire.say(printListed('LSUB', { attributes: [], name }));
    else if (leadsToSubscribed && pattern.includes('%'))
      session.wire.say(printListed('LSUB', { attributes: ['\\Noselect'], name }));
  }
  return ok('These are subscribed.');
};

async function treeOf(session: Session): Promise<readonly Branch[]> {
  const folders = await session.parts.mail.folders(opened(session));
  const byName = new Map<string, Folder | undefined>(folders.map((folder) => [folder.name, folder]));
  const parents = new Set<string>();
  const leading = new Set<string>();
  for (const { name, subscribed } of folders) {
    for (let end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
      const above = name.slice(0, end);
      parents.add(above);
      if (subscribed) leading.add(above);
      if (!byName.has(above)) byName.set(above, undefined);
    }
  }
  const branches = [...byName].map(([name, folder]): Branch => {
    return { name, folder, children: parents.has(name), leadsToSubscribed: leading.has(name) };
  });
  return branches.sort((a, b) => (a.name === 'INBOX' ? -1 : b.name === 'INBOX' ? 1 : a.name < b.name ? -1 : 1));
}

/** Undefined when the options leave it out. */
function saidOf(
  { select, returns, extended }: CommandNamed<'list'>,
  { folder, children, leadsToSubscribed }: Branch,
  wanted: readonly string[],
): Omit<Listed, 'name'> | undefined {
  const bySubscription = select.includes('subscribed');
  const use = folder?.special === undefined ? '' : uses[folder.special];
  const fits = (!bySubscription || folder?.subscribed === true) && (!select.includes('special-use') || use !== '');
  const recursive = bySubscription && select.includes('recursivematch') && leadsToSubscribed;
  if (!fits && !recursive) return undefined;
  if (folder === undefined && extended && !recursive && !wanted.some((pattern) => pattern.includes('%'))) return undefined;
  const attributes = [
    ...(folder === undefined ? [extended ? '\\NonExistent' : '\\Noselect'] : []),
    children ? '\\HasChildren' : '\\HasNoChildren',
    ...(use === '' ? [] : [use]),
    ...((bySubscription || returns.includes('subscribed')) && folder?.subscribed === true ? ['\\Subscribed'] : []),
  ];
  return { attributes, ...(recursive ? { childInfo: ['SUBSCRIBED'] as const } : {}) };
}
