import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openValidator, parseResource } from '#fhir';
import { hexOfRecordId } from '#kernel';
import { openShelf } from '#packages';
import { terminologyOf } from '#terminology';
import { ambre, basile, citizen, hector, irene, nuees } from '../cast.ts';
import { type Bundle, type Ground, openGround, refused, traceFrom, words } from '../ground.ts';
import { n3, provide } from '../papers.ts';

let ground: Ground;
let mine: string;
let patient: string;
let id: string;

interface Event {
  readonly id: string;
  readonly meta: { readonly profile?: readonly string[] };
  readonly type: { readonly code: string };
  readonly subtype?: readonly { readonly code: string }[];
  readonly action: string;
  readonly recorded: string;
  readonly outcome: string;
  readonly agent: readonly Part[];
  readonly entity: readonly Part[];
  readonly purposeOfEvent?: readonly { readonly coding: readonly { readonly code: string }[] }[];
  readonly source: { readonly observer: object };
}
interface Part {
  readonly type: { readonly code?: string; readonly coding?: readonly { readonly code: string }[] };
  readonly role?: { readonly code: string };
  readonly what?: { readonly reference?: string; readonly identifier?: { readonly value: string } };
  readonly who?: object;
  readonly network?: object;
  readonly name?: string;
  readonly query?: string;
  readonly requestor?: boolean;
}

before(async () => {
  ground = await openGround();
  patient = `Patient/${hexOfRecordId(ground.ambre)}`;
  mine = await ground.token(citizen(ground.ambre, ambre));
  [id = ''] = await ground.deposited(provide(n3(ambre, { title: 'Compte rendu' })));
  await ground.fhir(`/DocumentReference?patient=${patient}`, { token: await ground.token(hector) });
  const team = await ground.onGround(hector, ground.ambre);
  await ground.fhir(`/DocumentReference/${id}`, { token: team });
  await ground.fhir(`/Observation?patient=${patient}&code=8480-6`, { token: team });
  const emergency = await ground.signin.issue(irene, { ground: 'bris_de_glace', reason: 'Personne inconsciente aux urgences' });
  await ground.fhir(`/DocumentReference?patient=${patient}`, { token: emergency });
  const note = {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '72166-2' }] },
    subject: { reference: patient },
  };
  const made = await ground.fhir('/Observation', { method: 'POST', body: note, token: mine });
  assert.equal(made.status, 201, made.bytes.toString());
  const own = made.as<{ id: string }>();
  await ground.fhir(`/Observation/${own.id}`, { method: 'PUT', body: { ...note, id: own.id, status: 'amended' }, token: mine });
  await ground.fhir(`/Observation/${own.id}`, { method: 'DELETE', token: mine });
});
after(() => ground.close());

async function events(query = ''): Promise<Event[]> {
  const answer = await ground.fhir(`/AuditEvent${query}`, { token: mine });
  assert.equal(answer.status, 200, answer.bytes.toString());
  return (answer.as<Bundle>().entry ?? []).map(({ resource }) => resource as unknown as Event);
}

const profileOf = ({ meta }: Event): string | undefined => meta.profile?.[0]?.replace(/^.*IHE\.BasicAudit\./, '');

test('issue 5 §5: each line of a person’s log is an AuditEvent of R4, newest first, valid', async () => {
  const all = await events('?_count=200');
  const lines = await ground.trace.lines(ground.ambre, undefined, 200);
  assert.deepEqual(
    all.map(({ recorded }) => recorded),
    lines.map(({ at }) => at),
  );
  const shelf = await openShelf(ground.store, () => undefined);
  try {
    const validator = openValidator({ shelf, terminology: terminologyOf(shelf) });
    for (const event of all) {
      // The pages of BALP are not on this shelf: what R4 asks is held here, what BALP asks below.
      const { meta: _, ...bare } = event;
      const issues = validator.validate(parseResource(Buffer.from(JSON.stringify(bare))));
      assert.deepEqual(
        issues.filter(({ severity }) => severity === 'error'),
        [],
        JSON.stringify(event),
      );
    }
  } finally {
    await shelf.close();
  }
});

/** What the patterns ask: action, subtype, the type of the client's and of the server's agent, and of the user's. */
const patterns: Readonly<
  Record<string, readonly [action: string, subtype: string, client: string, server: string, user: readonly string[]]>
