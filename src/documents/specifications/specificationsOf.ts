import { basename } from 'node:path';
import { bundleOf } from './bundle.ts';
import { openSource } from './openSource.ts';
import { type Picked, pick } from './pick.ts';
import { type RunningSpecifications, runPacks } from './running.ts';
import { type SourceLimits, sourceLimits } from './source.ts';

/** What a folder or an archive holds, ready to be kept. */
export interface ReadSpecifications extends Picked {
  /** From the name of the file and what it says of a version; else the beginning of the digest. */
  readonly name: string;
  readonly version: string;
}

/**
 * Reads a folder, a `.zip` or a `.tar.gz` as the ANS publishes its specifications (`TestContenuCDA`). Refuses
 * `specifications.malformed`, `.too-large`, `.unsafe-entry` (see `openSource`) and `.empty`.
 */
export async function readSpecifications(path: string, limits: SourceLimits = sourceLimits): Promise<ReadSpecifications> {
  const source = await openSource(path, limits);
  try {
    const picked = await pick(source, limits);
    return { ...picked, ...namedAfter(path, picked) };
  } finally {
    await source.close();
  }
}

/**
 * The specifications in folders or archives on this machine, without a database; they work together. Refusals as
 * {@link readSpecifications}.
 */
export async function specificationsOf(...paths: readonly string[]): Promise<RunningSpecifications> {
  const packs = paths.map(async (path) => {
    const { name, version, files, schemas, schematrons, lists } = await readSpecifications(path);
    return { name, version, schemas, schematrons, lists, ...bundleOf(files) };
  });
  const running = runPacks(() => undefined);
  running.use(await Promise.all(packs));
  return running;
}

/** `TestContenuCDA-3-0-main.zip` is `TestContenuCDA`, version `3.0`. */
function namedAfter(path: string, { files }: Picked): { name: string; version: string } {
  const bare = basename(path)
    .replace(/\.(zip|tgz|tar\.gz)$/i, '')
    .replace(/-(main|master)$/i, '');
  const [, before, numbers] = /^(.*?)[-_ ]?v?(\d+(?:[.-]\d+)+)$/i.exec(bare) ?? [];
  const name = (numbers === undefined ? bare : (before ?? '')).replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return {
    name: name.slice(0, 128) || 'specifications',
    version: numbers?.replaceAll('-', '.') ?? bundleOf(files).digest.slice(0, 12),
  };
}
