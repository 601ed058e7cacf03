import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readXml } from '#xml';
import { withoutWitness, witness } from '../../test/witnesses.ts';
import { compileSchematron, type Schematron } from './index.ts';
import { mutantOf, mutations } from './mutants.check.ts';
import { type Example, examples, publishedRules } from './package.check.ts';
import { differences, Saxon } from './saxon.check.ts';

const corpus = process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
/** A night's run asks for more mutants of each document, and for others. */
const mutantsEach = Number(process.env.SOCLE_MUTANTS ?? 1);
const seed = Number(process.env.SOCLE_SEED ?? 1);
const rules = publishedRules(corpus);
const documents = examples(corpus);
const skip = rules === undefined ? 'the outside corpus is absent (SOCLE_CORPUS or ../shared/data)' : false;

interface Facts {
  readonly failing: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, { readonly times: number }>>>>>>;
  readonly notCompiled: Readonly<Record<string, { readonly code: string }>>;
  readonly missing: Readonly<Record<string, { readonly files: readonly string[] }>>;
}
const facts = JSON.parse(readFileSync(new URL('../../spec/schematron/verdicts.json', import.meta.url), 'utf8')) as Facts;
const compiling = [...(rules?.common ?? []), ...(rules?.specific ?? [])].filter((path) => facts.notCompiled[path] === undefined);
const asked = new Map<string, Uint8Array | undefined>();
const compiled = new Map<string, Schematron>();

function rulesOf(path: string): Schematron {
  const found =
    compiled.get(path) ??
    compileSchematron(path, (file) => {
      const bytes = rules?.read(file);
      asked.set(file, bytes);
      return bytes;
    });
  compiled.set(path, found);
  return found;
}

/** Holds all models of content, so that every schematron has much to say of it. */
const ofAllModels = '01_';

/** Of common rules all documents; of the others those that name them, else those of another version, and the one of all models. */
function documentsOf(path: string): readonly Example[] {
  if (rules?.common.includes(path)) return documents;
  const kind = path.replace(/^CI-SIS_/, '').replace(/_[\d.]+\.sch$/, '');
  const naming = documents.filter(({ bytes }) => bytes.includes(`/${path}`));
  const near = naming.length > 0 ? naming : documents.filter(({ name }) => name.startsWith(kind));
  return [...near, ...documents.filter(({ name }) => name.startsWith(ofAllModels))];
}

test('CI-SIS schematron: the package is there', { skip }, () =>
  assert.ok((rules?.specific.length ?? 0) > 50 && documents.length > 50),
);

for (const path of compiling)
  test(`CI-SIS schematron, ${path}: verdicts on the documents that it is for`, () => {
    const schematron = rulesOf(path);
    for (const { name, bytes } of documentsOf(path).filter(
      ({ bytes }) => rules?.common.includes(path) || bytes.includes(`/${path}`),
    )) {
      const found = schematron.check(readXml(bytes));
      const counts = Object.entries(Object.groupBy(found, ({ number }) => number)).map(([number, all]) => [number, all?.length]);
      const expected = Object.entries(facts.failing[path]?.[name] ?? {}).map(([number, { times }]) => [number, times]);
      assert.deepEqual(counts, expected, `${name}: ${found[0]?.message ?? ''}`);
      assert.ok(found.every(({ role, at, line }) => role !== 'unevaluated' && at.startsWith('/ClinicalDocument') && line > 0));
    }
  });

for (const [path, { code }] of Object.entries(facts.notCompiled))
  test(`CI-SIS schematron, ${path}: refused, with the file that is not there`, { skip }, () =>
    assert.throws(() => rulesOf(path), { code }),
  );

test('CI-SIS schematron: the files that rules need and that are not there are told', { skip }, () => {
  for (const path of [...compiling, rules?.terminology ?? ''])
    assert.deepEqual(rulesOf(path).missing, facts.missing[path]?.files ?? [], path);
});