> = {
  PatientRead: ['R', 'read', '110152', '110153', ['IRCP']],
  PatientQuery: ['E', 'search', '110153', '110152', ['IRCP']],
  PatientCreate: ['C', 'create', '110153', '110152', ['AUT', 'INF', 'CST']],
  PatientUpdate: ['U', 'update', '110153', '110152', ['AUT', 'INF', 'CST']],
  PatientDelete: ['D', 'delete', '110153', '110152', ['AUT', 'INF', 'CST']],
};

test('IHE BALP 1.1: an event that names a pattern has what it asks; all five of them occur', async () => {
  const seen = new Set<string>();
  for (const event of await events('?_count=200')) {
    const name = profileOf(event);
    if (name === undefined) continue;
    seen.add(name);
    const pattern = patterns[name];
    assert.ok(pattern !== undefined, name);
    const [action, subtype, client, server, users] = pattern;
    const said = JSON.stringify(event);
    assert.deepEqual(
      [event.action, event.subtype?.[0]?.code, event.outcome, event.type.code],
      [action, subtype, '0', 'rest'],
      said,
    );
    const agents = (code: string): readonly Part[] => event.agent.filter(({ type }) => type.coding?.[0]?.code === code);
    for (const code of [client, server]) {
      assert.equal(agents(code).length, 1, said);
      assert.ok(agents(code)[0]?.who !== undefined && agents(code)[0]?.network !== undefined, said);
    }
    const [user] = event.agent.filter(({ requestor, network }) => requestor === true && network === undefined);
    if (user !== undefined) assert.ok(users.includes(user.type.coding?.[0]?.code ?? ''), said);
    const persons = event.entity.filter(({ type }) => type.code === '1');
    assert.deepEqual([persons.length, persons[0]?.role?.code, persons[0]?.what?.reference], [1, '1', patient], said);
    const things = event.entity.filter(({ type }) => type.code === '2');
    assert.equal(things.length, 1, said);
    if (name === 'PatientQuery')
      assert.ok(things[0]?.query !== undefined && things[0].what === undefined && things[0].role?.code === '24', said);
    else assert.ok(things[0]?.what?.reference !== undefined && things[0].role?.code === '4', said);
    assert.equal(event.entity.filter(({ type }) => type.code === 'XrequestId')[0]?.what?.identifier?.value.length, 36, said);
  }
  assert.deepEqual([...seen].toSorted(), Object.keys(patterns).toSorted());
});

test('issue 5 §5: an audit event says who, from where, on what ground, what, and how it ended', async () => {
  const [read] = await events(`?entity=DocumentReference/${id}&action=R`);
  assert.deepEqual(read?.purposeOfEvent?.[0]?.coding[0]?.code, 'TREAT');
  assert.deepEqual(
    read?.agent.map(({ name, who }) => name ?? (who as { display?: string }).display),
    ['Dr Hector Pulsarelle', hector.software, 'Socle', 'Clinique de Saint-Orme'],
  );
  const glass = await events('?subtype=http://dicom.nema.org/resources/ontology/DCM|110127');
  assert.equal(glass.length, 1);
  assert.equal(glass[0]?.purposeOfEvent?.[0]?.coding[0]?.code, 'BTG');
  assert.ok(JSON.stringify(glass[0]?.agent).includes('Personne inconsciente aux urgences'));
  const failed = await events('?outcome=4');
  assert.deepEqual([failed.length, failed[0]?.type.code], [1, '110113']);
});

