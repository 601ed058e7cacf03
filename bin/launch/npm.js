import process from 'node:process';

const options = [
  'install',
  '--no-save',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  '--include=dev',
  '--include=optional',
];

/**
 * `npm install --no-save`, not `npm ci`: both install what the lockfile says, but `npm ci` refuses a lockfile made where the registry
 * did not offer the optional packages of other platforms (biome for macOS …); this one fetches them at the exact version asked for.
 * That package.json and lockfile agree is held by test/architecture.test.ts.
 * @param {(program: string, args: readonly string[], shell?: boolean) => Promise<import('./alone.js').Ended>} run
 */
export async function npmInstall(run) {
  const ourNpm = process.env.npm_execpath ?? '';
  const [program, before] = /npm-cli\.c?js$/.test(ourNpm) ? [process.execPath, [ourNpm]] : ['npm', []];
  const ended = await run(program, [...before, ...options], process.platform === 'win32' && program === 'npm');
  if (ended.status === 0 && ended.signal === null) return;
  if (ended.signal) throw stopped(`the installation was stopped by ${ended.signal}; start again`);
  if (ended.error) throw stopped(`npm cannot be started (${ended.error.message}). Install Node.js with npm, then start again`);
  throw new Error(
    `npm install ended with status ${ended.status}; its messages are above. The machine needs to reach its npm registry, about 1 GB of ` +
      'disk, and the right to write in this folder. Start again once that is so: nothing else is needed',
  );
}

/** To try again at once would be of no use. */
function stopped(message) {
  return Object.assign(new Error(message), { stopped: true });
}
