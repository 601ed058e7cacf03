import { type Actor, type AppRef, type Call, hexOfRecordId, type RecordId } from '#kernel';
import type { Act } from './act.ts';
import { type CompactRequest, compactRequest, wholeRequest } from './request.ts';

/** Who acted, as a line tells it. A citizen is the record itself: no matricule is ever written. */
export interface Who {
  readonly kind: Actor['kind'];
  readonly id: string;
  readonly name: string;
  readonly profession?: string;
  readonly structure?: { readonly id: string; readonly name: string };
  readonly software?: string;
  /** The application through which a person asked. */
  readonly app?: AppRef;
}

/** A line of the trace as its readers get it. */
export interface TraceLine extends Act {
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly who: Who;
  readonly request: string;
  /** Under connexion secrète: not told to those who represent the person. */
  readonly secret?: true;
}

/**
 * A line as it is kept: most of what a database holds of reads is these texts. What is missing is what it mostly is: done, to a thing of the
 * record, by the record itself.
 */
interface Kept extends Omit<Act, 'outcome' | 'object'>, CompactRequest {
  /** Milliseconds since 1970. */
  readonly t: number;
  readonly w: KeptWho;
  readonly secret?: true;
  readonly outcome?: 'refused';
  /** A thing of the record: kind, its id without the digits of the record, title. Any other is told whole. */
  readonly o?: readonly [kind: string, id: string, title?: string];
  readonly object?: NonNullable<Act['object']>;
}

/** `id` is null for the record itself. Of a person, the fourth and fifth are the application they asked through. */
type KeptWho = readonly [
  kind: Actor['kind'],
  id: string | null,
  name: string,
  structureId?: string,
  structureName?: string,
  profession?: string,
  software?: string,
];

/** The exact text of a line of this record, the one that is hashed. */
export function lineBody(call: Call, record: RecordId, { action, outcome, object, ground, reason, code, detail }: Act): string {
  const kept: Kept = {
    t: call.at.getTime(),
    w: keptWho(call.actor, record),
    ...compactRequest(call.requestId),
    ...(call.secret === true ? { secret: true as const } : {}),
    ...((ground ?? call.ground) === undefined ? {} : { ground: ground ?? call.ground }),
    ...((reason ?? call.reason) === undefined ? {} : { reason: reason ?? call.reason }),
    action,
    ...(outcome === 'done' ? {} : { outcome }),
    ...keptObject(object, record),
    ...(code === undefined ? {} : { code }),
    ...(detail === undefined ? {} : { detail }),
  };
  return JSON.stringify(kept);
}

/** Earlier lines say everything whole, under the names that readers get. */
export function parseLine(seq: number, record: RecordId, body: string): TraceLine {
  const line = JSON.parse(body) as Kept | Omit<TraceLine, 'seq'>;
  if (!('t' in line)) return { seq, ...line };
  const { t, w, u, r, o, outcome = 'done', ...act } = line;
  const [kind, id, title] = o ?? [];
  return {
    seq,
    at: new Date(t).toISOString(),
    who: whoOf(w, record),
    request: wholeRequest({ u, r }),
    ...act,
    outcome,
    ...(kind === undefined
      ? {}
      : { object: { kind, id: `${hexOfRecordId(record)}-${id}`, ...(title === undefined ? {} : { title }) } }),
  };
}

function keptObject(object: Act['object'], record: RecordId): Pick<Kept, 'o' | 'object'> {
  if (object === undefined) return {};
  const { kind, id, title } = object;
  const digits = `${hexOfRecordId(record)}-`;
  if (!id.startsWith(digits)) return { object };
  const own = id.slice(digits.length);
  return { o: title === undefined ? [kind, own] : [kind, own, title] };
}

function keptWho(actor: Actor, record: RecordId): KeptWho {
  const id = actor.kind === 'citizen' ? actor.record : actor.id;
  const { kind, name } = actor;
  const who = [kind, id === record ? null : id, name] as const;
  if (actor.kind === 'professional') {
    const { structure, profession, software } = actor;
    return [...who, structure.id, structure.name, profession, software];
  }
  if (actor.kind === 'software') return [...who, actor.structure.id, actor.structure.name];
  if ((actor.kind === 'citizen' || actor.kind === 'delegate') && actor.app !== undefined)
    return [...who, actor.app.id, actor.app.name];
  return who;
}

function whoOf([kind, id, name, structureId, structureName, profession, software]: KeptWho, record: RecordId): Who {
  const place = structureId === undefined || structureName === undefined ? undefined : { id: structureId, name: structureName };
  const asked = kind === 'citizen' || kind === 'delegate' ? 'app' : 'structure';
  return {
    kind,
    id: id ?? record,
    name,
    ...(profession === undefined ? {} : { profession }),
    ...(place === undefined ? {} : { [asked]: place }),
    ...(software === undefined ? {} : { software }),
  };
}
