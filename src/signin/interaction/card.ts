import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Directory, DirectoryProfessional } from '#directory';
import { Refusal } from '#kernel';
import type { Keys } from '#store';
import type { Certificates } from '../certificates/certificates.ts';
import { cardLost, noCardholder, unknownCardholder } from '../certificates/refusals.ts';
import { cardholderId } from '../certificates/subject.ts';
import { cardPage, cardRefusedPage } from '../pages/card.ts';
import { languageOf } from '../pages/language.ts';
import { type Page, send } from '../pages/page.ts';
import type { Audit } from '../protection/audit.ts';
import { professionalActor, situations } from '../provider/account.ts';
import { subjectText } from '../provider/subject.ts';
import { noSituation } from '../refusals.ts';
import type { InteractionParts, Outcome, Pending } from './parts.ts';

export interface CardParts {
  readonly certificates: Pick<Certificates, 'presented'>;
  readonly directory: Directory;
  readonly keys: Keys;
  readonly publicUrl: string;
  readonly audit: Audit;
  readonly clock: () => Date;
}

/** What the TLS listener saw, for the page of one sign-in, for two minutes. */
interface Proof {
  readonly uid: string;
  readonly professional: string;
  /** Milliseconds of the epoch. */
  readonly at: number;
}

const purpose = 'signin/card';
const freshSeconds = 120;

/**
 * `GET /oidc/carte/:uid`, on the TLS listener: reads the certificate of the connection and sends the browser back to the page of its sign-in with a
 * sealed proof of it. The proof opens nothing without that page's cookie, and the page is always that of the public address.
 */
export function openCardReader({ certificates, directory, keys, publicUrl, audit, clock }: CardParts) {
  return async (request: IncomingMessage, response: ServerResponse, uid: string): Promise<void> => {
    const page = `${publicUrl}/oidc/interaction/${uid}`;
    let holder: string | undefined;
    try {
      const { certificate, family } = certificates.presented(request);
      const id = cardholderId(certificate);
      if (family !== 'persons' || id === undefined) throw noCardholder();
      holder = id;
      if ((await directory.professional(id)) === undefined) throw unknownCardholder();
      const proof: Proof = { uid, professional: id, at: clock().getTime() };
      const sealed = keys.seal(purpose, Buffer.from(JSON.stringify(proof))).toString('base64url');
      response.writeHead(303, { location: `${page}?carte=${sealed}`, 'cache-control': 'no-store' }).end();
    } catch (error) {
      if (!(error instanceof Refusal) || error.code.startsWith('store.')) throw error;
      await audit.refused('card', error.code, holder === undefined ? {} : { holder });
      send(response, { status: 403, page: cardRefusedPage(error.sentence, page), language: languageOf(request) });
    }
  };
}

/** The page a professional comes back to. Refuses `signin.card-lost`, `signin.no-situation`. */
export async function askCard(parts: InteractionParts, pending: Pending, sealed: string): Promise<Page> {
  const { professional, places } = await holderOf(parts, pending, sealed);
  const name = `${professional.given} ${professional.family}`;
  return cardPage({ action: pending.action, card: sealed, name, places });
}

/** Signs in whom the card names, where they say they act. Refuses `signin.card-lost`, `signin.no-situation`. */
export async function cardStep(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const { professional, places } = await holderOf(parts, pending, form.get('card') ?? '');
  const chosen = form.get('situation') ?? (places.length === 1 ? places[0]?.id : undefined);
  const place = places.find(({ id }) => id === chosen);
  if (place === undefined) throw noSituation();
  await parts.trace.professional(professionalActor(professional, place, pending.clientId), undefined, 'card');
  const accountId = subjectText({ kind: 'professional', id: professional.id });
  const login = { accountId, acr: 'eidas1', amr: ['card'], remember: false };
  return { result: { login, situation: place.id, way: 'card' } };
}

async function holderOf({ keys, directory, clock }: InteractionParts, { interaction }: Pending, sealed: string) {
  const { uid, professional: id, at } = openProof(keys, sealed);
  if (uid !== interaction.uid || at + freshSeconds * 1000 < clock().getTime()) throw cardLost();
  const professional: DirectoryProfessional | undefined = await directory.professional(id);
  if (professional === undefined) throw unknownCardholder();
  const places = await situations(directory, professional);
  if (places.length === 0) throw noSituation();
  return { professional, places };
}

function openProof(keys: Keys, sealed: string): Proof {
  try {
    return JSON.parse(keys.unseal(purpose, Buffer.from(sealed.slice(0, 1000), 'base64url')).toString('utf8')) as Proof;
  } catch {
    throw cardLost();
  }
}
