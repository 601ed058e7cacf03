import { Refusal } from '#kernel';
import { compileSchematron, type Finding, type Schematron, type Together, together } from '#schematron';
import { readXml, type XmlDocument } from '#xml';
import { type Applying, applyingTo } from './applies.ts';
import { type Entry, entriesOf } from './entries.ts';
import { innerDocument } from './inner.ts';
import type { Library } from './library.ts';
import { unavailable } from './refusals.ts';
import type { RuledDocument, RuleFinding } from './specifications.ts';

/** The schematrons of a library; each is compiled when the first document asks for it, once. */
export interface Rules {
  readonly entries: readonly Entry[];
  /** Refuses what `compileSchematron` refuses; the same each time it is asked for. */
  compiled(entry: Entry): Schematron;
  /** Undefined: none applies. `busy` is called before and after each compilation, which takes its own time. */
  check(bytes: Uint8Array, busy: (compiling: boolean) => void): RuledDocument | undefined;
}

/** Kinds of documents whose schematrons are kept ready together: the examples of the CI-SIS are of 53. */
const groupLimit = 100;

export function rulesOf(library: Library): Rules {
  const entries = entriesOf(library);
  const known = new Map<Entry, Schematron | { readonly failed: unknown }>();
  const read = (path: string): Uint8Array | undefined => library.read(path);
  const compile = (entry: Entry): Schematron | { readonly failed: unknown } => {
    try {
      return compileSchematron(entry.path, read);
    } catch (failed) {
      return { failed };
    }
  };
  const find = (entry: Entry, busy: (compiling: boolean) => void): Schematron | { readonly failed: unknown } => {
    let found = known.get(entry);
    if (found !== undefined) return found;
    busy(true);
    found = compile(entry);
    known.set(entry, found);
    busy(false);
    return found;
  };
  const groups: { readonly of: readonly Schematron[]; readonly check: Together }[] = [];
  /** Documents of one kind are tried with the same schematrons: made ready together once. */
  const joined = (of: readonly Schematron[]): Together => {
    const known = groups.find((group) => group.of.length === of.length && group.of.every((each, i) => each === of[i]));
    if (known !== undefined) return known.check;
    const check = together(of);
    if (groups.push({ of, check }) > groupLimit) groups.shift();
    return check;
  };
  return {
    entries,
    compiled(entry) {
      const found = find(entry, () => undefined);
      if ('failed' in found) throw found.failed;
      return found;
    },
    check(bytes, busy) {
      const outer = readXml(bytes);
      const inner = innerDocument(bytes, outer);
      const document = inner === bytes ? outer : readXml(inner);
      const applying = applyingTo(outer, document.root, entries);
      if (applying.entries.length === 0) return undefined;
      const found = applying.entries.map((entry) => ({ entry, ready: find(entry, busy) }));
      const findings = tried(joined(found.flatMap(({ ready }) => ('failed' in ready ? [] : [ready]))), document);
      const told = found.flatMap(({ entry, ready }) =>
        'failed' in ready ? [notCompiled(entry)] : (findings.get(ready) ?? []).map(findingOf),
      );
      return { schematrons: applying.entries.map(({ name }) => name), findings: [...versionsNotThere(applying), ...told] };
    },
  };
}

/** Beyond the steps that a schematron may take the document is told as not checked, not as wrong. */
function tried(check: Together, document: XmlDocument): ReturnType<Together> {
  try {
    return check(document);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'schematron.too-long') throw error;
    throw unavailable('il demande trop de calculs à un schematron', 'it asks a schematron for too much work');
  }
}

function findingOf({ pattern, id, role, message, line, at }: Finding): RuleFinding {
  if (role === 'unevaluated') return { rule: 'schematron.unevaluated', severity: 'warning', message, line, xpath: at };
  return { rule: id ?? pattern, severity: severityOf(role), message, line, xpath: at };
}

/** ISO schematron leaves the words of `role` free; these are those that are in use. */
function severityOf(role: string): RuleFinding['severity'] {
  if (/^(warn|warning|avertissement)$/i.test(role)) return 'warning';
  return /^(info|information|hint|note)$/i.test(role) ? 'information' : 'error';
}

function* versionsNotThere({ otherVersions }: Applying): Iterable<RuleFinding> {
  for (const { root: model, version } of otherVersions)
    yield {
      rule: 'schematron.no-version',
      severity: 'information',
      message: `Aucun schematron chargé n’est celui de la version ${version} du modèle ${model} ; ceux d’autres versions ne sont pas appliqués.`,
    };
}

function notCompiled({ name }: Entry): RuleFinding {
  return {
    rule: 'schematron.not-compiled',
    severity: 'warning',
    message: `${name} n’a pas pu être compilé et n’a pas été appliqué ; « socle specs load » en a donné la raison.`,
  };
}
