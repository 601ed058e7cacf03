import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from '../../json.ts';
import { addedByType } from './added.ts';
import { beginWork, everyKind, indexedOf, takeWork } from './indexing.sql.ts';
import { type Progress, progressAt } from './progress.ts';
import { projectAll } from './projectAll.ts';
import { renewAllKeys } from './renewKeys.ts';
import { type IndexingStanding, type StandingOfOne, standingOf, standingOfOne } from './standing.ts';
import { type IndexingDesk, type Kind, Lost, leaseMs, Work, type WorkRow } from './work.ts';

export type { IndexingDesk } from './work.ts';

/** Indexing of what is stored, in the background. */
export interface Indexing {
  /** Begins what there is to do: the lists across records when there are none, search parameters that were added. */
  look(): void;
  /** Does all of it anew: the lists across records (`across`), or the search values of every type (`keys`). Nothing when it is under way. */
  rebuild(kind: Kind): Promise<void>;
  progress(): Promise<readonly Progress[]>;
  /** Of every work and every search parameter that was added. */
  standing(): Promise<IndexingStanding>;
  /** Of one search parameter, as the SearchParameter that is stored says it. */
  standingOf(definition: Json): Promise<StandingOfOne>;
  /** When nothing is left to do. */
  settle(): Promise<void>;
  /** Stops after the step under way; another server, or this one started again, goes on from there. */
  close(): Promise<void>;
}

const lookMs = 10_000;

/**
 * Opens the indexing of this database and looks for work. One server does a work; one that was killed in the midst of it is followed, within a
 * minute, by another, from the step after the last that it finished. Between two steps a server rests as long as the step took.
 */
export function openIndexing(desk: IndexingDesk): Indexing {
  const { store, parameters, clock, log } = desk;
  let stopping = false;
  let working: Promise<void> | undefined;
  let again = false;

  const needs = async (): Promise<void> => {
    const added = addedByType(desk);
    const rows =
      added.size === 0 ? [] : await store.query<{ type: string; parameters: string[] }>(indexedOf, [[...added.keys()]]);
    const indexed = new Map(rows.map((row) => [row.type, new Set(row.parameters)]));
    const types = [...added].filter(([type, marks]) => marks.some((mark) => indexed.get(type)?.has(mark) !== true));
    if (types.length > 0) await store.query(beginWork, ['keys', types.map(([type]) => type), clock()]);
  };
  const begin = async (): Promise<void> => {
    const known = new Set((await store.query<{ kind: Kind }>(everyKind)).map(({ kind }) => kind));
    if (!known.has('across')) await store.query(beginWork, ['across', [], clock()]);
    await needs();
  };
  const take = async (): Promise<Work | undefined> => {
    const now = clock();
    const lease = new Date(now.getTime() + leaseMs);
    const [row] = await store.query<WorkRow>(takeWork, [now, lease]);
    return row === undefined ? undefined : new Work(desk, row, lease);
  };
  const run = async (work: Work): Promise<void> => {
    let since = performance.now();
    const rest = async (): Promise<boolean> => {
      if (!stopping) await sleep(performance.now() - since);
      since = performance.now();
      return !stopping;
    };
    try {
      const done = await (work.kind === 'across' ? projectAll : renewAllKeys)(desk, work, rest);
      await (done ? work.end() : work.leave());
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
    }
  };
  const doAll = async (): Promise<void> => {
    do {
      again = false;
      await begin();
      while (!stopping) {
        const work = await take();
        if (work === undefined) break;
        await run(work);
        await needs();
      }
    } while (again && !stopping);
  };
  const look = (): void => {
    again = true;
    if (stopping) return;
    working ??= doAll()
      .catch((error: unknown) => {
        // What it had taken is taken again when its lease ends.
        log(`indexing: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      })
      .finally(() => {
        working = undefined;
      });
  };
  const looking = setInterval(look, lookMs);
  look();
  return {
    look,
    async rebuild(kind) {
      await store.query(beginWork, [kind, kind === 'keys' ? parameters.model.resources : [], clock()]);
      look();
    },
    progress: () => progressAt(store, clock()),
    standing: () => standingOf(desk, clock()),
    standingOf: (definition) => standingOfOne(desk, definition, clock()),
    async settle() {
      while (working !== undefined) await working;
    },
    async close() {
      stopping = true;
      clearInterval(looking);
      await working;
    },
  };
}
