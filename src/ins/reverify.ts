import { type Call, Refusal } from '#kernel';
import { insiBatch } from './insi.ts';
import type { Vigilance } from './vigilance.ts';

/** The topic under which the jobs call for the next batch. */
export const reverifyTopic = 'ins.reverify';

/** An identity is asked about again when INSi last confirmed it so long ago. */
const periodDays = 180;
const day = 86_400_000;

export interface ReverificationGround {
  readonly ins: { readonly vigilance: Pick<Vigilance, 'verifyOldest'> };
  readonly clock: () => Date;
  /** As `Jobs.later`: done once however many servers ask. */
  readonly later: (topic: string, key: string, payload: Readonly<Record<string, unknown>>, at: Date) => Promise<void>;
  readonly log: (line: string) => void;
}

export interface Reverification {
  readonly handlers: Readonly<Record<string, () => Promise<void>>>;
  /** Once the jobs run. */
  begin(): Promise<void>;
}

/**
 * Asks INSi about every identity again, 180 days after the last time: a batch a day, or a minute after a full one. When INSi is away, or
 * denies so many that it is not believed, it says so in a line without names and asks the next day.
 */
export function openReverification({ ins, clock, later, log }: ReverificationGround): Reverification {
  const next = (inMs: number): Promise<void> => later(reverifyTopic, reverifyTopic, {}, new Date(clock().getTime() + inMs));
  return {
    handlers: {
      [reverifyTopic]: async () => {
        const at = clock();
        const call: Call = { actor: { kind: 'operator', id: 'socle', name: 'Socle' }, at, requestId: 'reverify' };
        let asked = 0;
        try {
          const done = await ins.vigilance.verifyOldest(call, new Date(at.getTime() - periodDays * day));
          asked = done.confirmed + done.replaced + done.denied;
          if (asked > 0) log(`identities: ${done.confirmed} confirmed again, ${done.replaced} replaced, ${done.denied} denied`);
        } catch (error) {
          if (!(error instanceof Refusal) || error.code === 'store.unavailable') throw error;
          log(`identities: not verified again: ${error.code}`);
        }
        await next(asked >= insiBatch ? 60_000 : day);
      },
    },
    begin: () => next(60 * 60_000),
  };
}
