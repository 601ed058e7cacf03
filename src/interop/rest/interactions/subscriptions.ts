import {
  fhirRefusal,
  InvalidResource,
  type Json,
  refuseUnknown,
  type ShownSubscription,
  searchset,
  subscriptionTypes,
} from '#fhir';
import { requireScope } from '#signin';
import type { Ask, Told } from '../ask.ts';
import { resourceOf, searchAsked } from '../body.ts';
import { conditionsOf, unchangedSince } from '../conditions.ts';
import type { RestDesk } from '../desk.ts';
import { shaped } from '../shape.ts';
import type { Interaction } from './interaction.ts';

/** The search parameters of subscriptions: one’s own, so few are needed. */
export const subscriptionParameters = { _id: 'token', status: 'token' } as const;

const on = { type: 'Subscription' } as const;

const create: Interaction = {
  ...on,
  codes: ['create'],
  verb: 'POST',
  path: '/Subscription',
  letters: 'c',
  async answer(desk, ask) {
    const shown = await desk.subscriptions.create(ask.call, checked(desk, ask));
    return written(ask, 201, shown);
  },
};

const update: Interaction = {
  ...on,
  codes: ['update'],
  verb: 'PUT',
  path: '/Subscription/:id',
  letters: 'u',
  async answer(desk, ask) {
    const { id = '' } = ask.place;
    const resource = checked(desk, ask);
    if (resource.id !== id) {
      throw fhirRefusal(
        'id-mismatch',
        'L’identifiant de la ressource n’est pas celui de l’adresse.',
        'The id of the resource is not that of the address.',
        'Subscription.id',
      );
    }
    return written(ask, 200, await desk.subscriptions.update(ask.call, id, resource, conditionsOf(ask.header).ifMatch));
  },
};

const read: Interaction = {
  ...on,
  codes: ['read'],
  verb: 'GET',
  path: '/Subscription/:id',
  letters: 'r',
  async answer({ subscriptions, model }, ask) {
    const { body, version, at } = await subscriptions.read(ask.call, ask.place.id ?? '');
    if (unchangedSince(ask.header, { version, at })) return { status: 304, version, at };
    return { status: 200, version, at, body: shaped(model, ask.query, body) };
  },
};

const remove: Interaction = {
  ...on,
  codes: ['delete'],
  verb: 'DELETE',
  path: '/Subscription/:id',
  letters: 'd',
  async answer({ subscriptions }, ask) {
    await subscriptions.remove(ask.call, ask.place.id ?? '');
    return { status: 204 };
  },
};

async function find({ subscriptions, base }: RestDesk, ask: Ask): Promise<Told> {
  const asked = searchAsked(ask);
  refuseUnknown(asked, Object.keys(subscriptionParameters));
  const [ids, statuses] = ['_id', 'status'].map((name) => asked.get(name)?.flatMap((list) => list.split(',')));
  const found = await subscriptions.search(ask.call, {
    ...(ids === undefined ? {} : { ids }),
    ...(statuses === undefined ? {} : { statuses: statuses.map((one) => one.replace(/^.*\|/, '')) }),
  });
  const entries = found.map(({ id, body }) => ({ fullUrl: `${base}/Subscription/${id}`, body }));
  return { status: 200, body: searchset(`${base}/Subscription`, found.length, entries) };
}

/** Each owner sees their own. A subscription has no history: what it was before says nothing of what was sent. */
export const subscriptionInteractions: readonly Interaction[] = [
  create,
  update,
  read,
  remove,
  { ...on, codes: ['search-type'], verb: 'GET', path: '/Subscription', letters: 's', answer: find },
  { ...on, codes: ['search-type'], verb: 'POST', path: '/Subscription/_search', letters: 's', answer: find },
];

/** Valid, and about what the token lets its bearer find and read. */
function checked({ model, validator }: RestDesk, { body, caller }: Ask): Json {
  const { json } = resourceOf(model, body);
  if (json.resourceType !== 'Subscription') {
    throw fhirRefusal('wrong-type', 'Une Subscription est attendue.', 'A Subscription is expected.', 'resourceType');
  }
  const errors = validator.validate(json).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InvalidResource(errors);
  for (const type of subscriptionTypes(json)) requireScope(caller, `${type}.rs`);
  return json;
}

function written({ prefer }: Ask, status: number, { id, version, at, body }: ShownSubscription): Told {
  const place = { status, version, at, location: `Subscription/${id}` };
  return prefer.return === 'minimal' ? place : { ...place, body };
}
