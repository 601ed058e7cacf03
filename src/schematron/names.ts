import type { Initial } from './xpath/environment.ts';
import type { Compiled, Scope } from './xpath/expressions.ts';

/** The variables in force at a place of the rules, each with its slot. */
export class Names implements Scope {
  readonly #initial: (Initial | undefined)[];
  readonly #kept: Map<string, number>;
  readonly #shared: Map<string, Compiled>;
  readonly #slots: Map<string, number>;
  readonly #literals: Map<string, string>;

  constructor(initial: (Initial | undefined)[], above?: Names) {
    this.#initial = initial;
    this.#kept = above === undefined ? new Map() : above.#kept;
    this.#shared = above === undefined ? new Map() : above.#shared;
    this.#slots = new Map(above === undefined ? [] : above.#slots);
    this.#literals = new Map(above === undefined ? [] : above.#literals);
  }

  slotOf(name: string): number | undefined {
    return this.#slots.get(name);
  }

  literalOf(name: string): string | undefined {
    return this.#literals.get(name);
  }

  newSlot(): number {
    return this.#initial.push(undefined) - 1;
  }

  keptSlot(text: string): number {
    const slot = this.#kept.get(text) ?? this.newSlot();
    this.#kept.set(text, slot);
    return slot;
  }

  shared(text: string, make: () => Compiled): Compiled {
    // What a name stands for differs from rule to rule.
    const names = new Set(Array.from(text.matchAll(/"kind":"variable","name":"([^"]+)"/g), ([, name = '']) => name));
    const meant = Array.from(names, (name) => [name, this.#slots.get(name), this.#literals.get(name)]);
    const key = meant.length === 0 ? text : `${text} ${JSON.stringify(meant)}`;
    const found = this.#shared.get(key) ?? make();
    this.#shared.set(key, found);
    return found;
  }

  declare(name: string, literal?: string): number {
    const slot = this.newSlot();
    this.bind(name, slot, literal);
    return slot;
  }

  bind(name: string, slot: number, literal?: string): void {
    this.#slots.set(name, slot);
    if (literal === undefined) this.#literals.delete(name);
    else this.#literals.set(name, literal);
  }

  copy(): Names {
    return new Names(this.#initial, this);
  }

  within(name: string, slot: number): Names {
    const inner = this.copy();
    inner.bind(name, slot);
    return inner;
  }
}
