import { type Call, type Citizen, isRecordId, type RecordId } from '#kernel';
import type { Act } from '#trace';
import { comesOfAge } from './age.ts';
import { type Change, type Desk, type Place, refuseUnlessThemself } from './desk.ts';
import type { Facts } from './facts.ts';
import { codeLasts, hashOfCode, newCode, readCode, type Wish, wishOf } from './invitation.ts';
import * as sql from './mandate.sql.ts';
import { isPurpose, type Mandate, type Purpose, purposes } from './mandate.ts';
import * as refusals from './refusals.ts';

const mostMandates = 20;
const mostInvitations = 10;
const mostReceived = 50;
const mostTries = 10;
const day = 86_400_000;

export interface Invitation {
  readonly id: string;
  readonly purposes: readonly Purpose[];
  readonly categories?: readonly string[];
  /** End of the mandate that it offers. */
  readonly until: Date;
  /** Until when its code can be used. */
  readonly expires: Date;
}

/** Somebody for whom a person may act. */
export interface Profile {
  readonly record: RecordId;
  readonly name: string;
  readonly mandate: Mandate;
  readonly minor: boolean;
}

/** Who acts for whom. A mandate stands in the record of the person it is about, and gives no right to make another. */
export interface Mandates {
  /** The person's mandates in force and open invitations. Refuses `rights.not-yours`, `rights.only-themself`. */
  mandates(
    call: Call,
    record: RecordId,
  ): Promise<{ given: readonly (Mandate & { readonly id: string })[]; invitations: readonly Invitation[] }>;
  /**
   * Makes an invitation: a code of ten characters, told this once and good for fourteen days, which another citizen accepts. Refuses
   * `rights.only-themself`, `rights.bad-mandate`, `rights.too-many-mandates`.
   */
  invite(call: Call, record: RecordId, wish: Wish): Promise<{ code: string; id: string; expires: Date }>;
  /** The citizen of the call takes up an invitation. Refuses `rights.no-invitation`, `rights.too-many-tries` (10 a day), `rights.not-yours`. */
  accept(call: Call, code: string): Promise<Profile>;
  /** Ends an adult's mandate or takes an invitation back; may be repeated. Refuses `rights.legal-mandate`, `rights.only-themself`. */
  endMandate(call: Call, record: RecordId, id: string): Promise<void>;
  /** Gives up what somebody asked of the citizen of the call; may be repeated. Refuses `rights.legal-mandate`. */
  renounce(call: Call, record: RecordId): Promise<void>;
  /** Those for whom the person of the call may act now; of a delegate, the person that they are. */
  profiles(call: Call): Promise<readonly Profile[]>;
  /** At the desk, on proof: a legal representative, of a minor until they come of age at the latest. Refuses `rights.bad-mandate`. */
  representLegally(
    call: Call,
    record: RecordId,
    delegate: { readonly id: RecordId; readonly name: string },
    until: Date,
  ): Promise<Mandate>;
  /** At the desk: a legal representation is over. May be repeated. */
  endRepresentation(call: Call, record: RecordId, delegate: RecordId): Promise<void>;
}

