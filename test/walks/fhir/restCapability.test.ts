import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { nuees } from '../cast.ts';
import { type Answer, type Ground, openGround } from '../ground.ts';
import { type As, askingAt, codeOf, type Json, withStatus } from './asking.ts';

interface Told {
  readonly type: string;
  readonly interaction: readonly { readonly code: string }[];
  readonly operation?: readonly { readonly name: string; readonly definition: string }[];
  readonly searchParam?: readonly { readonly name: string; readonly type: string; readonly definition?: string }[];
  readonly searchInclude?: readonly string[];
  readonly searchRevInclude?: readonly string[];
  readonly conditionalUpdate?: boolean;
  readonly conditionalDelete?: string;
}
interface Statement extends Json {
  readonly format: readonly string[];
  readonly patchFormat: readonly string[];
  readonly rest: readonly [
    {
      readonly resource: readonly Told[];
      readonly interaction: readonly { readonly code: string }[];
      readonly operation: readonly { readonly name: string }[];
      readonly searchParam: readonly { readonly name: string; readonly definition?: string }[];
    },
  ];
}

let ground: Ground;
let as: As;
let statement: Statement;
before(async () => {
  ground = await openGround();
  as = askingAt(ground);
  statement = withStatus(200, await ground.fhir('/metadata')).as<Statement>();
});
after(() => ground.close());