test('CI-SIS schematron: without its terminologies, terminologie.sch judges nothing', { skip }, () => {
  const schematron = rulesOf(rules?.terminology ?? '');
  for (const { bytes } of documents)
    for (const { role, message } of schematron.check(readXml(bytes))) {
      assert.equal(role, 'unevaluated', message);
      assert.match(message, /FODC0002.*terminologie\//);
    }
});

/** Ours and Saxon's on the same documents, test by test, node by node. */
class Comparison {
  readonly #folder = mkdtempSync(join(tmpdir(), 'socle-saxon-'));
  readonly #jobs: { readonly path: string; readonly documents: readonly (Example & { readonly file: string })[] }[] = [];
  #count = 0;

  file({ name, bytes }: Example): Example & { readonly file: string } {
    const file = join(this.#folder, `${this.#count++}.xml`);
    writeFileSync(file, bytes);
    return { name, bytes, file };
  }

  add(path: string, of: readonly (Example & { readonly file: string })[]): void {
    if (of.length > 0) this.#jobs.push({ path, documents: of });
  }

  async compare(): Promise<{ readonly fired: number; readonly told: readonly string[] }> {
    const jar = witness('saxon');
    assert.ok(jar !== undefined && rules !== undefined);
    const ours = this.#jobs.map((job) => job.documents.map(({ bytes }) => rulesOf(job.path).check(readXml(bytes))));
    const saxon = new Saxon(this.#folder, jar, rules);
    for (const [file, bytes] of asked) saxon.write(file, bytes);
    const told: string[] = [];
    let fired = 0;
    // Two processes: where there are two cores they take half the time.
    await Promise.all(
      [0, 1].map(async (half) => {
        const mine = this.#jobs.map((job, at) => ({ ...job, at })).filter(({ at }) => at % 2 === half);
        const said = await saxon.run(mine.map((job) => ({ rules: job.path, documents: job.documents.map(({ file }) => file) })));
        for (const [i, job] of mine.entries())
          for (const [j, { name }] of job.documents.entries()) {
            const verdict = said[i]?.verdicts[j];
            assert.ok(verdict, `${job.path}, ${name}: ${said[i]?.refused ?? 'Saxon says nothing'}`);
            fired += verdict.size;
            const found = differences(ours[job.at]?.[j] ?? [], verdict);
            told.push(...found.map((each) => `${job.path}, ${name}, ${each}`));
          }
      }),
    );
    return { fired, told };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const noSaxon = skip || withoutWitness('saxon');
const comparison = (): Comparison => {
  const made = new Comparison();
  after(() => made.close());
  return made;
};

test('Saxon-HE agrees on every published example, test by test and node by node', { skip: noSaxon }, async () => {
  const all = comparison();
  const files = new Map(documents.map((each) => [each.name, all.file(each)]));
  for (const path of compiling)
    all.add(
      path,
      documentsOf(path).flatMap(({ name }) => files.get(name) ?? []),
    );
  const { fired, told } = await all.compare();
  assert.deepEqual(told, []);
  assert.ok(fired > 500, `${fired} findings`);
});

test('Saxon-HE agrees on mutants of the examples, test by test and node by node', { skip: noSaxon }, async (t) => {
  const all = comparison();
  const kinds = new Set<string>();
  const mutants = documents.flatMap(({ name, bytes }, i) => {
    // The largest take Saxon seconds: they are for the night.
    if (bytes.length > 300_000 && mutantsEach === 1) return [];
    return Array.from({ length: mutantsEach }, (_, j) => {
      const { done, text } = mutantOf(bytes.toString('utf8'), seed * 1000 + i * 8 + j, 8);
      for (const each of done) kinds.add(each.replace(/ at \d+$/, ''));
      return { ...all.file({ name: `${name} with ${done.join(', ')}`, bytes: Buffer.from(text) }), of: name, at: i + j };
    });
  });
  const common = rules?.common ?? [];
  for (const path of compiling) {
    const own = new Set(common.includes(path) ? [] : documentsOf(path).map(({ name }) => name));
    // Each mutant by its own rules and, in turn, by one of those for all.
    all.add(
      path,
      mutants.filter(({ of, at }) => own.has(of) || common[at % common.length] === path),
    );
  }
  const { fired, told } = await all.compare();
  t.diagnostic(`${mutants.length} mutants, ${kinds.size} kinds of mutation of ${mutations.length}, ${fired} findings`);
  assert.deepEqual(told, []);
  assert.ok(kinds.size >= 40 && fired > 50, `${kinds.size} kinds, ${fired} findings`);
});
