#!/usr/bin/env node
// The way in to every command. Plain JavaScript that an older Node (20.19 or newer) runs with nothing installed: it installs the
// lockfile, builds the web spaces and the FHIR definitions when they changed, then hands over to the pinned Node. Read launch/*.js.
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureDefinitions } from './launch/definitions.js';
import { ensureInstalled } from './launch/install.js';
import { pinnedNode } from './launch/node.js';
import { handOver } from './launch/run.js';
import { ensureWeb } from './launch/web.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const [command = '--help', ...rest] = process.argv.slice(2);
const programs = {
  test: 'test/run.ts',
  'check-code': 'test/run.ts',
  bench: 'bench/run.ts',
  conformance: 'test/conformance/run.ts',
};
/** They speak to a server that runs, are about documents alone, or only tell about themselves. */
const noDefinitions = new Set(['--help', '-h', 'token', 'deposit', 'demo', 'log', 'build', 'check', 'specs', 'document']);
const program = programs[command] ?? 'src/cli.ts';

try {
  await ensureInstalled(root);
  const node = pinnedNode(root);
  if (command === 'serve' || command === 'test') await ensureWeb(root, node);
  if (!noDefinitions.has(command)) await ensureDefinitions(root, node);
  handOver(node, join(root, program), command === 'bench' || command === 'conformance' ? rest : [command, ...rest]);
} catch (error) {
  process.stderr.write(`socle: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
