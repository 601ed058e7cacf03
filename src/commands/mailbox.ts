import { openDirectory } from '#directory';
import { openIns } from '#ins';
import { openInsiSimulator } from '#interop/insi';
import type { Call } from '#kernel';
import { type Mailbox, type Mailboxes, mailboxKinds, openMailboxes } from '#messaging';
import { openRights } from '#rights';
import { openStore, type Store } from '#store';
import { openTrace } from '#trace';
import { mailOf } from '../mailSettings.ts';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';
import { printFigures } from './mailboxFigures.ts';
import { optionsOf, textOf } from './options.ts';
import { CommandFailed } from './server.ts';

export const help = `socle mailbox open ADDRESS --name "Shown name" --kind PER|CAB --professional RPPS [--structure FINESS]
socle mailbox open ADDRESS --name "Shown name" --kind ORG --structure FINESS [--professional RPPS]
socle mailbox open ADDRESS --name "Shown name" --kind APP --structure FINESS --software CLIENT-ID
socle mailbox list [--kind KIND]
socle mailbox close ADDRESS
socle mailbox reopen ADDRESS
socle mailbox figures [--month 2026-11] [--json]

Secure mailboxes of professionals (PER), practices (CAB), organisations (ORG) and software (APP); those of citizens are made by themselves.
The professional named manages the mailbox and gives others a part in it. It is told in the directory unless it is on the liste rouge.
An address and its kind never change, and an address is never given twice. A closed mailbox takes and sends nothing, and can still be read.
  --service TEXT --description TEXT --responsible TEXT   what the directory says besides
  --list-rouge                                           not shown in the directory
  --quota-mib N                                          how much it holds
figures: what was sent, received, removed in a month, by kind of mailbox and product, as CSV: numbers alone.
Beside a running Socle or without one.`;

const options = {
  name: { type: 'string' },
  kind: { type: 'string' },
  professional: { type: 'string' },
  structure: { type: 'string' },
  software: { type: 'string' },
  service: { type: 'string' },
  description: { type: 'string' },
  responsible: { type: 'string' },
  'quota-mib': { type: 'string' },
  'list-rouge': { type: 'boolean' },
  month: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export async function mailbox(args: readonly string[]): Promise<void> {
  const { values, words } = optionsOf(args, options, help);
  const [verb = '', address = '', ...more] = words;
  if (values.help === true) return console.log(help);
  const wrong = more.length > 0 || ['list', 'figures'].includes(verb) !== (address === '');
  if (wrong || !['open', 'list', 'close', 'reopen', 'figures'].includes(verb)) throw new CommandFailed(help);
  const said = (name: keyof typeof options): string | undefined => textOf(values[name])?.trim();
  const kind = mailboxKinds.find((one) => one === said('kind')?.toUpperCase() && one !== 'CIT');
  if (said('kind') !== undefined && kind === undefined) throw new CommandFailed('--kind is PER, CAB, ORG or APP');
  return withMailboxes(async (mailboxes, call, store) => {
    if (verb === 'figures') {
      const month = said('month');
      return printFigures(store, call, { json: values.json === true, ...(month === undefined ? {} : { month }) });
    }
    if (verb === 'list') return list(mailboxes, kind);
    if (verb === 'open') {
      const name = said('name');
      if (name === undefined || kind === undefined || kind === 'CIT')
        throw new CommandFailed(`--name and --kind are needed\n\n${help}`);
      const quota = said('quota-mib');
      const texts = (['professional', 'structure', 'software', 'service', 'description', 'responsible'] as const).flatMap(
        (field) => {
          const value = said(field);
          return value === undefined ? [] : [[field, value]];
        },
      );
      const opened = await mailboxes.open(call, {
        address,
        name,
        kind,
        ...Object.fromEntries(texts),
        listRouge: values['list-rouge'] === true,
        ...(quota === undefined ? {} : { quotaBytes: Number(quota) * 1024 ** 2 }),
      });
      return console.log(`${opened.address} is open (${opened.kind}).`);
    }
    const found = await mailboxes.byAddress(address);
    if (found === undefined || found.kind === 'CIT') throw new CommandFailed(`${address} is no mailbox of this operator`);
    const changed = verb === 'close' ? await mailboxes.close(call, found.id) : await mailboxes.reopen(call, found.id);
    console.log(`${changed.address} is ${changed.state}.`);
  });
}

async function withMailboxes(work: (mailboxes: Mailboxes, call: Call, store: Store) => Promise<void>): Promise<void> {
  const settings = readSettings();
  const store: Store = await openStore(settings, { migrations, log: (line) => console.error(line), mode: 'join' });
  try {
    const trace = await openTrace(store);
    const mailboxes = openMailboxes({
      store,
      trace,
      ins: openIns(store, trace, openInsiSimulator(), { examples: settings.demo }),
      directory: openDirectory(store),
      rights: openRights(store, trace),
      domains: settings.mail ?? mailOf({}),
    });
    const actor = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;
    await work(mailboxes, { actor, at: new Date(), requestId: crypto.randomUUID() }, store);
  } finally {
    await store.close();
  }
}

async function list(mailboxes: Mailboxes, kind: Mailbox['kind'] | undefined): Promise<void> {
  let after = '';
  for (let more = true; more; ) {
    const page = await mailboxes.list({ after, ...(kind === undefined ? {} : { kind }) });
    for (const one of page) console.log(line(one));
    after = page.at(-1)?.address ?? '';
    more = page.length === 200;
  }
}

function line({ address, kind, state, name, listRouge, messages, usedBytes, quotaBytes }: Mailbox): string {
  const full = `${(usedBytes / 1024 ** 2).toFixed(1)} of ${Math.round(quotaBytes / 1024 ** 2)} MiB`;
  return `${kind}  ${state}  ${address}  ${name}  ${messages} messages, ${full}${listRouge ? '  liste rouge' : ''}`;
}
