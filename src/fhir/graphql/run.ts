import { type FieldNode, GraphQLError } from 'graphql';
import { Refusal } from '#kernel';
import { parseExact } from '../json/index.ts';
import { isObject, type Json, text } from '../json.ts';
import type { Model } from '../model/index.ts';
import { type Asked, fault } from './ask.ts';

/** How a query reaches the resources; the engine gives what the caller may see. */
export interface Reach {
  /** The text of the resource that a reference leads to (`Patient/1`, or an address); undefined when there is none to be seen. */
  resolve(reference: string): Promise<string | undefined>;
  /** A search as it would be asked by HTTP. A Refusal becomes an error of the answer. */
  search(type: string, parameters: URLSearchParams): Promise<Found>;
}

export interface Found {
  readonly total: number;
  readonly bodies: readonly string[];
  /** What `_cursor` continues with, when there is more. */
  readonly next?: string;
}

export type Path = readonly (string | number)[];

/** An object that fields are asked of: an element or a resource, and the resource it is in. */
export interface Thing {
  /** In the model: `Patient`, `HumanName`, `Patient.contact`. */
  readonly type: string;
  readonly value: Json;
  readonly resource: Json;
}

const mostFields = 50_000;
const mostReads = 500;
const mostExpressions = 500;

/** One request being answered: what it may still cost, and what went wrong on the way. */
export class Run {
  readonly model: Model;
  readonly asked: Asked;
  readonly errors: GraphQLError[] = [];
  readonly #reach: Reach;
  readonly #resolved = new Map<string, Promise<Thing | undefined>>();
  #fields = 0;
  #reads = 0;
  #expressions = 0;

  constructor(model: Model, asked: Asked, reach: Reach) {
    this.model = model;
    this.asked = asked;
    this.#reach = reach;
  }

  /** Throws when the request asks for more than 50,000 values. */
  countField(node: FieldNode): void {
    this.#fields += 1;
    if (this.#fields > mostFields) throw fault(`The request asks for more than ${mostFields} values`, node);
  }

  /** Throws when FHIRPath would be evaluated on more than 500 lists. */
  countExpression(node: FieldNode): void {
    this.#expressions += 1;
    if (this.#expressions > mostExpressions)
      throw fault(`The request evaluates FHIRPath on more than ${mostExpressions} lists`, node);
  }

  /** Each reference is followed once. */
  resolve(reference: string, node: FieldNode): Promise<Thing | undefined> {
    const known = this.#resolved.get(reference);
    if (known !== undefined) return known;
    this.#countRead(node);
    const found = this.#reach.resolve(reference).then((body) => (body === undefined ? undefined : thingOf(body)));
    this.#resolved.set(reference, found);
    return found;
  }

  async search(type: string, parameters: URLSearchParams, node: FieldNode): Promise<Found> {
    this.#countRead(node);
    return await this.#reach.search(type, parameters);
  }

  /** What `read` gives; nothing, and an error of the answer, when it is refused. Other throws are defects and pass. */
  async reached<T>(node: FieldNode, path: Path, read: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
    try {
      return { value: await read() };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.fail(error.sentence.en, node, path, error.code);
      return undefined;
    }
  }

  fail(message: string, node: FieldNode, path: Path, code?: string): void {
    this.errors.push(new GraphQLError(message, { nodes: [node], path, ...(code === undefined ? {} : { extensions: { code } }) }));
  }

  #countRead(node: FieldNode): void {
    this.#reads += 1;
    if (this.#reads > mostReads) throw fault(`The request needs more than ${mostReads} reads and searches`, node);
  }
}

/** In: the text of a resource. Numbers keep their digits on the way to the answer. */
export function thingOf(body: string): Thing | undefined {
  const value = parseExact(body);
  const type = isObject(value) ? text(value.resourceType) : undefined;
  return isObject(value) && type !== undefined ? { type, value, resource: value } : undefined;
}