export function openMandates(desk: Desk): Mandates {
  const { store, trace } = desk;
  const rightsAct = (call: Call, detail: Record<string, string>): Act => ({
    action: 'rights',
    outcome: 'done',
    ...(call.actor.kind === 'operator' && call.reason !== undefined ? { reason: call.reason } : {}),
    detail,
  });
  /** Before the mandate, so that none is without its pointer: in the delegate's own record, it shortens the way and gives no right. */
  const pointTo = (of: RecordId, record: RecordId): Promise<unknown> => store.query(sql.putActsFor, [of, record, '']);
  const point = (call: Call, of: RecordId, record: RecordId, name: string, change: string): Promise<void> =>
    store.transaction(async (tx) => {
      await store.records.lock(tx, of);
      if (change === 'mandate-received') tx.write(sql.putActsFor, [of, record, name]);
      else tx.write(sql.dropActsFor, [of, record]);
      await trace.append(tx, call, of, rightsAct(call, { change, name }));
    });
  const profilesOf = async (id: RecordId, call: Call): Promise<Profile[]> => {
    const rows = await store.query<{ for_record: RecordId; name: string }>(sql.actsForOf, [id, mostReceived]);
    const found = await Promise.all(
      rows.map(async ({ for_record: record, name }): Promise<Profile | undefined> => {
        const facts = await desk.factsOf(record);
        const mandate = facts.mandates.get(id);
        if (mandate === undefined || call.at < mandate.since || mandate.until <= call.at || facts.closed) return undefined;
        return {
          record,
          name: name === '' ? ((await desk.about(record))?.name ?? '') : name,
          mandate,
          minor: await desk.isMinor(record, call.at),
        };
      }),
    );
    return found.filter((one) => one !== undefined);
  };
  const put = (record: RecordId, delegate: RecordId, { kind, name, purposes, categories, since, until }: Mandate) =>
    [sql.putMandate, [record, delegate, kind, name, purposes, categories ?? null, since, until]] as const;
  const refuseTooMany = ({ mandates }: Facts, delegate: string, { at }: Call): void => {
    const others = [...mandates].filter(([id, { until }]) => id !== delegate && at < until);
    if (others.length >= mostMandates) throw refusals.tooManyMandates();
  };
  const end = async (call: Call, record: RecordId, delegate: RecordId, place: Place): Promise<void> => {
    const ended = await desk.change(call, record, (facts) => {
      const mandate = facts.mandates.get(delegate);
      if (mandate?.kind === 'legal' && place !== 'desk') throw refusals.legalMandate();
      const act = rightsAct(call, { change: 'mandate-end', name: mandate?.name ?? delegate });
      return { act, writes: [[sql.endMandate, [record, delegate]]], result: mandate };
    });
    if (ended === undefined) return;
    const name = (await desk.about(record))?.name ?? '';
    await point(call, delegate, record, name, 'mandate-over');
  };
  return {
    async mandates(call, record) {
      refuseUnlessThemself(call, record, 'themself');
      desk.forget(record);
      const { mandates } = await desk.factsOf(record);
      const rows = await store.query<InvitationRow>(sql.invitationsOf, [record, call.at]);
      const given = [...mandates].filter(([, { until }]) => call.at < until).map(([id, mandate]) => ({ id, ...mandate }));
      return { given, invitations: rows.map(invitationOf) };
    },
    invite: (call, record, asked) =>
      desk.refusing(call, record, async () => {
        refuseUnlessThemself(call, record, 'themself');
        const wish = wishOf(asked, call.at);
        const { code, id } = newCode();
        const expires = new Date(call.at.getTime() + codeLasts);
        const { name } = call.actor;
        await desk.change(call, record, async (facts, tx) => {
          refuseTooMany(facts, '', call);
          const open = await tx.query(sql.invitationsOf, [record, call.at]);
          if (open.length >= mostInvitations) throw refusals.tooManyMandates();
          return {
            act: rightsAct(call, { change: 'invite', purposes: wish.purposes.join(' ') }),
            writes: [
              [sql.dropExpiredInvitations, [record, call.at]],
              [sql.putInvitation, [record, id, name, wish.purposes, wish.categories ?? null, wish.until, expires]],
            ],
            result: undefined,
          };
        });
        // Of no record yet: written once the invitation stands, so that a code always leads to one.
        await store.query(sql.dropExpiredCodes, [call.at]);
        await store.query(sql.putCode, [hashOfCode(store.keys, code), record, id, expires]);
        return { code, id, expires };
      }),
    async accept(call, typed) {
      const { actor } = call;
      if (actor.kind !== 'citizen') throw refusals.onlyThemself();
      return desk.refusing(call, actor.record, async () => {
        const [counted] = await store.query<{ tries: number }>(sql.countTry, [
          actor.record,
          call.at,
          new Date(call.at.getTime() - day),
        ]);
        if ((counted?.tries ?? 1) > mostTries) throw refusals.tooManyTries();
        const code = readCode(typed);
        const hash = code === undefined ? undefined : hashOfCode(store.keys, code);
        const [found] =
          hash === undefined ? [] : await store.query<{ record_id: RecordId; id: string }>(sql.findCode, [hash, call.at]);
        if (found === undefined || found.record_id === actor.record) throw refusals.noInvitation();
        await pointTo(actor.record, found.record_id);
        const profile = await takeUp(desk, call, actor, found.record_id, found.id, (facts, mandate) => {
          refuseTooMany(facts, actor.record, call);
          if (facts.mandates.get(actor.record)?.kind === 'legal') throw refusals.legalMandate();
          return {
            act: rightsAct(call, { change: 'mandate', name: actor.name, purposes: mandate.purposes.join(' ') }),
            writes: [put(found.record_id, actor.record, mandate)],
          };
        });
        await point(call, actor.record, profile.record, profile.name, 'mandate-received');
        await store.query(sql.dropCode, [hash]);
        await store.query(sql.forgetTries, [actor.record]);
        return { ...profile, minor: await desk.isMinor(profile.record, call.at) };
      });
    },
    endMandate: (call, record, id) =>
      desk.refusing(call, record, async () => {
        refuseUnlessThemself(call, record, 'themself');
        if (isRecordId(id)) return end(call, record, id, 'themself');
        await desk.change(call, record, async (_, tx) => {
          await tx.query(sql.takeInvitation, [record, id, new Date(0)]);
          return { act: rightsAct(call, { change: 'uninvite' }), writes: [], result: undefined };
        });
      }),
    async renounce(call, record) {
      const { actor } = call;
      if (actor.kind !== 'citizen') throw refusals.onlyThemself();
      // A guessed record must not start a chain: only one that the person's own record points to.
      const known = await store.query<{ for_record: RecordId }>(sql.actsForOf, [actor.record, mostReceived]);
      if (known.some((one) => one.for_record === record)) await end(call, record, actor.record, 'themself');
    },
    async profiles(call) {
      const { actor } = call;
      if (actor.kind !== 'citizen' && actor.kind !== 'delegate') throw refusals.notYours();
      return profilesOf(actor.kind === 'citizen' ? actor.record : actor.id, call);
    },
    async representLegally(call, record, delegate, until) {
      refuseUnlessThemself(call, record, 'desk');
      const person = await desk.about(record);
      const ofAge = person === undefined ? undefined : comesOfAge(person.birthDate);
      const latest = ofAge !== undefined && call.at < ofAge && ofAge < until ? ofAge : until;
      if (delegate.id === record || !(call.at < latest)) throw refusals.badMandate('until');
      const { name } = delegate;
      const mandate: Mandate = { kind: 'legal', name, purposes, since: call.at, until: latest };
      await pointTo(delegate.id, record);
      await desk.change(call, record, (facts) => {
        refuseTooMany(facts, delegate.id, call);
        const act = rightsAct(call, { change: 'represent', name, until: latest.toISOString() });
        return { act, writes: [put(record, delegate.id, mandate)], result: undefined };
      });
      await point(call, delegate.id, record, person?.name ?? '', 'mandate-received');
      return mandate;
    },
    endRepresentation: (call, record, delegate) => {
      refuseUnlessThemself(call, record, 'desk');
      return end(call, record, delegate, 'desk');
    },
  };
}

