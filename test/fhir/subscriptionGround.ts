import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Call, newRecordId, type RecordId, type Software } from '#kernel';
import type { Store } from '#store';
import { openTrace, type Trace, traceMigrations } from '#trace';
import type { Look } from '../../src/fhir/subscriptions/desk.ts';
import { subscriptionMigrations } from '../../src/fhir/subscriptions/subscriptions.schema.ts';
import { openSubscriptions, type Subscriptions } from '../../src/fhir/subscriptions/subscriptions.ts';
import { testStore } from '../store.ts';

/** A request that came to the address of a rest-hook. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Notified {
  readonly type: string;
  readonly meta: { readonly profile: readonly string[] };
  readonly entry: readonly {
    readonly resource: { readonly parameter?: readonly Parameter[] };
    readonly request: { readonly method: string; readonly url: string };
  }[];
}
interface Parameter {
  readonly name: string;
  readonly part?: readonly { readonly name: string; readonly valueString?: string }[];
  readonly [value: string]: unknown;
}

type Resource = Readonly<Record<string, unknown>>;

const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';

/** Subscriptions on a database of their own, a server that their hooks lead to, and a clock that stands until it is moved. */
export class SubscriptionGround {
  readonly store: Store;
  readonly trace: Trace;
  readonly endpoint: string;
  readonly record = newRecordId();
  received: Received[] = [];
  /** What the hook answers. */
  status = 200;
  now = new Date('2026-05-01T10:00:00Z');
  /** What may be seen now, by `Type/id`; a filter holds when the text holds its words. What rights decide is the engine’s to test. */
  visible = new Map<string, string>();
  waiting: { readonly payload: Resource; readonly at: Date }[] = [];
  readonly #hook: ReturnType<typeof createServer>;
  #subscriptions: Subscriptions | undefined;
  #seq = 0;

  private constructor(store: Store, trace: Trace, hook: ReturnType<typeof createServer>) {
    this.store = store;
    this.trace = trace;
    this.#hook = hook;
    this.endpoint = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
  }

  static async open(): Promise<SubscriptionGround> {
    const store = await testStore([...traceMigrations, ...subscriptionMigrations]);
    const hook = createServer();
    await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done));
    const ground = new SubscriptionGround(store, await openTrace(store), hook);
    hook.on('request', (request, response) => {
      let body = '';
      request.on('data', (part) => (body += part));
      request.on('end', () => {
        ground.received.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
        response.writeHead(ground.status, { location: 'http://127.0.0.1:1/' }).end('words of the answer');
      });
    });
    const look: Look = async (_call, { type, id }, { query }) => {
      const body = ground.visible.get(`${type}/${id}`);
      return body === undefined || !body.includes(query) ? undefined : { body };
    };
    ground.#subscriptions = await openSubscriptions({
      store,
      trace: ground.trace,
      look,
      later: async (_topic, _key, payload, at) => void ground.waiting.push({ payload, at }),
      checkFilter: ({ query }) => {
        if (query.includes('unknown=')) throw Object.assign(new Error(), { code: 'fhir.unknown-parameter' });
      },
      toXml: (body) => `<xml>${body.length}</xml>`,
      base: 'https://socle.test/fhir',
      targets: 'loopback',
      retry: { firstSeconds: 10, mostSeconds: 60, attempts: 3 },
      clock: () => ground.now,
      log: () => undefined,
    });
    return ground;
  }

  get subscriptions(): Subscriptions {
    assert.ok(this.#subscriptions);
    return this.#subscriptions;
  }

  async clear(): Promise<void> {
    await this.store.pool.query('truncate fhir.subscription, fhir.subscription_event');
    await this.store.outbox.hint('socle_subscription', '');
    [this.received, this.status, this.visible, this.waiting] = [[], 200, new Map(), []];
  }

  async close(): Promise<void> {
    await this.subscriptions.close();
    this.#hook.close();
    await this.store.close();
  }

  call(id = 'logiciel-nuees'): Call {
    return { actor: software(id), at: this.now, requestId: 'test' };
  }

  later(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  /** Runs the jobs whose time has come, those that they ask for too. */
  async settle(): Promise<void> {
    for (;;) {
      const due = this.waiting.findIndex(({ at }) => at <= this.now);
      const [job] = due < 0 ? [] : this.waiting.splice(due, 1);
      if (job === undefined) return;
      await this.subscriptions.notify({ record: this.record, seq: 0, topic: '', payload: job.payload });
    }
  }

  /** A change is told twice: at least once is what the outbox promises. */
  async change(id: string, method = 'POST', type = 'Observation', about: RecordId = this.record): Promise<void> {
    this.#seq += 1;
    const payload = { changes: [[type, id, 1, 1, method]] };
    const message = { record: about, seq: this.#seq, topic: 'fhir.changed', payload };
    await this.subscriptions.changed(message);
    await this.subscriptions.changed(message);
    await this.settle();
  }

  /** A subscription of the backport to changes of Observations whose text holds `final`. */
  byTopic(content: string, more: object = {}, filter = 'Observation?final'): Resource {
    return {
      resourceType: 'Subscription',
      status: 'requested',
      reason: 'Follow-up',
      criteria: 'urn:socle:topic:resource-changed',
      _criteria: { extension: [{ url: `${backport}/backport-filter-criteria`, valueString: filter }] },
      channel: {
        type: 'rest-hook',
        endpoint: this.endpoint,
        header: ['Authorization: Bearer letmein'],
        payload: 'application/fhir+json',
        _payload: { extension: [{ url: `${backport}/backport-payload-content`, valueCode: content }] },
        ...more,
      },
    };
  }

  /** One of R4 itself to the same. */
  classic(payload: string | undefined, more: object = {}): Resource {
    const channel = { type: 'rest-hook', endpoint: this.endpoint, ...(payload === undefined ? {} : { payload }), ...more };
    return { resourceType: 'Subscription', status: 'requested', reason: 'Follow-up', criteria: 'Observation?final', channel };
  }

  /** Creates it and has it made active; gives its id. */
  async active(resource: Resource): Promise<string> {
    const { id } = await this.subscriptions.create(this.call(), resource);
    await this.settle();
    const shown = await this.shown(id);
    assert.equal(shown.status, 'active', JSON.stringify(shown));
    return id;
  }

  async shown(id: string): Promise<Resource> {
    return JSON.parse((await this.subscriptions.read(this.call(), id)).body) as Resource;
  }
}

export function software(id: string): Software {
  return { kind: 'software', id, name: id, structure: { id: '1990000018', name: 'Cabinet des Nuées' } };
}

export function extension(name: string, value: object): object {
  return { url: `${backport}/${name}`, ...value };
}

export const notified = (text: string | undefined): Notified => JSON.parse(text ?? '{}') as Notified;

/** The parameters of that name in the status of a notification. */
export function parameters(notification: Notified, name: string): readonly Parameter[] {
  return notification.entry[0]?.resource.parameter?.filter((one) => one.name === name) ?? [];
}

/** The numbers of its events. */
export function numbers(notification: Notified): (string | undefined)[] {
  return parameters(notification, 'notification-event').map(({ part }) => part?.[0]?.valueString);
}

export async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 5000; !holds(); ) {
    assert.ok(Date.now() < end, 'in time');
    await new Promise((done) => setTimeout(done, 10));
  }
}
