import { openStore, type Store } from '#store';
import { openTrace, type Trace } from '#trace';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';
import { faultWords, keptIn, verifyFile } from './logFile.ts';
import { CommandFailed } from './server.ts';

export const help = `socle log verify [--checkpoint FILE]
socle log verify FILE [--key FILE] [--show]
socle log checkpoint

verify        recomputes every chain of the log and tells each line that was changed, removed, moved or cut off, each record that
              disappeared whole, and what is wrong with the checkpoints. Beside a running Socle or without one. With --checkpoint the log is
              held to a checkpoint that was kept elsewhere (as /.well-known/socle-log-checkpoint.json gave it).
verify FILE   verifies the log of one person as they downloaded it (signed JSON): needs no Socle, no database, no network. --key names the
              file of the keys that its server publishes (/.well-known/socle-log-keys.json): without it, that the file was not changed
              since it was signed is proved, and not who signed it. --show prints its lines.
checkpoint    signs now where the chains stand; a running Socle does so every day

The exit status of verify is 0 when nothing is wrong, else 1.`;

export async function log(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) return console.log(help);
  const [what, ...rest] = args;
  if (what === 'checkpoint' && rest.length === 0) return withTrace(checkpoint);
  if (what !== 'verify') throw new CommandFailed(help);
  const { files, checkpoint: kept, key, show } = optionsIn(rest);
  const [file] = files;
  if (file !== undefined && files.length === 1 && kept === undefined) return verifyFile(file, key, show);
  if (files.length > 0 || key !== undefined || show) throw new CommandFailed(help);
  await withTrace((trace) => verify(trace, kept));
}

interface Options {
  readonly files: readonly string[];
  readonly checkpoint?: string;
  readonly key?: string;
  readonly show: boolean;
}

function optionsIn(args: readonly string[]): Options {
  const files: string[] = [];
  const named: { checkpoint?: string; key?: string } = {};
  let show = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--show') show = true;
    else if (arg === '--key' || arg === '--checkpoint') {
      const value = args[++i];
      if (value === undefined) throw new CommandFailed(`${arg} needs a file\n\n${help}`);
      named[arg === '--key' ? 'key' : 'checkpoint'] = value;
    } else if (arg.startsWith('-')) throw new CommandFailed(help);
    else files.push(arg);
  }
  return { files, show, ...named };
}

async function withTrace(work: (trace: Trace) => Promise<void>): Promise<void> {
  const store: Store = await openStore(readSettings(), { migrations, log: (line) => console.error(line), mode: 'join' });
  try {
    await work(await openTrace(store));
  } finally {
    await store.close();
  }
}

async function verify(trace: Trace, keptFile: string | undefined): Promise<void> {
  const kept = keptFile === undefined ? [] : [await keptIn(keptFile, await trace.keys())];
  const { records, lines, checkpoints, faults } = await trace.verify(undefined, kept);
  for (const fault of faults) console.log(faultWords(fault));
  console.log(`${lines} lines of ${records} records verified against ${checkpoints} checkpoints, ${faults.length} faults`);
  if (faults.length > 0) process.exitCode = 1;
}

async function checkpoint(trace: Trace): Promise<void> {
  const before = await trace.newestCheckpoint();
  const made = await trace.checkpoint(new Date());
  if (made === undefined) return console.log('The log has no line yet: there is nothing to sign.');
  if (made.n === before?.n) return console.log(`Nothing has changed since checkpoint ${made.n}.`);
  console.log(
    `Checkpoint ${made.n}. Keep it elsewhere than on this machine: what was there today cannot be denied then.\n${made.jws}`,
  );
}
