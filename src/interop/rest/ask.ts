import type { Readable } from 'node:stream';
import type { Call } from '#kernel';
import type { Caller } from '#signin';
import type { Prefer } from './prefer.ts';

export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What an address names, by the names of the route’s parameters. */
export type Place = Readonly<Partial<Record<'type' | 'id' | 'version' | 'inner' | 'file', string>>>;

/** A body as it came. */
export interface Body {
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
}

/** One request under /fhir: alone, or an entry of a batch. */
export interface Ask {
  readonly verb: Verb;
  readonly place: Place;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly body: Body | undefined;
  readonly caller: Caller;
  readonly call: Call;
  readonly prefer: Prefer;
}

/** What is answered. `body` is a resource in JSON, as text or in UTF-8: it takes the form that was asked for on its way out. */
export interface Told {
  readonly status: number;
  readonly body?: string | Buffer;
  /** Leaves as it is, whatever form was asked for. */
  readonly raw?: { readonly type: string; readonly content: Buffer | string | Readable };
  readonly version?: number;
  readonly at?: Date;
  /** Relative to the base: `Observation/1/_history/1`. */
  readonly location?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What answers at an address, found by method and path. */
export type Find = (
  verb: Verb,
  path: string,
) => { readonly place: Place; readonly serve: (ask: Ask) => Promise<Told> } | undefined;
