import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { readResource } from './corpus.ts';
import { type Tally, tally } from './tally.ts';

const environment = { sct: 'http://snomed.info/sct', loinc: 'http://loinc.org' };
const options = { async: false, resolveInternalTypes: false, preciseMath: true, traceFn: () => undefined } as const;

/** HL7's FHIRPath suite for R4 through the library that evaluates our invariants and search parameters. */
export function fhirPathSuite(corpus: string): Tally {
  const folder = join(corpus, 'fhir-test-cases');
  const document = XmlDocument.fromBuffer(readFileSync(join(folder, 'fhirpath', 'tests-fhir-r4.xml')));
  try {
    const tests = document.find('//test').filter((node) => node instanceof XmlElement);
    return tally(tests.map((test) => [test.attr('name')?.value ?? '', resultOf(test, join(folder, 'examples'))] as const));
  } finally {
    document.dispose();
  }
}

function resultOf(test: XmlElement, examples: string): true | string | undefined {
  const input = inputOf(test.attr('inputfile')?.value, examples);
  const expression = test.get('expression');
  if (input === undefined || !(expression instanceof XmlElement)) return undefined;
  const mustFail = expression.attr('invalid') !== null;
  let found: unknown[];
  try {
    found = fhirpath.evaluate(input, expression.content, environment, r4, options);
  } catch (error) {
    return mustFail ? true : `${expression.content}: ${String(error).split('\n')[0]}`;
  }
  const got = fhirpath.resolveInternalTypes(found).map(String);
  if (mustFail) return `${expression.content}: gives [${got}], must be refused`;
  const outputs = test.find('output').map(({ content }) => content);
  const wanted = test.attr('predicate')?.value === 'true' ? [String(found.length > 0)] : got;
  return sameValues(wanted, outputs) ? true : `${expression.content}: gives [${wanted}], expected [${outputs}]`;
}

function sameValues(got: readonly string[], expected: readonly string[]): boolean {
  return got.length === expected.length && expected.every((value, i) => sameValue(got[i] ?? '', value));
}

const withZone = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/;

/** Dates are written with `@` in the suite, decimals with more digits than they need; an instant is the same in another zone. */
function sameValue(got: string, expected: string): boolean {
  const value = expected.replace(/^@T?/, '');
  if (got === value || got === expected || (value.trim() !== '' && Number(got) === Number(value))) return true;
  return withZone.test(got) && withZone.test(value) && Date.parse(got) === Date.parse(value);
}

/** The suite names files as XML of which the corpus has some as JSON. */
function inputOf(name: string | undefined, examples: string): unknown {
  if (name === undefined || name === '') return {};
  const names = [name, name.replace(/\.xml$/, '.json')];
  const found = names.map((one) => join(examples, one)).find((path) => existsSync(path));
  return found === undefined ? undefined : readResource(found);
}