test('FHIR R4 §3.1.1: audit events are searched, read by their id, and come by pages; nothing unknown is left aside', async () => {
  const all = await events('?_count=200');
  for (const [query, holds] of [
    ['?action=C', ({ action }: Event) => action === 'C'],
    ['?type=rest&outcome=0', ({ type, outcome }: Event) => type.code === 'rest' && outcome === '0'],
    ['?agent-name=irene', ({ agent }: Event) => agent.some(({ name }) => name === irene.name)],
    [`?agent=${hector.id}`, ({ agent }: Event) => JSON.stringify(agent).includes(hector.id)],
    [`?agent=${patient}`, ({ agent }: Event) => JSON.stringify(agent).includes(patient)],
    ['?date=ge2999', () => false],
    [`?patient=${patient}&date=gt2026-01-01`, () => true],
  ] as const) {
    const found = await events(`${query}&_count=200`);
    assert.deepEqual(
      found.map((one) => one.id),
      all.filter(holds).map((one) => one.id),
      query,
    );
    if (!query.includes('2999')) assert.ok(found.length > 0, query);
  }
  const paged: string[] = [];
  for (let next: string | undefined = `${ground.url}/fhir/AuditEvent?_count=3`; next !== undefined; ) {
    const answer = await ground.fhir(next.replace(`${ground.url}/fhir`, ''), { token: mine });
    const { entry = [], link = [] } = answer.as<Bundle>();
    assert.ok(entry.length <= 3);
    paged.push(...entry.map(({ resource }) => resource.id));
    next = link.find(({ relation }) => relation === 'next')?.url;
  }
  assert.deepEqual(
    paged,
    all.map((one) => one.id),
  );
  const one = await ground.fhir(`/AuditEvent/${all[2]?.id}`, { token: mine });
  assert.deepEqual(one.as<Event>(), all[2]);
  const within = await ground.fhir(`/${patient}/AuditEvent?_count=200`, { token: mine });
  assert.deepEqual(
    within.as<Bundle>().entry?.map(({ resource }) => resource.id),
    all.map(({ id: one }) => one),
  );
  const posted = await ground.fhir('/AuditEvent/_search', {
    method: 'POST',
    body: 'action=C',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    token: mine,
  });
  assert.equal(posted.as<Bundle>().entry?.length, all.filter(({ action }) => action === 'C').length);
  refused(await ground.fhir(`?_type=AuditEvent&patient=${patient}`, { token: mine }), 404, 'fhir.not-supported');
  refused(await ground.fhir('/AuditEvent?policy=x', { token: mine }), 400, 'fhir.unknown-parameter');
  refused(await ground.fhir('/AuditEvent?page=x', { token: mine }), 400, 'fhir.bad-page');
  refused(await ground.fhir('/AuditEvent?date=x', { token: mine }), 400, 'fhir.bad-date');
  refused(await ground.fhir(`/AuditEvent/${hexOfRecordId(ground.ambre)}-zzzz`, { token: mine }), 404, 'id.unknown');
});

test('issue 5 §5: nobody else reads a person’s audit events, and nobody writes one', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const [first] = await events();
  for (const actor of [hector, nuees, citizen(ground.basile, basile)]) {
    const token = await ground.token(actor);
    refused(await ground.fhir(`/AuditEvent?patient=${patient}`, { token }), 403, 'rights.not-yours');
    refused(await ground.fhir(`/AuditEvent/${first?.id}`, { token }), 403, 'rights.not-yours');
    refused(await ground.fhir(`/${patient}/AuditEvent`, { token }), 403, 'rights.not-yours');
  }
  const told = (await lines()).map(words);
  assert.equal(told.filter((line) => line.startsWith('refusal refused rights.not-yours')).length, 9, told.join('\n'));
  const forged = { ...first, id: undefined };
  refused(await ground.fhir('/AuditEvent', { method: 'POST', body: forged, token: mine }), 404, 'fhir.not-supported');
  refused(await ground.fhir(`/AuditEvent/${first?.id}`, { method: 'DELETE', token: mine }), 404, 'fhir.not-supported');
  const bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [{ resource: forged, request: { method: 'POST', url: 'AuditEvent' } }],
  };
  refused(await ground.fhir('', { method: 'POST', body: bundle, token: mine }), 405, 'fhir.owned');
});

test('FHIR R4, CapabilityStatement: audit events are told as they are offered', async () => {
  const { rest } = (await ground.fhir('/metadata')).as<{
    rest: { resource: { type: string; interaction: { code: string }[]; searchParam: { name: string }[] }[] }[];
  }>();
  const told = rest[0]?.resource.find(({ type }) => type === 'AuditEvent');
  assert.deepEqual(told?.interaction.map(({ code }) => code).toSorted(), ['read', 'search-type']);
  assert.ok(told?.searchParam.some(({ name }) => name === 'agent-name'));
});
