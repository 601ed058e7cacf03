import { type Actor, type AppRef, type Ground, isGround, isRecordId, type RecordId, type StructureRef } from '#kernel';

/** The claim `socle` of an access token: everything a request needs to know of its caller, so that no table is read. */
export interface SocleClaim {
  readonly actor: Actor;
  readonly ground?: Ground;
  readonly reason?: string;
  /** As of {@link Caller}. */
  readonly within?: RecordId;
  readonly grant?: string;
}

export const claimName = 'socle';

/** Reads the claim back; undefined when the shape is not ours. The signature has been checked before. */
export function parseSocleClaim(value: unknown): SocleClaim | undefined {
  if (!isObject(value)) return undefined;
  const actor = parseActor(value.actor);
  // A delegate acts in the web space, and by an application that they allowed: no other token speaks for one.
  if (actor === undefined || (actor.kind === 'delegate' && actor.app === undefined)) return undefined;
  const { ground, reason, within, grant } = value;
  if (within !== undefined && !(isText(within) && isRecordId(within))) return undefined;
  return {
    actor,
    ...(isGround(ground) ? { ground } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(within === undefined ? {} : { within }),
    ...(isText(grant) ? { grant } : {}),
  };
}

export function parseActor(value: unknown): Actor | undefined {
  if (!isObject(value)) return undefined;
  const { kind, id, name, record, profession, software } = value;
  if (!isText(name)) return undefined;
  const app = parseApp(value.app);
  const through = app === undefined ? {} : { app };
  if (kind === 'citizen') return isText(record) && isRecordId(record) ? { kind, record, name, ...through } : undefined;
  if (kind === 'operator') return isText(id) ? { kind, id, name } : undefined;
  if (kind === 'delegate') {
    const known = isText(id) && isRecordId(id) && isText(record) && isRecordId(record);
    return known ? { kind, id, name, record, ...through } : undefined;
  }
  const structure = parseStructure(value.structure);
  if (!isText(id) || structure === undefined) return undefined;
  if (kind === 'software') return { kind, id, name, structure };
  if (kind !== 'professional' || !isText(profession) || !isText(software)) return undefined;
  return { kind, id, name, profession, structure, software };
}

function parseApp(value: unknown): AppRef | undefined {
  return isObject(value) && isText(value.id) && isText(value.name) ? { id: value.id, name: value.name } : undefined;
}

function parseStructure(value: unknown): StructureRef | undefined {
  return isObject(value) && isText(value.id) && isText(value.name) ? { id: value.id, name: value.name } : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
