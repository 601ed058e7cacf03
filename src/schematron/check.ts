import type { XmlDocument, XmlElement } from '#xml';
import type { Finding } from './finding.ts';
import { Paths } from './paths.ts';
import {
  type Candidates,
  type CompiledCheck,
  type CompiledPattern,
  type CompiledRule,
  type Place,
  RuleIndex,
  type RuleSet,
} from './rules.ts';
import { type Budget, Environment } from './xpath/environment.ts';
import type { Pattern } from './xpath/pattern.ts';
import { type Node, orderOf, stringOf, Unevaluated } from './xpath/values.ts';

const findingLimit = 5_000;
/** Forty times what the largest example of the CI-SIS takes. */
const stepLimit = 10_000_000;

interface Ranked {
  readonly rank: number;
  readonly order: number;
  readonly finding: Finding;
}

/** A test or a context that could not be worked out. */
interface Asked {
  readonly id?: string | undefined;
  readonly number: string;
  readonly written: string;
}

interface Opened {
  readonly element: XmlElement;
  readonly place: Place;
}

/** Tries sets of compiled rules on documents together: each node is visited once. In a pattern the first rule whose context holds counts. */
export function runRules(
  sets: readonly RuleSet[],
): (document: XmlDocument, limits?: Partial<Budget>) => readonly (readonly Finding[])[] {
  const index = new RuleIndex(sets);
  return (document, { steps = stepLimit, stop } = {}) => {
    const source = { kind: 'document', document } as const;
    const paths = new Paths();
    const runs = sets.map(({ files, initial }) => new Run(new Environment(source, files, initial, { steps, stop }), paths));
    const visit = (node: Node, candidates: readonly Candidates[]): void => {
      for (const each of candidates) runs[each.set]?.visit(node, each);
    };
    visit(source, index.ofDocument());
    // What it takes to walk is for the first of them to pay.
    const [first] = runs;
    if (first === undefined) return [];
    const { env } = first;
    // Without recursion: elements in document order, the last one on top.
    const open: Opened[] = [{ element: document.root, place: index.placeOf(document.root, index.top(), env) }];
    for (let next = open.pop(); next !== undefined && runs.some(({ full }) => !full); next = open.pop()) {
      const { element, place } = next;
      visit(element, index.ofElement(element, place, env));
      if (index.hasAttributes) for (const attribute of element.attributes) visit(attribute, index.ofAttributes());
      env.spend(1);
      for (let i = element.children.length - 1; i >= 0; i--) {
        const child = element.children[i];
        if (child?.kind === 'element') open.push({ element: child, place: index.placeOf(child, place, env) });
      }
    }
    return runs.map((run) => run.findings());
  };
}

function anyMatches(contexts: readonly Pattern[], node: Node, env: Environment): boolean {
  for (const context of contexts) if (context.matches(node, env)) return true;
  return false;
}

/** What one set of rules says of a document. */
class Run {
  readonly env: Environment;
  readonly #found: Ranked[] = [];
  readonly #paths: Paths;

  constructor(env: Environment, paths: Paths) {
    this.env = env;
    this.#paths = paths;
  }

  /** Nothing more would be told. */
  get full(): boolean {
    return this.#found.length > findingLimit;
  }

  findings(): readonly Finding[] {
    return this.#found.sort((a, b) => a.rank - b.rank || a.order - b.order).map((each) => each.finding);
  }

  visit(node: Node, { pattern, rank, rules }: Candidates): void {
    const { env } = this;
    env.current = node;
    for (const { rule, contexts } of rules) {
      if (this.full) return;
      env.spend(contexts.length);
      try {
        if (!anyMatches(contexts, node, env)) continue;
      } catch (error) {
        this.#unevaluated(error, node, pattern, rank, rule);
        continue;
      }
      this.#fire(rule, node, pattern, rank);
      return;
    }
  }

  #fire(rule: CompiledRule, node: Node, pattern: CompiledPattern, rank: number): void {
    const { env } = this;
    env.spend(rule.checks.length);
    for (const check of rule.checks) {
      if (this.full) return;
      try {
        if (check.test.test(node, env) !== check.failsWhen) continue;
      } catch (error) {
        this.#unevaluated(error, node, pattern, rank, check);
        continue;
      }
      this.#add(node, pattern, rank, {
        id: check.id,
        number: check.number,
        role: check.role,
        test: check.written,
        message: this.#message(check, node),
      });
    }
  }

  #message(check: CompiledCheck, node: Node): string {
    const parts = check.message.map((part) => {
      if (typeof part === 'string') return part;
      try {
        return part.items(node, this.env).map(stringOf).join(' ');
      } catch (error) {
        if (error instanceof Unevaluated) return '?';
        throw error;
      }
    });
    return parts.join('').replace(/\s+/g, ' ').trim();
  }

  #unevaluated(error: unknown, node: Node, pattern: CompiledPattern, rank: number, of: Asked): void {
    if (!(error instanceof Unevaluated)) throw error;
    const { id, number, written } = of;
    this.#add(node, pattern, rank, {
      id,
      number,
      role: 'unevaluated',
      test: written,
      message: `${error.code}: ${error.message}`,
    });
  }

  #add(
    node: Node,
    pattern: CompiledPattern,
    rank: number,
    told: { id: string | undefined; number: string; role: string; test: string; message: string },
  ): void {
    if (this.full) return;
    const full = this.#found.length === findingLimit;
    const { id, ...rest } = told;
    const said = full
      ? { ...rest, role: 'unevaluated', message: `more than ${findingLimit} findings: the rest is not told` }
      : rest;
    const element = node.kind === 'attribute' ? node.parent : node.kind === 'element' ? node : this.env.source.document.root;
    const at = this.#paths.of(node);
    const finding = { pattern: pattern.id, ...(id === undefined ? {} : { id }), ...said, at, line: element.line };
    this.#found.push({ rank: full ? Number.MAX_SAFE_INTEGER : rank, order: orderOf(node), finding });
  }
}
