import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Refusal } from '#kernel';
import { baseShelf } from '#packages';
import { askedFrom, parametersOf, parseSearch, type Query } from '../index.ts';

interface Case {
  readonly name: string;
  readonly type: string | null;
  readonly in: string;
  readonly refuses: string;
  /** Stands in the English sentence. */
  readonly says: string;
}

const { cases } = JSON.parse(readFileSync(new URL('../../../../spec/fhir/search-refusals.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};
const nothing = { codesOf: () => undefined, below: () => undefined, above: () => undefined };
const parameters = parametersOf(baseShelf(), nothing);
const options = { base: 'https://socle.example/fhir', now: new Date('2026-06-01T00:00:00Z') };

function parsed(type: string | undefined, text: string, more: object = {}): Query {
  return parseSearch(parameters, type, askedFrom(new URLSearchParams(text.replaceAll('+', '%2B'))), { ...options, ...more });
}

for (const one of cases) {
  test(`FHIR R4 §3.1.1, refused: ${one.name}`, () => {
    assert.throws(
      () => parsed(one.type ?? undefined, one.in),
      (error) => {
        assert.ok(error instanceof Refusal, String(error));
        assert.equal(error.code, one.refuses);
        assert.ok(error.sentence.en.includes(one.says), error.sentence.en);
        assert.notEqual(error.sentence.fr, error.sentence.en);
        return true;
      },
    );
  });
}

test('FHIR R4 §3.1.1: a search with 5,000 alternatives, a chain without end, a filter without end are refused', () => {
  const many = Array.from({ length: 5000 }, (_, i) => `a${i}`).join(',');
  const asked = new Map([['code', [many]]]);
  assert.throws(() => parseSearch(parameters, 'Observation', asked, options), { code: 'fhir.search-too-complex' });
  assert.throws(() => parsed('Observation', `${'has-member:Observation.'.repeat(30)}code=a`), {
    code: 'fhir.search-too-complex',
  });
  assert.throws(() => parsed('Observation', `${'_has:Observation:has-member:'.repeat(30)}code=a`), {
    code: 'fhir.search-too-complex',
  });
  assert.throws(() => parsed('Patient', `_filter=${'('.repeat(50)}name eq x${')'.repeat(50)}`), { code: 'fhir.bad-filter' });
  assert.throws(() => parsed('List', 'item._id=1'), { code: 'fhir.search-too-complex' });
  for (const text of [
    'subject.subject.subject.subject.status:missing=true',
    '_filter=subject.subject.subject.subject.identifier pr true',
  ])
    assert.throws(() => parsed('QuestionnaireResponse', text), { code: 'fhir.search-too-complex' });
  assert.throws(() => parsed('Observation', `_include=${Array(70).fill('Observation:patient').join(',')}`), {
    code: 'fhir.bad-include',
  });
});

test('FHIR R4 §3.1.1.4.6: a backslash takes its meaning from comma, bar and dollar', () => {
  const test = (text: string) => {
    const [condition] = parsed('Observation', text).where;
    return condition?.is === 'match' ? condition.test : undefined;
  };
  assert.deepEqual(test('code=a\\,b,c\\|d|e\\\\'), {
    is: 'tokens',
    tokens: [
      { system: undefined, code: 'a,b', implied: true },
      { system: 'c|d', code: 'e\\', implied: false },
    ],
  });
  const [pair] = parsed('Observation', 'code-value-string=a\\$b$c').where;
  assert.ok(pair?.is === 'match' && pair.test.is === 'tuples');
  assert.deepEqual(pair.test.tuples, [
    [
      { is: 'tokens', tokens: [{ system: undefined, code: 'a$b', implied: true }] },
      { is: 'strings', how: 'starts', values: ['c'] },
    ],
  ]);
});

test('FHIR R4 §3.1.0.1.5, Prefer handling=lenient: unknown names are left out and told, bad values are still refused', () => {
  const query = parsed('Observation', 'patiant=1&status=final', { lenient: true });
  assert.deepEqual([query.ignored, query.where.length], [['patiant'], 1]);
  assert.throws(() => parsed('Observation', 'date=soon', { lenient: true }), { code: 'fhir.bad-value' });
});

test('FHIR R4 §3.1.1.5: count, total, summary, elements, types', () => {
  const { count, total, summary, elements } = parsed('Patient', '_count=7&_total=none&_summary=text&_elements=name,gender');
  assert.deepEqual(
    { count, total, summary, elements },
    { count: 7, total: false, summary: 'text', elements: ['name', 'gender'] },
  );
  assert.equal(parsed('Patient', '_summary=count').count, 0);
  assert.deepEqual(parsed(undefined, '_type=Patient,Observation').types, ['Patient', 'Observation']);
  assert.equal(parsed(undefined, '').types, undefined);
  assert.equal(parsed('Patient', '_contained=false').where.length, 0);
});

test('FHIR R4 §3.1.1.1: of several types each has its own parameter; what is settled of one is not compared there, and must be known', () => {
  const settled = (type: string, name: string): boolean => type === 'DocumentReference' && name !== 'status';
  const where = (text: string) => parsed(undefined, `_type=DocumentReference,Condition&${text}`, { settled }).where;
  const [condition, ...more] = where('patient=1');
  assert.ok(condition?.is === 'any' && more.length === 0);
  const [documents, conditions] = condition.of;
  assert.deepEqual(documents, { is: 'of', type: 'DocumentReference', where: { is: 'all', of: [] } });
  assert.ok(conditions?.is === 'of' && conditions.where.is === 'match' && conditions.where.parameter.on === 'Condition');
  assert.throws(() => where('asserter=1'), { code: 'fhir.unknown-parameter' });
  assert.equal(where('_lastUpdated=2026')[0]?.is, 'match');
  assert.throws(() => where(Array(300).fill('patient=1').join('&')), { code: 'fhir.too-many-parameters' });
  assert.throws(() => where(Array(55).fill('patient=1,2,3,4').join('&')), { code: 'fhir.search-too-complex' });
});

test('issue 4 §5, ITI-67: words of a DocumentReference are those of its document, for who finds them; of several types too', () => {
  const documents = { documents: true };
  const ofDocument = { is: 'document-words', over: 'content', texts: ['Fièvre', '"5,5 mg"'] } as const;
  const ofOthers = { is: 'words', over: 'content', values: [['fievre'], ['5', '5', 'mg']] } as const;
  const asked = '_content=Fièvre,"5\\,5 mg"';
  assert.deepEqual(parsed('DocumentReference', asked, documents).where, [ofDocument]);
  assert.deepEqual(parsed('Observation', asked, documents).where, [ofOthers]);
  const documentOnly = { is: 'of', type: 'DocumentReference', where: { is: 'all', of: [] } } as const;
  const both = {
    is: 'any',
    of: [
      { ...documentOnly, where: ofDocument },
      { is: 'all', of: [{ is: 'not', of: documentOnly }, ofOthers] },
    ],
  };
  assert.deepEqual(parsed(undefined, `_type=DocumentReference,Observation&${asked}`, documents).where, [both]);
  assert.deepEqual(parsed(undefined, `_type=Condition,Observation&${asked}`, documents).where, [ofOthers]);
  for (const [type, text] of [
    ['DocumentReference', asked],
    ['Patient', `_has:DocumentReference:subject:${asked}`],
    ['Observation', 'derived-from:DocumentReference._text=x'],
  ] as const)
    assert.throws(() => parsed(type, text), { code: 'fhir.unusable-parameter' });
  assert.throws(() => parsed('DocumentReference', '_text:exact=x', documents), { code: 'fhir.bad-modifier' });
  assert.throws(() => parsed('DocumentReference', '_text=,x', documents), { code: 'fhir.bad-value' });
});

test('FHIR R4 §3.1.1.5.4: wildcards are every reference of the type', () => {
  const codes = (text: string): readonly string[] => parsed('Observation', text).include.map(({ parameter }) => parameter.code);
  assert.ok(codes('_include=Observation:*').includes('has-member'));
  assert.deepEqual(codes('_include=*'), codes('_include=Observation:*'));
  const back = parsed('Observation', '_revinclude=Provenance:*').revinclude.map(({ parameter }) => parameter.code);
  assert.ok(back.includes('target') && !back.includes('agent'));
});

test('FHIR R4 §3.1.3, _filter: and and or go from left to right, parentheses say otherwise', () => {
  const shape = (text: string): unknown => {
    const said = (condition: Query['where'][number]): unknown => {
      if (condition.is === 'all' || condition.is === 'any') return [condition.is, ...condition.of.map(said)];
      if (condition.is === 'not') return ['not', said(condition.of)];
      return condition.is === 'match' ? condition.parameter.code : condition.is;
    };
    return said(parsed('Patient', `_filter=${text}`).where[0] ?? { is: 'all', of: [] });
  };
  assert.deepEqual(shape('name eq a or gender eq b and active eq true'), ['all', ['any', 'name', 'gender'], 'active']);
  assert.deepEqual(shape('name eq a or (gender eq b and active eq true)'), ['any', 'name', ['all', 'gender', 'active']]);
  assert.deepEqual(shape('not(name eq "a) or (b")'), ['not', 'name']);
  assert.deepEqual(shape('name eq android'), 'name');
  assert.deepEqual(shape('general-practitioner[active eq true].name co x'), 'chain');
});
