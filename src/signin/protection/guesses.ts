import type { Store } from '#store';
import { slowDown } from '../refusals.ts';
import { countAll, countGuess, forgiveAll, forgiveGuess, guessesOf, knowDevice, sweepGuesses } from './guesses.sql.ts';
import { pauseOf } from './pause.ts';
import { partsOf, type Source } from './source.ts';

/**
 * Slows down who guesses a secret (password, code). Kept in the database: several servers count together, and a restart forgets nothing.
 *
 * Nobody can lock somebody else out: each account counts apart for each address, and apart for each device on which it was entered before. When
 * many addresses fail on one account, a new address still has its first attempt at once; it is the next that waits long.
 */
export interface Guesses {
  /**
   * Counts an attempt before the secret is looked at, so that attempts at the same moment count too. `account` is a login or whatever the secret
   * opens. Tells whether the source is a device on which this account was opened before. Refuses `signin.slow-down`.
   */
  attempt(account: string, source: Source): Promise<{ readonly known: boolean }>;
  /** The secret was right: what this source failed is forgotten, and its device is known to the account. */
  succeeded(account: string, source: Source): Promise<void>;
  sweep(): Promise<void>;
}

interface Row {
  readonly source: Buffer;
  readonly failures: number;
  readonly last_at: Date;
  readonly known: boolean;
}

const yearSeconds = 365 * 86_400;
const longestSeconds = 7200;
const races = 5;

export function openGuesses(store: Pick<Store, 'query' | 'keys'>, clock: () => Date): Guesses {
  const keyOf = (kind: string, text: string): Buffer => store.keys.mac('signin/guess', Buffer.from(`${kind}\n${text}`));
  const all = Buffer.alloc(0);
  const before = (at: Date, seconds: number): Date => new Date(at.getTime() - seconds * 1000);
  const keysOf = (account: string, source: Source) => {
    const { address, device } = partsOf(source);
    return {
      account: keyOf('account', account),
      address: keyOf('address', address),
      ...(device === undefined ? {} : { device: keyOf('device', device) }),
    };
  };
  const once = async (account: string, source: Source): Promise<{ readonly known: boolean } | undefined> => {
    const keys = keysOf(account, source);
    const at = clock();
    const wanted = [keys.address, all, ...(keys.device === undefined ? [] : [keys.device])];
    const rows = await store.query<Row>(guessesOf, [keys.account, wanted]);
    const of = (key: Buffer | undefined): Row | undefined => rows.find((row) => key !== undefined && row.source.equals(key));
    const device = of(keys.device);
    const known = device?.known === true;
    const own = known ? device : of(keys.address);
    const { pause, forget, failures } = pauseOf({ own, all: of(all), known }, at);
    if (pause > 0) throw slowDown(pause);
    const key = known ? (keys.device ?? keys.address) : keys.address;
    const counted = await store.query(countGuess, [keys.account, key, at, before(at, forget), failures]);
    if (counted.length > 0 && !known) await store.query(countAll, [keys.account, at, before(at, forget)]);
    return counted.length > 0 ? { known } : undefined;
  };
  return {
    async attempt(account, source) {
      for (let race = 0; race < races; race++) {
        const passed = await once(account, source);
        if (passed !== undefined) return passed;
      }
      throw slowDown(1);
    },
    async succeeded(account, source) {
      const keys = keysOf(account, source);
      await store.query(forgiveGuess, [keys.account, keys.address]);
      await store.query(forgiveAll, [keys.account]);
      if (keys.device !== undefined) await store.query(knowDevice, [keys.account, keys.device, clock()]);
    },
    async sweep() {
      const at = clock();
      await store.query(sweepGuesses, [before(at, yearSeconds), before(at, longestSeconds)]);
    },
  };
}
