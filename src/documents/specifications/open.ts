import type { Store } from '#store';
import { channel, openKept } from './kept.ts';
import { type Pack, type RunningSpecifications, runPacks } from './running.ts';

/** A command may load several packages: the workers are started again once for all of them. */
const gatherMs = 50;

/**
 * The specifications kept in the database; what any process of the database loads or removes is heard by NOTIFY and used from then on,
 * without a restart. Workers start with the first document and end when there is none for some minutes.
 */
export async function openSpecifications(ground: {
  readonly store: Store;
  readonly log: (line: string) => void;
}): Promise<RunningSpecifications> {
  const { store, log } = ground;
  const kept = openKept(store);
  const running = runPacks(log);

  const read = async (): Promise<void> => {
    const there = await kept.list();
    const known = new Map(running.packs.map((pack) => [keyOf(pack), pack]));
    if (there.length === known.size && there.every((one, n) => keyOf(one) === keyOf(running.packs[n]))) return;
    const fresh = await kept.packed(there.filter((one) => !known.has(keyOf(one))).map(({ name }) => name));
    running.use(
      there.flatMap((one): Pack[] => {
        const packed = known.get(keyOf(one))?.packed ?? fresh.get(one.name)?.packed;
        // Removed in between: the next look, which its notice brings, sees it gone.
        return packed === undefined ? [] : [{ ...one, packed }];
      }),
    );
  };
  /** One at a time; a notice that comes while one is under way brings another look. */
  let reading: Promise<void> = Promise.resolve();
  const refresh = (): Promise<void> => {
    reading = reading.catch(() => undefined).then(read);
    return reading;
  };
  let soon: NodeJS.Timeout | undefined;
  const silence = await store.listen(channel, () => {
    soon ??= setTimeout(() => {
      soon = undefined;
      refresh().catch((error: unknown) => log(`specifications: what is loaded cannot be read (${String(error)})`));
    }, gatherMs);
  });
  await refresh();
  return {
    get loaded() {
      return running.loaded;
    },
    schema: running.schema,
    rules: running.rules,
    examine: running.examine,
    async close() {
      await silence();
      clearTimeout(soon);
      await reading.catch(() => undefined);
      await running.close();
    },
  };
}

const keyOf = (one: { name: string; version: string; digest: string } | undefined): string =>
  one === undefined ? '' : `${one.name}#${one.version} ${one.digest}`;
