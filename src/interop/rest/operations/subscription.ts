import { fhirRefusal, searchset } from '#fhir';
import type { Inputs } from './inputs.ts';
import type { Operation } from './operation.ts';
import { out, parameters } from './parameters.ts';

const ig = 'http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition';
const contents = ['empty', 'id-only', 'full-resource'] as const;
const on = { types: ['Subscription'], letters: 'r' } as const;

/** Source: Subscriptions R5 Backport 1.1, $status. */
export const subscriptionStatus: Operation = {
  ...on,
  name: 'status',
  definition: `${ig}/backport-subscription-status`,
  levels: ['type', 'instance'],
  in: [
    { name: 'id', type: 'string', many: true },
    { name: 'status', type: 'code', many: true },
  ],
  async answer({ desk, ask, inputs, id }) {
    if (id !== undefined) await desk.subscriptions.read(ask.call, id);
    const ids = id === undefined ? (inputs.has('id') ? inputs.texts('id') : undefined) : [id];
    const statuses = id === undefined && inputs.has('status') ? inputs.texts('status') : undefined;
    const found = await desk.subscriptions.status(ask.call, {
      ...(ids === undefined ? {} : { ids }),
      ...(statuses === undefined ? {} : { statuses }),
    });
    const entries = found.map(({ id: one, body }) => ({ fullUrl: `${desk.base}/Subscription/${one}/$status`, body }));
    return { status: 200, body: searchset(`${desk.base}/Subscription/$status`, entries.length, entries) };
  },
};

/** Source: Subscriptions R5 Backport 1.1, $events. */
export const subscriptionEvents: Operation = {
  ...on,
  name: 'events',
  definition: `${ig}/backport-subscription-events`,
  levels: ['instance'],
  in: [
    { name: 'eventsSinceNumber', type: 'string' },
    { name: 'eventsUntilNumber', type: 'string' },
    { name: 'content', type: 'code' },
  ],
  async answer({ desk, ask, inputs, id = '' }) {
    const [since, until] = [numberOf(inputs, 'eventsSinceNumber'), numberOf(inputs, 'eventsUntilNumber')];
    const content = contents.find((one) => one === inputs.text('content'));
    const asked = {
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
      ...(content === undefined ? {} : { content }),
    };
    return { status: 200, body: await desk.subscriptions.events(ask.call, id, asked) };
  },
};

/** Source: Subscriptions R5 Backport 1.1, $get-ws-binding-token. */
export const subscriptionToken: Operation = {
  ...on,
  name: 'get-ws-binding-token',
  definition: `${ig}/backport-subscription-get-ws-binding-token`,
  levels: ['type', 'instance'],
  in: [{ name: 'id', type: 'string', many: true }],
  async answer({ desk, ask, inputs, id }) {
    const ids = id === undefined ? (inputs.has('id') ? inputs.texts('id') : undefined) : [id];
    const { token, until, subscriptions } = await desk.subscriptions.bindingToken(ask.call, ids);
    return {
      status: 200,
      body: parameters(
        out('token', 'String', token),
        out('expiration', 'DateTime', until.toISOString()),
        subscriptions.flatMap((one) => out('subscription', 'String', one)),
        out('websocket-url', 'Url', webSocketUrl(desk.base)),
      ),
    };
  },
};

export function webSocketUrl(base: string): string {
  return `${base.replace(/^http/, 'ws')}/ws`;
}

function numberOf(inputs: Inputs, name: string): number | undefined {
  const value = inputs.text(name);
  if (value === undefined) return undefined;
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw fhirRefusal('bad-parameter', `${name} est un nombre.`, `${name} is a number.`, name);
}
