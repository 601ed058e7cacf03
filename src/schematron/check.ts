import { type XmlDocument, type XmlElement, xpathOf } from '#xml';
import type { Files } from './files.ts';
import type { Finding } from './finding.ts';
import { type Candidates, type CompiledCheck, type CompiledPattern, type CompiledRule, RuleIndex } from './rules.ts';
import { Environment, type Initial } from './xpath/environment.ts';
import { type Node, orderOf, stringOf, Unevaluated } from './xpath/values.ts';

const findingLimit = 5_000;

interface Ranked {
  readonly rank: number;
  readonly order: number;
  readonly finding: Finding;
}

interface Opened {
  readonly element: XmlElement;
  readonly path: string;
}

/** Tries compiled rules on documents. Each node is visited once; in a pattern the first rule whose context holds counts. */
export function runRules(
  patterns: readonly CompiledPattern[],
  files: Files,
  initial: readonly (Initial | undefined)[],
): (document: XmlDocument) => readonly Finding[] {
  const index = new RuleIndex(patterns);
  return (document) => {
    const run = new Run(new Environment({ kind: 'document', document }, files, initial));
    run.visit(run.env.source, index.ofDocument());
    // Without recursion: elements in document order, the last one on top.
    const open: Opened[] = [{ element: document.root, path: index.pathOf(document.root, '') }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { element, path } = next;
      run.visit(element, index.ofElement(element, path));
      if (index.hasAttributes) for (const attribute of element.attributes) run.visit(attribute, index.ofAttributes());
      for (let i = element.children.length - 1; i >= 0; i--) {
        const child = element.children[i];
        if (child?.kind === 'element') open.push({ element: child, path: index.pathOf(child, path) });
      }
    }
    return run.findings();
  };
}

class Run {
  readonly env: Environment;
  readonly #found: Ranked[] = [];

  constructor(env: Environment) {
    this.env = env;
  }

  findings(): readonly Finding[] {
    return this.#found.sort((a, b) => a.rank - b.rank || a.order - b.order).map((each) => each.finding);
  }

  visit(node: Node, candidates: readonly Candidates[]): void {
    for (const { pattern, rank, rules } of candidates)
      for (const { rule, contexts } of rules) {
        this.env.current = node;
        let holds: boolean;
        try {
          holds = contexts.some((context) => context.matches(node, this.env));
        } catch (error) {
          this.#unevaluated(error, node, pattern, rank, rule.written);
          continue;
        }
        if (!holds) continue;
        this.#fire(rule, node, pattern, rank);
        break;
      }
  }

  #fire(rule: CompiledRule, node: Node, pattern: CompiledPattern, rank: number): void {
    const { env } = this;
    for (const slot of rule.lets) env.set(slot, undefined);
    for (const check of rule.checks) {
      try {
        if (check.test.test(node, env) !== check.failsWhen) continue;
      } catch (error) {
        this.#unevaluated(error, node, pattern, rank, check.written, check.id);
        continue;
      }
      this.#add(node, pattern, rank, {
        id: check.id,
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

  #unevaluated(error: unknown, node: Node, pattern: CompiledPattern, rank: number, test: string, id?: string): void {
    if (!(error instanceof Unevaluated)) throw error;
    this.#add(node, pattern, rank, { id, role: 'unevaluated', test, message: `${error.code}: ${error.message}` });
  }

  #add(
    node: Node,
    pattern: CompiledPattern,
    rank: number,
    told: { id: string | undefined; role: string; test: string; message: string },
  ): void {
    if (this.#found.length > findingLimit) return;
    const full = this.#found.length === findingLimit;
    const { id, ...rest } = told;
    const said = full
      ? { ...rest, role: 'unevaluated', message: `more than ${findingLimit} findings: the rest is not told` }
      : rest;
    const element = node.kind === 'attribute' ? node.parent : node.kind === 'element' ? node : this.env.source.document.root;
    const at = node.kind === 'element' || node.kind === 'attribute' ? xpathOf(node) : '/';
    const finding = { pattern: pattern.id, ...(id === undefined ? {} : { id }), ...said, at, line: element.line };
    this.#found.push({ rank: full ? Number.MAX_SAFE_INTEGER : rank, order: orderOf(node), finding });
  }
}
