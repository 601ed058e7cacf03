import type { Call, Ground, Professional, RecordId } from '#kernel';
import type { Act } from '#trace';
import { decideRead, isEmergency, mayDeclareByToken } from './decide.ts';
import type { Change, Desk } from './desk.ts';
import type { Access, Facts } from './facts.ts';
import * as refusals from './refusals.ts';
import { putAccess } from './rights.sql.ts';

const day = 86_400_000;

/** How many days a declared access holds when the operator does not say otherwise: Socle's own, see ADR 9. */
export const usualDays: Readonly<Record<Ground, number>> = {
  equipe_de_soins: 90,
  consentement: 90,
  bris_de_glace: 1,
  centre_15: 1,
};

export interface Declaration {
  readonly ground: Ground;
  readonly reason?: string | undefined;
  /** Connexion secrète, which a minor asks for. */
  readonly secret?: boolean | undefined;
  /** Not said by the professional now: it came with their token. */
  readonly byToken?: boolean;
}

/** A professional says on what ground they look. See `Rights.declare`. */
export async function declareAccess(desk: Desk, call: Call, record: RecordId, declared: Declaration): Promise<Access> {
  const { actor } = call;
  if (actor.kind !== 'professional') throw refusals.onlyProfessionals();
  const reason = reasonFor(declared.ground, declared.reason);
  const secret = declared.secret === true || (await staysSecret(desk, call, record, actor.id, declared));
  if (secret && !(await desk.isMinor(record, call.at))) throw refusals.secretMinorsOnly();
  const { ground } = declared;
  const act: Act = {
    action: 'rights',
    outcome: 'done',
    ground,
    ...(reason === undefined ? {} : { reason }),
    detail: { change: 'declare' },
  };
  const by = secret ? { ...call, secret } : call;
  return desk.change(by, record, (facts): Change<Access> => {
    // What this server remembers may be out of date: another may have been told of the person's choice.
    const idle = declared.byToken === true && !mayDeclareByToken(facts, call, actor.id, ground);
    const access = { ...newAccess(desk, actor, ground, call.at, facts), secret, ...(reason === undefined ? {} : { reason }) };
    if (!idle) decideRead(withAccess(facts, access), call, record, 'list'); // refuses who is blocked or opposed
    return { idle, act, writes: [[putAccess, valuesOfAccess(record, access)]], result: access };
  });
}

/** What was secret is not made known by a token's ground, which says nothing of it. */
async function staysSecret(
  desk: Desk,
  { at }: Call,
  record: RecordId,
  professional: string,
  { byToken = false }: Declaration,
): Promise<boolean> {
  if (!byToken) return false;
  const before = (await desk.factsOf(record)).accesses.get(professional);
  return before?.secret === true && desk.isMinor(record, at);
}

export function valuesOfAccess(record: RecordId, access: Access): readonly unknown[] {
  const { professional, ground, reason, since, until, givenBy, endChosen, secret } = access;
  const who = JSON.stringify(professional);
  return [record, professional.id, ground, reason ?? null, since, until, who, givenBy === 'person', endChosen, secret];
}

function newAccess(
  { accessDays }: Desk,
  { id, name, profession, structure }: Professional,
  ground: Ground,
  at: Date,
  facts: Facts,
): Access {
  const professional = { id, name, profession, structure };
  const usual = new Date(at.getTime() + accessDays[ground] * day);
  const before = facts.accesses.get(id);
  // A longer access that the person gave is not cut short by declaring again what it already gives.
  if (before?.endChosen && !isEmergency(ground) && before.until > usual)
    return { professional, ground, since: at, until: before.until, givenBy: before.givenBy, endChosen: true, secret: false };
  return { professional, ground, since: at, until: usual, givenBy: 'professional', endChosen: false, secret: false };
}

function withAccess(facts: Facts, access: Access): Facts {
  return { ...facts, accesses: new Map([...facts.accesses, [access.professional.id, access]]) };
}

function reasonFor(ground: Ground, reason: string | undefined): string | undefined {
  const text = reason?.trim();
  if (ground !== 'bris_de_glace') return text === '' ? undefined : text?.slice(0, 500);
  if (text !== undefined && text.length >= 10 && text.length <= 500) return text;
  throw refusals.reasonRequired();
}
