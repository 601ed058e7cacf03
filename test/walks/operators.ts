import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDocuments, openTexts } from '#documents';
import { openOversight } from '#oversight';
import type { Ground } from './ground.ts';
import { enterExploitation, type Space } from './space.ts';

const password = 'mot-de-passe-public';

/** Two operators, signed in. */
export async function operators(ground: Ground): Promise<{ odile: Space; tanguy: Space }> {
  const named = [
    { login: 'odile', name: 'Odile Vigiemarine', note: '' },
    { login: 'tanguy', name: 'Tanguy Amerrive', note: '' },
  ];
  await ground.signin.accounts.createDemoOperators(named, password);
  return {
    odile: await enterExploitation(ground, 'odile', password),
    tanguy: await enterExploitation(ground, 'tanguy', password),
  };
}

/** Another server's reading of the log that the running one did not hear of. */
export function sweeping(ground: Ground): () => Promise<void> {
  const rights = ground.rights();
  const documents = openDocuments({ ...ground, fhir: ground.engine, rights, texts: openTexts(ground) });
  const clock = () => new Date();
  const fresh = () => openOversight({ ...ground, rights, documents, clock, log: (line) => assert.fail(line) });
  return () => fresh().reader.sweep();
}

/** What is done after an act is there soon: asks until it is as expected, for at most 20 s. */
export async function eventually<T>(ask: () => Promise<T>, is: (found: T) => boolean): Promise<T> {
  for (let n = 0; ; n++) {
    const found = await ask();
    if (is(found)) return found;
    if (n === 100) throw new Error(`not within 20 s; last: ${JSON.stringify(found).slice(0, 500)}`);
    await sleep(200);
  }
}
