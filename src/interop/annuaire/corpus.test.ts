import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FoundPerson, FoundPlace, Mailbox, Qualification, Situation } from '#directory';
import { organization } from './organization.ts';
import { parameters, type Type } from './parameters.ts';
import { practitioner } from './practitioner.ts';
import { practitionerRole } from './practitionerRole.ts';
import { includeNames, reverseNames } from './wish.ts';

const corpus = process.env.SOCLE_CORPUS ?? join(import.meta.dirname, '../../../../shared/data');
const guide = join(corpus, 'fhir/annuaire');
const skip = existsSync(guide) ? false : 'the outside corpus is not here';
const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

interface Coding {
  readonly system: string;
  readonly code: string;
}
interface Example {
  readonly id: string;
  readonly active: boolean;
  readonly identifier: readonly { readonly system: string; readonly value: string }[];
  readonly name: string;
  readonly alias?: readonly string[];
  readonly extension?: readonly { readonly valuePeriod: { readonly start: string } }[];
  readonly telecom?: readonly { readonly value: string }[];
  readonly type: readonly { readonly coding: readonly Coding[] }[];
  readonly code: readonly { readonly coding: readonly Coding[] }[];
  readonly qualification: readonly { readonly code: { readonly coding: readonly Coding[] } }[];
  readonly practitioner: { readonly reference: string };
  readonly organization: { readonly reference: string };
}
interface ExamplePerson extends Omit<Example, 'name'> {
  readonly name: readonly { readonly family: string; readonly given: readonly string[]; readonly prefix: readonly string[] }[];
}

const examples = (type: string): string[] =>
  globSync(`examples/${type}-*DP.json`, { cwd: guide }).map((name) => join(guide, name));
const common = { source: 'rpps', active: true, updatedAt: new Date(0) } as const;
const value = ({ identifier }: Pick<Example, 'identifier'>, system: string): string | undefined =>
  identifier.find((one) => one.system === system)?.value;
/** What the guide’s examples and ours are to share. */
const shared = (one: object, ...names: readonly string[]): object =>
  Object.fromEntries(Object.entries(one).filter(([name]) => names.includes(name)));
/** Only what the guide tells: displays and metadata that ours adds are no difference. */
const plain = (all: unknown): unknown =>
  JSON.parse(JSON.stringify(all, (name, inner) => (name === 'display' ? undefined : inner)));

test('IG Annuaire Santé 1.2, Practitioner of public data: ours has the shape of the guide’s examples', { skip }, () => {
  assert.equal(examples('Practitioner').length, 2);
  for (const path of examples('Practitioner')) {
    const theirs = read<ExamplePerson>(path);
    const [name] = theirs.name;
    const id = value(theirs, 'urn:oid:1.2.250.1.71.4.2.1') ?? '';
    const person: FoundPerson = {
      ...common,
      id,
      family: name?.family ?? '',
      given: name?.given[0] ?? '',
      prefix: undefined,
      profession: '',
      civility: name?.prefix[0] ?? '',
      authority: '',
    };
    const qualifications = theirs.qualification.map(({ code: { coding } }): Qualification => {
      const [first, second] = coding;
      const kind = first?.system.includes('TRE_G15') ? 'profession' : 'diploma';
      return { professional: id, kind, code: first?.code ?? '', typeCode: second?.code ?? '', label: '' };
    });
    const boxes = (theirs.telecom ?? []).map(({ value: address }) => box(address, 'PER'));
    const ours = practitioner(person, qualifications, boxes);
    const same = ['resourceType', 'language', 'identifier', 'active', 'name', 'qualification'];
    assert.deepEqual(plain(shared(ours, ...same)), shared(theirs, ...same));
    const [mine] = (ours.telecom ?? []) as { value: string; extension: object[] }[];
    const [told] = theirs.telecom as unknown as { value: string; extension: object[] }[];
    assert.deepEqual([mine?.value, mine?.extension[0]], [told?.value, told?.extension[0]]);
    keepsTo('as-dp-practitioner', ours);
  }
});

const box = (address: string, type: Mailbox['type']): Mailbox => ({
  address,
  type,
  professional: undefined,
  structure: undefined,
  service: '',
  structureName: '',
  postcode: '',
  paperless: '',
});

