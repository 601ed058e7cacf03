import { hash } from 'node:crypto';
import type { Json } from '#fhir';
import { type HealthProfile, type ProfileLine, profileSections, type Source } from './line.ts';
import { saidBy } from './said.ts';
import { documentDay, documentOf, enteredIn, nameOf, sourceOf } from './sources.ts';
import type { Said } from './statement.ts';

/** One thing said, and by whom. */
interface Statement {
  readonly said: Said;
  readonly source: Source;
  readonly own: string | undefined;
  /** What orders statements, the same whatever the order in which they came. */
  readonly rank: readonly [at: number, resource: string, name: string];
}

/**
 * The health profile that resources of a record come to: what several say is one line with the sources of all. Each statement stands in one
 * line. Of what they say differently the newest counts; a severe allergy stays severe, and none is over while a source says that it is not. The
 * order of the resources plays no part. `documents`: the DocumentReferences that name the sources. `today`: a FHIR date. Pure.
 */
export function profileFrom(resources: readonly Json[], documents: readonly Json[], today: string): HealthProfile['lines'] {
  const byName = new Map(resources.map((resource) => [nameOf(resource), resource]));
  const byId = new Map([...resources, ...documents].map((one) => [nameOf(one), one]));
  const around = { today, resource: (reference: string) => byName.get(reference) };
  const statements = [...byName.values()].flatMap((resource) => {
    const document = byId.get(`DocumentReference/${documentOf(resource) ?? ''}`);
    const own = enteredIn(resource);
    return saidBy(resource, around).map((said): Statement => {
      const source = sourceOf(resource, document, said.at ?? documentDay(document));
      return { said, source, own, rank: [Date.parse(source.at ?? '') || 0, source.resource, said.names[0]] };
    });
  });
  return grouped(statements).map(lineOf).sort(inOrder);
}

/** Statements that share a name, directly or through others, are of one thing. */
function grouped(statements: readonly Statement[]): readonly [Statement, ...Statement[]][] {
  const leader = new Map<string, string>();
  const find = (name: string): string => {
    const above = leader.get(name);
    if (above === undefined || above === name) return name;
    const top = find(above);
    leader.set(name, top);
    return top;
  };
  const namesOf = ({ said }: Statement) => said.names.map((name) => `${said.section} ${name}`);
  for (const statement of statements) {
    const [first = '', ...others] = namesOf(statement);
    for (const other of others) leader.set(find(other), find(first));
  }
  const groups = new Map<string, [Statement, ...Statement[]]>();
  for (const statement of statements) {
    const top = find(namesOf(statement)[0] ?? '');
    const group = groups.get(top);
    if (group === undefined) groups.set(top, [statement]);
    else group.push(statement);
  }
  return [...groups.values()];
}

function lineOf(group: readonly [Statement, ...Statement[]]): ProfileLine {
  const [newest, ...older] = group.toSorted(newestFirst) as [Statement, ...Statement[]];
  const all = [newest, ...older];
  const [name = ''] = all.map(({ said }) => said.names[0]).sort();
  const { section, label, code } = newest.said;
  const judge = all.find(({ said }) => said.weak !== true) ?? newest;
  const own = all.find((one) => one.own !== undefined)?.own;
  const severe = all.some(({ said }) => said.severe);
  const ended = section === 'allergies' ? all.every(({ said }) => said.ended) : judge.said.ended;
  const coded = code ?? all.find(({ said }) => said.code !== undefined)?.said.code;
  const sources = distinct(
    newest.source,
    older.map(({ source }) => source),
  );
  return {
    key: hash('sha256', `${section}\n${name}`, 'hex').slice(0, 16),
    section,
    label,
    ...(coded === undefined ? {} : { code: coded }),
    ...first(all, 'detail'),
    ...first(all, 'reason'),
    ...first(all, 'dose'),
    ...first(section === 'measures' ? [newest] : all, 'from'),
    ...(judge.said.until === undefined ? {} : { until: judge.said.until }),
    ended,
    severe,
    sources,
    ...(own === undefined ? {} : { own }),
  };
}

/** What the newest says that says anything of it. */
function first(all: readonly Statement[], name: 'detail' | 'reason' | 'dose' | 'from'): Partial<ProfileLine> {
  const value = all.find(({ said }) => said[name] !== undefined)?.said[name];
  return value === undefined ? {} : { [name]: value };
}

/** A resource may say one thing twice: it is one source. */
function distinct(newest: Source, older: readonly Source[]): readonly [Source, ...Source[]] {
  const others = new Map(older.map((source) => [source.resource, source]));
  others.delete(newest.resource);
  return [newest, ...others.values()];
}

function newestFirst({ rank: a }: Statement, { rank: b }: Statement): number {
  return b[0] - a[0] || compare(a[1], b[1]) || compare(a[2], b[2]);
}

/** By section; in one, what stands before what is over, what is severe first, then the newest. */
function inOrder(a: ProfileLine, b: ProfileLine): number {
  return (
    profileSections.indexOf(a.section) - profileSections.indexOf(b.section) ||
    Number(a.ended) - Number(b.ended) ||
    Number(b.severe) - Number(a.severe) ||
    compare(momentOf(b), momentOf(a)) ||
    compare(a.label, b.label) ||
    compare(a.key, b.key)
  );
}

const momentOf = ({ section, from, sources }: ProfileLine): string => (section === 'vaccinations' ? from : sources[0].at) ?? '';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
