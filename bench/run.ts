/**
 * `npm run bench [name …] [--json] [--seconds N] [--concurrency N] [--profile FOLDER]`: measures Socle at work, on a fresh home of its own,
 * with sign-in, checks, rights and trace all on. Figures compare with the marks of ARCHITECTURE.md; status 0 whether met or not.
 */
import { parseArgs } from 'node:util';
import { printed } from './report.ts';
import type { Measured, Options, Scenario } from './scenario.ts';
import { create } from './scenarios/create.ts';
import { deposit } from './scenarios/deposit.ts';
import { directory } from './scenarios/directory.ts';
import { disk } from './scenarios/disk.ts';
import { documents } from './scenarios/documents.ts';
import { everything } from './scenarios/everything.ts';
import { find } from './scenarios/find.ts';
import { growth } from './scenarios/growth.ts';
import { identities } from './scenarios/identities.ts';
import { imap } from './scenarios/imap.ts';
import { mail } from './scenarios/mail.ts';
import { national } from './scenarios/national.ts';
import { read } from './scenarios/read.ts';
import { rights } from './scenarios/rights.ts';
import { since } from './scenarios/since.ts';
import { smtp } from './scenarios/smtp.ts';
import { start } from './scenarios/start.ts';
import { text } from './scenarios/text.ts';
import { tokens } from './scenarios/tokens.ts';
import { trace } from './scenarios/trace.ts';
import { transaction } from './scenarios/transaction.ts';
import { web } from './scenarios/web.ts';
import { stopAll } from './testbed/server.ts';
import { openTestbed } from './testbed/testbed.ts';

// $everything before create, which adds to the same people.
const scenarios: readonly Scenario[] = [
  deposit,
  read,
  find,
  rights,
  tokens,
  transaction,
  everything,
  create,
  text,
  disk,
  documents,
  trace,
  mail,
  smtp,
  national,
  start,
  growth,
  directory,
  identities,
  imap,
  web,
  since,
];

const help = `npm run bench -- [name …] [--json] [--seconds N] [--concurrency N] [--profile FOLDER]

${scenarios.map(({ name, what }) => `  ${name.padEnd(11)} ${what}`).join('\n')}

  --json         one JSON object instead of the tables
  --seconds      how long each measure lasts (8)
  --concurrency  requests at a time where a scenario keeps a fixed number of them (deposit 8, read 16, find 8)
  --people       how many people the scenario identities loads (500000)
  --profile      the server writes a V8 CPU profile into this folder

Everything runs on a temporary SOCLE_HOME that is removed at the end.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '8' },
    concurrency: { type: 'string' },
    people: { type: 'string' },
    profile: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const unknown = positionals.filter((name) => !scenarios.some((scenario) => scenario.name === name));
const options: Options = {
  seconds: Number(values.seconds),
  ...(values.people === undefined ? {} : { people: Number(values.people) }),
  ...(values.concurrency === undefined ? {} : { concurrency: Number(values.concurrency) }),
};
if (
  values.help ||
  unknown.length > 0 ||
  !(options.seconds > 0) ||
  options.people === 0 ||
  Number.isNaN(options.people) ||
  options.concurrency === 0 ||
  Number.isNaN(options.concurrency)
) {
  console.log(unknown.length > 0 ? `bench: no scenario is named ${unknown.join(', ')}\n\n${help}` : help);
  process.exit(values.help ? 0 : 1);
}

const chosen = scenarios.filter(({ name, onlyNamed }) =>
  positionals.length === 0 ? onlyNamed !== true : positionals.includes(name),
);
const say = (line: string): void => console.error(`bench: ${line}`);
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupted) return;
    interrupted = true;
    void stopAll().finally(() => process.exit(130));
  });
}
const bed = await openTestbed({ say, ...(values.profile === undefined ? {} : { profile: values.profile }) });
const measured: Measured[] = [];
try {
  for (const scenario of chosen) {
    say(`${scenario.name}: ${scenario.what}`);
    const result = await scenario.run(bed, options);
    measured.push(result);
    if (!values.json) console.log(printed(result));
  }
} catch (error) {
  if (!interrupted) throw error; // what breaks while everything is stopped is no news
} finally {
  await bed.close();
}
if (values.json) console.log(JSON.stringify({ at: new Date(), machine: bed.machine, scenarios: measured }, null, 2));
