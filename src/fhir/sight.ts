import { type Call, type RecordId, Refusal } from '#kernel';
import type { Permit, Rights } from '#rights';
import { kindOf, ownHome } from './engine/home.ts';

/** What of a home the caller may see: everything of their own, what a Permit shows of a record. */
export type Sight =
  | { readonly all: true }
  | { readonly all: false; readonly permit: Permit; readonly asWhat: 'list' | 'item' | 'identity' };

/** Undefined when nothing of this home is for the caller; the reason is given to `refused`. Without a ground a professional still has their own. */
export async function sightOf(
  rights: Pick<Rights, 'decide'>,
  call: Call,
  home: RecordId,
  refused: (refusal: Refusal) => void,
): Promise<Sight | undefined> {
  if (kindOf(home) === 'shared') return undefined;
  if (kindOf(home) === 'own') return home === ownHome(call.actor) ? { all: true } : undefined;
  const decided = async (asWhat: 'list' | 'item'): Promise<Sight> => ({
    all: false,
    permit: await rights.decide(call, home, asWhat),
    asWhat,
  });
  try {
    return await decided('list').catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'rights.no-ground') return decided('item');
      throw error;
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'store.unavailable') throw error;
    refused(error);
    return undefined;
  }
}

/** What may be seen now, when that has changed since it was decided: what was found empty is then to be looked at again. */
export async function changedSight(rights: Pick<Rights, 'renewed'>, sight: Sight): Promise<Sight | undefined> {
  if (sight.all) return undefined;
  const renewed = await rights.renewed(sight.permit, sight.asWhat).catch(() => undefined);
  return renewed === undefined ? undefined : { ...sight, permit: renewed };
}