test('IG Annuaire Santé 1.2, PractitionerRole of public data: ours has the shape of the guide’s examples', { skip }, () => {
  assert.equal(examples('PractitionerRole').length, 2);
  for (const path of examples('PractitionerRole')) {
    const theirs = read<Example>(path);
    const codeOf = (list: string): string | undefined =>
      theirs.code.flatMap(({ coding }) => coding).find(({ system }) => system.includes(list))?.code;
    const situation: Situation = {
      ...common,
      key: theirs.identifier[0]?.value ?? '',
      professional: theirs.practitioner.reference.replace('Practitioner/', ''),
      structure: theirs.organization.reference.replace('Organization/', ''),
      profession: '10',
      specialty: undefined,
      genre: codeOf('TRE_R22'),
      mode: codeOf('TRE_R23'),
      role: codeOf('TRE_R21'),
      section: undefined,
      category: '',
      skillType: '',
      skillLabel: '',
      sector: '',
      authority: '',
      phone: '',
    };
    const ours = practitionerRole(situation, []);
    const same = ['resourceType', 'language', 'identifier', 'active', 'practitioner', 'organization', 'code'];
    assert.deepEqual(plain(shared(ours, ...same)), shared(theirs, ...same));
    keepsTo('as-dp-practitionerrole', ours);
  }
});

test('IG Annuaire Santé 1.2, Organization of public data: ours has the shape of the guide’s examples', { skip }, () => {
  assert.equal(examples('Organization').length, 2);
  for (const path of examples('Organization')) {
    const theirs = read<Example>(path);
    const place: FoundPlace = {
      ...common,
      id: value(theirs, 'urn:oid:1.2.250.1.71.4.2.2') ?? '',
      name: theirs.name,
      sector: theirs.type[1]?.coding[0]?.code ?? '',
      siret: undefined,
      technical: value(theirs, 'https://rppsrang.esante.gouv.fr'),
      partOf: undefined,
      category: undefined,
      postcode: undefined,
      ...emptyPlace,
      source: 'finess-legal',
      alias: theirs.alias?.[0] ?? '',
      opened: theirs.extension?.[0]?.valuePeriod.start ?? '',
    };
    const ours = organization(place, []);
    const same = ['resourceType', 'language', 'extension', 'identifier', 'active', 'type', 'name', 'alias'];
    assert.deepEqual(plain(shared(ours, ...same)), shared(theirs, ...same));
    keepsTo('as-dp-organization', ours);
  }
});

const emptyPlace = {
  siren: '',
  number: '',
  repeat: '',
  way: '',
  street: '',
  mention: '',
  town: '',
  commune: '',
  phone: '',
  phone2: '',
  fax: '',
  email: '',
  status: '',
  categoryLabel: '',
};

interface Definition {
  readonly differential: {
    readonly element: readonly {
      readonly id: string;
      readonly min?: number;
      readonly max?: string;
      readonly patternCanonical?: string;
    }[];
  };
}

/** The elements of its own that a profile demands or forbids (slices apart), and the version of it that a resource names. */
function keepsTo(profile: string, resource: object): void {
  const { differential } = read<Definition>(join(guide, `conformance/StructureDefinition-${profile}.json`));
  const own = resource as Readonly<Record<string, unknown>> & { readonly meta: { readonly profile: readonly string[] } };
  let held = 0;
  for (const { id, min, max, patternCanonical } of differential.element) {
    if (patternCanonical !== undefined) {
      assert.ok(own.meta.profile.includes(patternCanonical), `${profile}: ${patternCanonical}`);
      continue;
    }
    const name = /^\w+\.(\w+)$/.exec(id)?.[1];
    if (name === undefined) continue;
    if (max === '0') assert.equal(own[name], undefined, id);
    if (min !== undefined && min > 0) assert.ok(own[name] !== undefined, id);
    held += 1;
  }
  assert.ok(held > 3, `${profile} says nothing`);
}

interface Capability {
  readonly rest: readonly {
    readonly resource: readonly {
      readonly type: string;
      readonly searchParam?: readonly { readonly name: string }[];
      readonly searchInclude?: readonly string[];
      readonly searchRevInclude?: readonly string[];
    }[];
  }[];
}

/** What the public extractions do not hold: cards, licences, equipment. */
const notHeld = new Set(['number-smartcard', 'type-smartcard', 'pharmacy-licence', '_lastUpdated']);

test('IG Annuaire Santé 1.2, AsServerDPCapabilityStatement: every search parameter and include that the extractions can answer is served', {
  skip,
}, () => {
  const [path = ''] = globSync('conformance/CapabilityStatement-*.json', { cwd: guide });
  const { rest } = read<Capability>(join(guide, path));
  const served = (rest[0]?.resource ?? []).filter(({ type }) => Object.hasOwn(parameters, type));
  assert.equal(served.length, 3);
  for (const { type, searchParam = [], searchInclude = [], searchRevInclude = [] } of served) {
    const own = parameters[type as Type];
    const missing = searchParam.map(({ name }) => name).filter((name) => !Object.hasOwn(own, name) && !notHeld.has(name));
    assert.deepEqual(missing, [], type);
    assert.deepEqual(searchInclude.filter((name) => name !== '*').sort(), includeNames(type as Type).sort(), type);
    const ofOthers = searchRevInclude.filter((name) => !/^(Device|HealthcareService):/.test(name));
    assert.deepEqual(ofOthers.sort(), reverseNames(type as Type).sort(), type);
  }
});
