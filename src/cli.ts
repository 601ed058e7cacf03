import { Refusal } from '#kernel';
import { app } from './commands/app.ts';
import { build } from './commands/build.ts';
import { certificate } from './commands/certificate.ts';
import { check } from './commands/check.ts';
import { demo } from './commands/demo.ts';
import { deposit } from './commands/deposit.ts';
import { directory } from './commands/directory.ts';
import { document } from './commands/document.ts';
import { indexing } from './commands/indexing.ts';
import { log } from './commands/log.ts';
import { mailbox } from './commands/mailbox.ts';
import { migrate } from './commands/migrate.ts';
import { operator } from './commands/operator.ts';
import { rights } from './commands/rights.ts';
import { serve } from './commands/serve.ts';
import { CommandFailed } from './commands/server.ts';
import { software } from './commands/software.ts';
import { specs } from './commands/specs.ts';
import { terminology } from './commands/terminology.ts';
import { token } from './commands/token.ts';
import { trust } from './commands/trust.ts';

const help = `socle <command>

  serve        start everything (npm start)
  migrate      bring the schema up to date
  demo         tell who is in the demonstration territory
  operator     add and remove those who run this installation
  software     register a software: its secret or keys, where it may send people back
  app          register an application
  certificate  certificates of the demonstration authority: make, list, revoke
  token        print a bearer token for scripts
  trust        load the signed list of trusted domains of secure messaging
  deposit      deposit a CDA document
  build        write a CDA document from a form, without a server
  document     restore a document that was withdrawn by mistake
  check        check CDA documents: header, code lists, XSD, schematron
  log          verify the log, or one that somebody downloaded; sign a checkpoint
  terminology  load profiles, value sets and code systems
  specs        load the XSD and schematrons that documents are checked with
  rights       load the authorisation table: which professions read which documents
  mailbox      open, list, close secure mailboxes
  directory    load the public extractions of RPPS, FINESS and MSSanté
  indexing     tell how far what is stored is indexed

Each has --help. Settings: docs/guide/settings.md`;

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  serve,
  migrate,
  demo,
  operator,
  software,
  app,
  certificate,
  token,
  trust,
  deposit,
  build,
  document,
  check,
  log,
  mailbox,
  terminology,
  specs,
  indexing,
  rights,
  directory,
};

const [name = '--help', ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  console.log(help);
  process.exitCode = name === '--help' || name === '-h' ? 0 : 1;
} else {
  try {
    await command(args);
  } catch (error) {
    // A refusal and a failed command are for the person; anything else is a defect and shows where.
    if (error instanceof Refusal)
      console.error(`socle: ${error.sentence.en}${error.at === undefined ? '' : ` (${error.at})`}\n  ${error.sentence.fr}`);
    else if (error instanceof CommandFailed) console.error(`socle: ${error.message}`);
    else console.error(error);
    process.exit(1);
  }
}
