import type { Documents } from '#documents';
import type { Fhir } from '#fhir';
import { actorId, type Call, isPersons, itemId, PLATFORM, parseItemId, type RecordId, Refusal } from '#kernel';
import { notYours, type Permit, type Rights } from '#rights';
import type { Trace, TraceLine } from '#trace';
import { lookedAt } from '../lookedAt.ts';

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
    if (actor.kind === 'citizen' && actor.record === record) return (lines) => announced(desk, lines);
    if (actor.kind !== 'delegate' || actor.record !== record) throw notYours();
    const permit = await desk.rights.decide(call, record, 'list');
    return async (lines) => shownNow(desk, permit, await announced(desk, lines));
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) {
      // A guessed record id must not start a chain of its own.
      const under = (await desk.trace.positions([record])).has(record) ? record : PLATFORM;
      await desk.trace.journal(call, under, { action: 'refusal', outcome: 'refused', code: error.code });
    }
    throw error;
  }
}

async function announced<Line extends Tellable>(desk: LogDesk, lines: readonly Line[]): Promise<readonly Line[]> {
  const untold = await Promise.all(
    [...thingsOf(lines)].map(async ([record, numbers]) => {
      const [documents, waiting] = await Promise.all([desk.documents.untold(record), desk.fhir.unannounced(record, numbers)]);
      return [...documents, ...[...waiting].map((n) => itemId(record, n))];
    }),
  );
  const hidden = new Set<string>(untold.flat());
  return lines.filter(({ object }) => object === undefined || !hidden.has(object.id));
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

/** A thing that is no more, or that this reader is not shown, is told of to the person alone. */
async function shownTo<Line extends Tellable>(desk: LogDesk, permit: Permit, lines: readonly Line[]): Promise<readonly Line[]> {
  const reader = actorId(permit.call.actor);
  const open = lines.filter(({ secret, object, who }) => secret !== true && (object?.kind !== 'Link' || who.id === reader));
  const shown = await Promise.all(
    [...thingsOf(open)].map(([record, numbers]) =>
      record === permit.record
        ? desk.fhir.shownPlaced(permit, numbers, numbers.length)
        : shownThere(desk, permit.call, record, numbers),
    ),
  );
  const seen = new Set(shown.flat().map((body) => (JSON.parse(body) as { id: string }).id));
  return open.filter(({ object }) => placeOf(object?.id) === undefined || seen.has(object?.id ?? ''));
}

/** Things of a record that was linked to this one, as far as this caller is shown them there. */
async function shownThere(desk: LogDesk, call: Call, record: RecordId, numbers: readonly number[]): Promise<readonly string[]> {
  try {
    return (await lookedAt(desk, call, record, (permit) => desk.fhir.shownPlaced(permit, numbers, numbers.length))).found;
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) return [];
    throw error;
  }
}

/** The things that lines tell of, by their record: what is looked at in a linked record is told in the log of the one that goes on too. */
function thingsOf(lines: readonly Tellable[]): ReadonlyMap<RecordId, readonly number[]> {
  const places = [...new Set(lines.map(({ object }) => object?.id))].flatMap((id) => placeOf(id) ?? []);
  return new Map([...Map.groupBy(places, ({ record }) => record)].map(([record, found]) => [record, found.map(({ n }) => n)]));
}

/** Where in a person's record a thing stands; undefined for what is none, such as the Patient or a message. */
function placeOf(id: string | undefined): { readonly record: RecordId; readonly n: number } | undefined {
  try {
    const place = id === undefined ? undefined : parseItemId(id);
    return place !== undefined && isPersons(place.record) ? place : undefined;
  } catch {
    return undefined;
  }
}
