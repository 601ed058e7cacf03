import type { Entry } from '#documents';
import type { Identity } from '#ins';
import type { Call } from '#kernel';
import { parseAddress } from '../mailboxes/address.ts';
import type { ExchangeDesk } from './desk.ts';
import { type Audience, type Hidden, mayGo } from './matrix.ts';
import { notForPatient, notForProfessionals, otherCitizen } from './refusals.ts';

/** A recipient, and how the log of the record names them: never by a citizen’s address. */
export interface Addressed {
  readonly address: string;
  readonly audience: Audience;
  readonly told: string;
}

/** Who these addresses are. Refuses `messaging.malformed-address`, `messaging.other-citizen`. */
export async function addressedOf(
  { mailboxes }: Pick<ExchangeDesk, 'mailboxes'>,
  { record, matricule }: Identity,
  addresses: readonly string[],
): Promise<readonly Addressed[]> {
  const wanted = [...new Map(addresses.map((text) => parseAddress(text, 'recipients')).map((one) => [one.text, one])).values()];
  return Promise.all(
    wanted.map(async ({ text: address, local, domain }): Promise<Addressed> => {
      const mailbox = await mailboxes.byAddress(address);
      if (domain !== mailboxes.domains.citizens) return { address, audience: 'professionals', told: mailbox?.name ?? address };
      // Somebody whose matricule changed is reached by the old one too.
      if (local !== matricule?.toLowerCase() && mailbox?.id !== record) throw otherCitizen();
      return { address, audience: 'patient', told: 'patient' };
    }),
  );
}

/** From whom a document is hidden, of one that stands or will. */
export type Labelled = Pick<Entry, 'hiddenFromProfessionals' | 'hiddenFromPatient' | 'hiddenFromRepresentatives'>;

/**
 * Holds every document against every recipient: all may go to all, or nothing goes. Refuses `messaging.not-for-patient`,
 * `messaging.not-for-professionals`.
 */
export async function holdToMatrix(
  desk: Pick<ExchangeDesk, 'rights'>,
  call: Call,
  { record }: Identity,
  entries: readonly Labelled[],
  addressed: readonly Addressed[],
): Promise<void> {
  const access = call.actor.kind === 'professional' ? await desk.rights.accessOf(call, record) : undefined;
  const secret = call.secret === true || access?.secret === true;
  const toPatient = addressed.some(({ audience }) => audience === 'patient');
  const readByOthers = toPatient && (await isReadByOthers(desk, call, record));
  for (const entry of entries) {
    const hidden: Hidden = {
      fromProfessionals: entry.hiddenFromProfessionals,
      fromPatient: entry.hiddenFromPatient,
      fromRepresentatives: entry.hiddenFromRepresentatives,
      secret,
    };
    for (const { audience } of addressed)
      if (!mayGo(hidden, audience, readByOthers)) throw audience === 'patient' ? notForPatient() : notForProfessionals();
  }
}

/** Somebody has a mandate to read and write messages for the person. */
async function isReadByOthers({ rights }: Pick<ExchangeDesk, 'rights'>, { at, requestId }: Call, record: Identity['record']) {
  const house: Call = { actor: { kind: 'operator', id: 'socle', name: 'Socle' }, at, requestId };
  const { mandates } = await rights.onBehalfAtDesk.choices(house, record);
  return [...mandates.values()].some(({ purposes, since, until }) => purposes.includes('message') && since <= at && at < until);
}