/** Whatever else is wrong with what was asked: is there somebody who answers? */
function isAnswered(answer: Answer): boolean {
  const refusal = answer.status < 400 ? undefined : codeOf(answer.as<Json>());
  assert.ok(answer.status < 500, `${answer.bytes} ${ground.said.at(-1)}`);
  return refusal !== 'fhir.not-supported' && refusal !== 'fhir.method' && refusal !== 'fhir.unknown-type';
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const probes: Readonly<Record<string, (type: string) => Promise<Answer>[]>> = {
  read: (type) => [as(nuees, 'GET', `/${type}/none`)],
  vread: (type) => [as(nuees, 'GET', `/${type}/none/_history/1`)],
  create: (type) => [as(nuees, 'POST', `/${type}`, '{}')],
  update: (type) => [as(nuees, 'PUT', `/${type}/none`, '{}')],
  patch: (type) => [as(nuees, 'PATCH', `/${type}/none`, '{}')],
  delete: (type) => [as(nuees, 'DELETE', `/${type}/none`)],
  'history-instance': (type) => [as(nuees, 'GET', `/${type}/none/_history`)],
  'history-type': (type) => [as(nuees, 'GET', `/${type}/_history`)],
  'search-type': (type) => [as(nuees, 'GET', `/${type}?_id=none`), as(nuees, 'POST', `/${type}/_search`, '_id=none', form)],
};

test('issue, item 7: on each type every interaction that is told is answered, and every other is refused', async () => {
  const types = new Map(statement.rest[0].resource.map((one) => [one.type, one]));
  assert.ok(types.size > 140);
  for (const type of [...types.keys(), 'Parameters', 'OperationOutcome', 'Nothing']) {
    const told = new Set(types.get(type)?.interaction.map(({ code }) => code));
    const answers = await Promise.all(
      Object.entries(probes).map(async ([code, probe]) => [code, await Promise.all(probe(type))] as const),
    );
    for (const [code, several] of answers) {
      for (const answer of several)
        assert.equal(isAnswered(answer), told.has(code), `${type} ${code}: ${answer.status} ${answer.bytes}`);
    }
  }
});

test('issue, item 7: conditional interactions are there where they are told', async () => {
  for (const { type, conditionalUpdate, conditionalDelete } of statement.rest[0].resource) {
    const update = await as(nuees, 'PUT', `/${type}?_id=none`, '{}');
    const remove = await as(nuees, 'DELETE', `/${type}?_id=none`);
    assert.deepEqual(
      [isAnswered(update), isAnswered(remove)],
      [conditionalUpdate === true, conditionalDelete === 'single'],
      type,
    );
  }
});

test('issue, item 7: what is told of the system is answered', async () => {
  const codes = statement.rest[0].interaction.map(({ code }) => code).sort();
  assert.deepEqual(codes, ['batch', 'history-system', 'search-system', 'transaction']);
  for (const answer of [
    await as(nuees, 'POST', '/', { resourceType: 'Bundle', type: 'batch' }),
    await as(nuees, 'POST', '/', { resourceType: 'Bundle', type: 'transaction' }),
    await as(nuees, 'GET', '/?_type=Organization'),
    await as(nuees, 'POST', '/_search', '_type=Organization', form),
    await as(nuees, 'GET', `/_history?patient=${hexOfRecordId(ground.ambre)}`),
  ])
    withStatus(200, answer);
});

test('issue, item 7: each operation answers where it is told, and nowhere else', async () => {
  const [{ resource, operation }] = statement.rest;
  const names = [
    ...new Set(
      resource
        .flatMap((one) => one.operation ?? [])
        .concat(operation as never[])
        .map(({ name }) => name),
    ),
  ];
  assert.ok(names.length >= 16, names.join());
  const answers = async (place: string, name: string) =>
    isAnswered(await as(nuees, 'GET', `${place}/$${name}`)) || isAnswered(await as(nuees, 'POST', `${place}/$${name}`, '{}'));
  const sample = [
    'Observation',
    'Patient',
    'Group',
    'ValueSet',
    'CodeSystem',
    'ConceptMap',
    'Subscription',
    'Organization',
    'Binary',
  ];
  for (const name of names) {
    assert.equal(
      await answers('', name),
      operation.some((one) => one.name === name),
      `system $${name}`,
    );
    for (const type of sample) {
      const told = resource.find((one) => one.type === type)?.operation?.some((one) => one.name === name) ?? false;
      assert.equal((await answers(`/${type}`, name)) || (await answers(`/${type}/none`, name)), told, `${type} $${name}`);
    }
  }
});

/** What is told without a definition to go by, as it is asked of a type. */
const otherWays: Readonly<Record<string, string>> = {
  _has: '_has:List:item:_id=none',
  _filter: '_filter=not(_id eq none)',
  _list: '_list=none',
  _text: '_text=brume',
  _content: '_content=brume',
};

test('issue, item 7: each search parameter and each include that is told is understood', async () => {
  const [{ searchParam }] = statement.rest;
  const withoutDefinition = searchParam.filter(({ definition }) => definition === undefined).map(({ name }) => name);
  assert.deepEqual(withoutDefinition.toSorted(), [...Object.keys(otherWays), '_type'].toSorted());
  const patient = hexOfRecordId(ground.ambre);
  for (const type of ['Observation', 'Encounter', 'Organization', 'ValueSet', 'DocumentReference']) {
    const told = statement.rest[0].resource.find((one) => one.type === type);
    const ofPatient = told?.searchParam?.some(({ name }) => name === 'patient') ? `&patient=${patient}` : '';
    const defined = searchParam.filter((one) => one.definition !== undefined && one.name !== '_id');
    const common = defined.map(({ name }) => name);
    const asked = [...(told?.searchParam ?? []).map(({ name }) => name), ...common].map((name) => `${name}:missing=false`);
    const includes = [
      ...(told?.searchInclude ?? []).map((one) => `_include=${one}`),
      ...(told?.searchRevInclude ?? []).slice(0, 20).map((one) => `_revinclude=${one}`),
    ];
    assert.ok(asked.length > 8 && includes.length > 0, type);
    for (const query of [...asked, ...includes]) {
      const answer = await as(nuees, 'GET', `/${type}?${query}${ofPatient}`);
      const refusal = answer.status < 400 ? '' : (codeOf(answer.as<Json>()) ?? '');
      // `:missing` is not for every kind; that the parameter itself is known is what is told.
      assert.ok(['', 'fhir.bad-modifier', 'fhir.several-patients'].includes(refusal), `${type}?${query}: ${answer.bytes}`);
    }
    for (const query of Object.values(otherWays)) withStatus(200, await as(nuees, 'GET', `/${type}?${query}${ofPatient}`));
  }
  withStatus(200, await as(nuees, 'GET', `/?_type=Observation,Condition&patient=${patient}`));
  assert.equal(
    codeOf((await as(nuees, 'GET', `/Observation?_type=Observation&patient=${patient}`)).as<Json>()),
    'fhir.unknown-parameter',
  );
});

test('issue, item 7: every parameter that a search says it accepts is told, but those on how its results are given', async () => {
  const [{ searchParam, resource }] = statement.rest;
  for (const type of ['Observation', 'Patient']) {
    const sentence = (await as(nuees, 'GET', `/${type}?_id=none&colour=blue`)).bytes.toString();
    const accepted = /Accepted: ([^.]+)\./.exec(sentence)?.[1]?.split(', ') ?? [];
    const told = [...searchParam, ...(resource.find((one) => one.type === type)?.searchParam ?? [])].map(({ name }) => name);
    const results = ['_sort', '_count', '_total', '_include', '_include:iterate', '_revinclude', '_revinclude:iterate'];
    const expected = [...told.filter((name) => name !== '_type'), ...results, '_summary', '_elements'];
    assert.deepEqual(accepted.toSorted(), expected.toSorted(), type);
  }
});

test('RFC 9110 §9.3.7, §10.2.1, Allow: the methods that an address has, and no other', async () => {
  const allowed = async (path: string): Promise<string | undefined> => {
    const answer = await as(nuees, 'OPTIONS', path);
    assert.equal(answer.status, 405, `${path}: ${answer.bytes}`);
    return answer.headers.get('allow')?.split(', ').sort().join(' ');
  };
  const expected = {
    '/DocumentReference/none': 'DELETE GET PATCH PUT',
    '/DocumentReference': 'GET PATCH POST',
    '/Binary/none': 'GET',
    '/List/none': 'DELETE GET PATCH PUT',
    '/Subscription/none': 'DELETE GET PUT',
    '/Observation/none': 'DELETE GET PATCH PUT',
    '/Observation': 'DELETE GET PATCH POST PUT',
    '/Observation/_history': 'GET',
    '/Observation/_search': 'POST',
    '/Observation/none/$meta': 'GET POST',
    '/Observation/none/$meta-add': 'POST',
    '/': 'GET POST',
  };
  for (const [path, methods] of Object.entries(expected)) {
    assert.equal(await allowed(path), methods, path);
    for (const method of ['PUT', 'PATCH', 'DELETE'].filter((one) => !methods.includes(one)))
      assert.ok(!isAnswered(await as(nuees, method, path, '{}')), `${method} ${path}`);
  }
  const refused = await as(nuees, 'POST', '/DocumentReference/none', '{}');
  assert.deepEqual([refused.status, await allowed('/DocumentReference/none')], [405, 'DELETE GET PATCH PUT']);
  assert.equal(refused.headers.get('allow')?.split(', ').sort().join(' '), 'DELETE GET PATCH PUT');
});

test('FHIR R4, CapabilityStatement: valid; formats, security and the WebSocket are told; public, in XML too', async () => {
  const outcome = withStatus(200, await as(nuees, 'POST', '/CapabilityStatement/$validate', statement)).as<{
    issue: { severity: string; diagnostics: string }[];
  }>();
  assert.deepEqual(
    outcome.issue.filter(({ severity }) => severity === 'error'),
    [],
  );
  assert.deepEqual([statement.fhirVersion, statement.kind], ['4.0.1', 'instance']);
  assert.ok(statement.format.includes('application/fhir+xml') && statement.patchFormat.includes('application/json-patch+json'));
  const text = JSON.stringify(statement.rest[0]);
  assert.match(text, /SMART-on-FHIR/);
  assert.match(text, /capabilitystatement-websocket","valueUri":"ws:\/\/[^"]+\/fhir\/ws"/);
  assert.match(withStatus(200, await ground.fhir('/metadata?_format=xml')).bytes.toString(), /<CapabilityStatement xmlns/);
  const smart = withStatus(200, await ground.fhir('/.well-known/smart-configuration')).as<Json>();
  assert.equal(smart.token_endpoint, `${ground.url}/oidc/token`);
});
