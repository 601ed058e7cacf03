import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { Refusal } from '#kernel';
import { baseShelf } from '#packages';
import { modelOf } from '../../src/fhir/model/index.ts';
import { fhirPathPatch } from '../../src/fhir/patch/index.ts';
import { applied } from '../../src/fhir/patch/jsonPatch.ts';
import { fromXml } from '../../src/fhir/xml/index.ts';
import { type Tally, tally } from './tally.ts';

interface JsonCase {
  readonly comment: string;
  readonly doc: unknown;
  readonly patch: unknown;
  readonly expected?: unknown;
  readonly error?: string;
}

/** The JSON Patch cases of HL7's test cases: the document that comes out, or a refusal where an error is expected. */
export function jsonPatchSuite(corpus: string): Tally {
  const path = join(corpus, 'fhir-test-cases', 'patch', 'json-patch-tests.json');
  const cases: readonly JsonCase[] = JSON.parse(readFileSync(path, 'utf8'));
  return tally(
    cases.map(({ comment, doc, patch, expected, error }) => {
      const got = outcome(() => applied(doc, patch));
      return [comment, verdict(got, error === undefined ? { value: expected } : 'refused')] as const;
    }),
  );
}

/** The FHIRPath Patch cases of HL7's test cases, whose resources are XML. */
export function fhirPathPatchSuite(corpus: string): Tally {
  const path = join(corpus, 'fhir-test-cases', 'patch', 'fhir-patch-tests.xml');
  const document = XmlDocument.fromBuffer(readFileSync(path));
  try {
    const cases = document.find('//case').filter((node) => node instanceof XmlElement);
    return tally(cases.map((one) => [one.attr('name')?.value ?? '', fhirPathCase(one)] as const));
  } finally {
    document.dispose();
  }
}

const model = modelOf(baseShelf());

function fhirPathCase(one: XmlElement): true | string {
  const [input, diff, output] = ['input', 'diff', 'output'].map((name) => {
    const resource = one.get(`${name}/*`);
    return resource instanceof XmlElement ? fromXml(model, resource.toString()) : undefined;
  });
  if (input === undefined || diff === undefined) return 'no input';
  const got = outcome(() => JSON.parse(fhirPathPatch(model, input, diff)));
  return verdict(got, output === undefined ? 'refused' : { value: JSON.parse(output) });
}

type Outcome = { readonly value: unknown } | 'refused';

function outcome(run: () => unknown): Outcome {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof Refusal) return 'refused';
    throw error;
  }
}

function verdict(got: Outcome, expected: Outcome): true | string {
  return isDeepStrictEqual(got, expected) ? true : `gives ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`;
}
