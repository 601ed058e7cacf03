import { type Asked, askedFrom, type Past, statusText } from '#fhir';
import type { Ask, Told } from '../ask.ts';
import type { RestDesk } from '../desk.ts';
import { addressOf, bundleText, entryText, type Link } from '../links.ts';
import { selfLink } from '../paging.ts';
import type { Interaction } from './interaction.ts';

/** Source: FHIR R4 §3.1.0.12. */
export const historyOfInstance: Interaction = {
  codes: ['history-instance'],
  verb: 'GET',
  path: '/:type/:id/_history',
  letters: 'r',
  answer: (desk, ask) => history(desk, ask, { type: ask.place.type ?? '', id: ask.place.id ?? '' }),
};

export const historyOfType: Interaction = {
  codes: ['history-type'],
  verb: 'GET',
  path: '/:type/_history',
  letters: 's',
  answer: (desk, ask) => history(desk, ask, { type: ask.place.type ?? '' }),
};

export const historyOfSystem: Interaction = {
  codes: ['history-system'],
  verb: 'GET',
  path: '/_history',
  letters: 's',
  answer: (desk, ask) => history(desk, ask, {}),
};

async function history({ fhir, base }: RestDesk, ask: Ask, scope: { type?: string; id?: string }): Promise<Told> {
  const asked = askedFrom(ask.query);
  const { total, entries, next } = await fhir.history(ask.call, scope, asked);
  const address = [base, scope.type, scope.id, '_history'].filter((step) => step !== undefined).join('/');
  return {
    status: 200,
    body: bundleText(
      'history',
      entries.map((past) => entryOf(base, past)),
      { total, links: linksOf(address, asked, next) },
    ),
  };
}

function linksOf(address: string, asked: Asked, next: string | undefined): Link[] {
  const self: Link = { relation: 'self', url: selfLink(address, asked, []) };
  return next === undefined ? [self] : [self, { relation: 'next', url: addressOf(address, asked, { page: next }) }];
}

function entryOf(base: string, { type, id, version, at, method, body }: Past): string {
  const status = method === 'POST' ? 201 : method === 'DELETE' ? 204 : 200;
  return entryText({
    fullUrl: `"${base}/${type}/${id}"`,
    resource: body,
    request: JSON.stringify({ method, url: method === 'POST' ? type : `${type}/${id}` }),
    response: JSON.stringify({ status: statusText(status), etag: `W/"${version}"`, lastModified: at.toISOString() }),
  });
}
