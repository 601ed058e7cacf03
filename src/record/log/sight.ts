import type { Documents } from '#documents';
import type { Fhir } from '#fhir';
import { actorId, type Call, PLATFORM, parseItemId, type RecordId, Refusal } from '#kernel';
import { notYours, type Permit, type Rights } from '#rights';
import type { Trace, TraceLine } from '#trace';

export interface LogDesk {
  readonly rights: Pick<Rights, 'decide' | 'renewed'>;
  readonly trace: Pick<Trace, 'lines' | 'journal' | 'positions' | 'export'>;
  readonly documents: Pick<Documents, 'untold'>;
  readonly fhir: Pick<Fhir, 'shownPlaced' | 'unannounced'>;
}

/** What decides whether a line is told. */
export type Tellable = Pick<TraceLine, 'who' | 'object' | 'secret'>;

/** Leaves out of lines those that this reader is not told. */
export type Told = <Line extends Tellable>(lines: readonly Line[]) => Promise<readonly Line[]>;

/**
 * Who reads a record's log: the person, and who acts for them with the right to read. The person is told everything but what happened to a
 * document or a result that waits to be announced, which would announce it. Who acts for them is told nothing that was done under connexion secrète, nor of
 * things that they may not see, nor of links that another made: what these open may be kept from them.
 *
 * Refuses `rights.not-yours` to everybody else, traced, and what `rights.decide` refuses.
 */
export async function toldTo(desk: LogDesk, call: Call, record: RecordId): Promise<Told> {
  try {
    const { actor } = call;
    if (actor.kind === 'citizen' && actor.record === record) return (lines) => announced(desk, record, lines);
    if (actor.kind !== 'delegate' || actor.record !== record) throw notYours();
    const permit = await desk.rights.decide(call, record, 'list');
    return async (lines) => shownNow(desk, permit, await announced(desk, record, lines));
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) {
      // A guessed record id must not start a chain of its own.
      const under = (await desk.trace.positions([record])).has(record) ? record : PLATFORM;
      await desk.trace.journal(call, under, { action: 'refusal', outcome: 'refused', code: error.code });
    }
    throw error;
  }
}

async function announced<Line extends Tellable>(
  desk: LogDesk,
  record: RecordId,
  lines: readonly Line[],
): Promise<readonly Line[]> {
  const numbers = lines.flatMap(({ object }) => numberOf(object?.id, record) ?? []);
  const [untold, waiting] = await Promise.all([
    desk.documents.untold(record),
    desk.fhir.unannounced(record, [...new Set(numbers)]),
  ]);
  return lines.filter(({ object }) => {
    const n = numberOf(object?.id, record);
    return object === undefined || !(untold.has(object.id) || (n !== undefined && waiting.has(n)));
  });
}

const mostAgain = 3;

/** A Permit that no longer holds shows nothing: where rights changed meanwhile, the lines are looked at again. */
async function shownNow<Line extends Tellable>(desk: LogDesk, first: Permit, lines: readonly Line[]): Promise<readonly Line[]> {
  let permit = first;
  for (let again = 0; ; again++) {
    const shown = await shownTo(desk, permit, lines);
    const renewed = again === mostAgain ? undefined : await desk.rights.renewed(permit, 'list');
    if (renewed === undefined) return shown;
    permit = renewed;
  }
}

/** A thing that is no more, or that this Permit does not show, is told of to the person alone. */
async function shownTo<Line extends Tellable>(desk: LogDesk, permit: Permit, lines: readonly Line[]): Promise<readonly Line[]> {
  const reader = actorId(permit.call.actor);
  const open = lines.filter(({ secret, object, who }) => secret !== true && (object?.kind !== 'Link' || who.id === reader));
  const numbers = open.flatMap(({ object }) => numberOf(object?.id, permit.record) ?? []);
  const bodies = await desk.fhir.shownPlaced(permit, [...new Set(numbers)], numbers.length);
  const seen = new Set(bodies.map((body) => (JSON.parse(body) as { id: string }).id));
  return open.filter(({ object }) => numberOf(object?.id, permit.record) === undefined || seen.has(object?.id ?? ''));
}

/** The number of a thing inside the record; undefined for what is none, such as the Patient. */
function numberOf(id: string | undefined, record: RecordId): number | undefined {
  try {
    const item = id === undefined ? undefined : parseItemId(id);
    return item?.record === record ? item.n : undefined;
  } catch {
    return undefined;
  }
}
