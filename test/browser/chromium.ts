import { aptInstall, programPath, rootOnDebian, runnable } from '../debian.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const packages = ['chromium', 'fonts-dejavu-core'];

/**
 * The Chromium that the browser tests drive: `CHROMIUM_PATH`, else one of the usual programs. As root on Debian or Ubuntu an absent one
 * is installed with apt-get, and said; elsewhere the error says what to install.
 */
export async function chromiumPath(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (runnable(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which is not a program that can be run`);
  }
  const found = installed();
  if (found !== undefined) return found;
  if (rootOnDebian()) aptInstall('Chromium is not here', packages);
  const now = installed();
  if (now !== undefined) return now;
  throw new Error(
    `The browser tests need Chromium and found none. Install it (on Debian or Ubuntu: sudo apt-get install ${packages.join(' ')}) ` +
      'or name one with CHROMIUM_PATH, then start again',
  );
}

function installed(): string | undefined {
  return names.map(programPath).find((path) => path !== undefined) ?? places.find(runnable);
}