/** The invitation becomes a mandate in one transaction: of two who know the code, one has it. */
async function takeUp(
  desk: Desk,
  call: Call,
  { name }: Citizen,
  record: RecordId,
  id: string,
  plan: (facts: Facts, mandate: Mandate) => Omit<Change<unknown>, 'result'>,
): Promise<Omit<Profile, 'minor'>> {
  return desk.change(call, record, async (facts, tx) => {
    const [taken] = await tx.query<InvitationRow & { name: string }>(sql.takeInvitation, [record, id, call.at]);
    if (taken === undefined || facts.closed) throw refusals.noInvitation();
    const { purposes, categories, until } = invitationOf(taken);
    const limits = categories === undefined ? {} : { categories };
    const mandate: Mandate = { kind: 'adult', name, purposes, since: call.at, until, ...limits };
    return { ...plan(facts, mandate), result: { record, name: taken.name, mandate } };
  });
}

interface InvitationRow {
  readonly id: string;
  readonly purposes: readonly string[];
  readonly categories: readonly string[] | null;
  readonly until: Date;
  readonly expires: Date;
}

function invitationOf({ id, purposes, categories, until, expires }: InvitationRow): Invitation {
  return { id, purposes: purposes.filter(isPurpose), until, expires, ...(categories === null ? {} : { categories }) };
}
