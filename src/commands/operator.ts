import { type Call, PLATFORM } from '#kernel';
import { type Operators, openOperatorAccounts } from '#signin';
import { openStore } from '#store';
import { openTrace } from '#trace';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';
import { optionsOf, textOf } from './options.ts';
import { CommandFailed } from './server.ts';

export const help = `socle operator add LOGIN --name "First Last"
socle operator password LOGIN
socle operator remove LOGIN
socle operator list

Those who sign in at /exploitation, each with a login of their own: acts that ask for two persons ask for two of these. add and password
print a password to hand over; it opens nothing but the page on which its owner chooses their own. remove ends the account and what is
open in its name. Beside a running Socle or without one; each change is in the log of the platform.`;

export async function operator(args: readonly string[]): Promise<void> {
  const { values, words } = optionsOf(args, { name: { type: 'string' } }, help);
  if (values.help === true) return console.log(help);
  const [act = '', login = '', ...more] = words;
  const name = textOf(values.name)?.trim() ?? '';
  const known = { add: name !== '' && name.length <= 200, password: true, remove: true, list: login === '' }[act];
  if (known !== true || more.length > 0 || (act !== 'list' && login === '')) throw new CommandFailed(help);
  const settings = readSettings();
  const store = await openStore(settings, { migrations, log: (line) => console.error(line), mode: 'join' });
  try {
    const accounts = openOperatorAccounts(store, settings.demo);
    if (act === 'list') return await list(accounts);
    const said = await done(accounts, act, { login, name });
    const call: Call = { actor: commandLine, at: new Date(), requestId: crypto.randomUUID() };
    const detail = { change: `operator-${act}`, login };
    await (await openTrace(store)).journal(call, PLATFORM, { action: 'rights', outcome: 'done', detail });
    console.log(said);
  } finally {
    await store.close();
  }
}

const commandLine = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;

async function done(accounts: Operators, act: string, account: { login: string; name: string }): Promise<string> {
  if (act === 'remove') {
    await accounts.removeOperator(account.login);
    return `${account.login} is removed.`;
  }
  const password = act === 'add' ? await accounts.addOperator(account) : await accounts.resetOperator(account.login);
  return `${password}\n  the password of ${account.login}, to hand over: it is changed at the first sign-in, at /exploitation`;
}

async function list(accounts: Operators): Promise<void> {
  for (const { login, name, oneTime, demo } of await accounts.operators()) {
    const state = demo ? 'demonstration' : oneTime ? 'has not signed in yet' : '';
    console.log(`${login.padEnd(24)} ${name.padEnd(30)} ${state}`.trimEnd());
  }
}
