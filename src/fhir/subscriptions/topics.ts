import { fhirRefusal } from '../refusals.ts';

export type Method = 'POST' | 'PUT' | 'DELETE';

/** Something that a subscriber may want to hear of. R4 has no SubscriptionTopic: a topic is its canonical address and what is told of it. */
export interface Topic {
  readonly canonical: string;
  readonly title: string;
  /** What made the event. A deletion is told of by no topic: nothing is left of which one could decide who may know. */
  readonly methods: readonly Method[];
  /** Only of this type of resource; any when absent, and then a filter must name the type. */
  readonly type?: string;
}

/** The topics of Socle, as the CapabilityStatement lists them. */
export const topics: readonly Topic[] = [
  { canonical: 'urn:socle:topic:resource-created', title: 'A resource was added to a record', methods: ['POST'] },
  {
    canonical: 'urn:socle:topic:resource-changed',
    title: 'A resource was added to a record or changed in it',
    methods: ['POST', 'PUT'],
  },
  {
    canonical: 'urn:socle:topic:document-published',
    title: 'A document was added to a record',
    methods: ['POST'],
    type: 'DocumentReference',
  },
];

/** R4’s own kind of subscription, whose criteria are a search: told of what is added or changed. Source: FHIR R4 §2.46. */
export const searched: Topic = { canonical: '', title: '', methods: ['POST', 'PUT'] };

/** The topic of a Subscription.criteria; undefined when the criteria are a search. Refuses `fhir.subscription-topic` for another topic. */
export function topicOf(criteria: string): Topic | undefined {
  const found = topics.find(({ canonical }) => canonical === criteria);
  if (found !== undefined || !/^[a-z][a-z0-9+.-]*:/i.test(criteria)) return found;
  const known = topics.map(({ canonical }) => canonical).join(', ');
  throw fhirRefusal(
    'subscription-topic',
    `Sujet inconnu. Sujets de ce serveur : ${known}.`,
    `Unknown topic. Topics of this server: ${known}.`,
    'Subscription.criteria',
  );
}
