import { fhirRefusal, type Json, text, withArticle } from '#fhir';
import { type Shelf, shelfWith } from '#packages';
import { type Terminology, terminologyOf } from '#terminology';
import type { AskedOperation } from './operation.ts';

/** The terminology in which an operation looks, and what it is about there. */
export interface Looked {
  readonly terminology: Terminology;
  readonly url: string;
  readonly version?: string;
  /** The resource itself, when it is not one of those loaded. */
  readonly resource?: Json;
}

/**
 * What the operation is about: the resource of the address, one sent as the parameter `sent`, or one named by its canonical address and
 * the parameter `version`. A resource that is not loaded is looked at beside what is. Undefined when nothing is named. Refuses
 * `fhir.wrong-type`, and what reading refuses.
 */
export async function lookedAt(asked: AskedOperation, sent: string, version: string): Promise<Looked | undefined> {
  const { desk, ask, inputs, type = '', id } = asked;
  if (id !== undefined) return beside(desk.shelf, JSON.parse((await desk.fhir.read(ask.call, type, id)).body) as Json);
  const given = inputs.object(sent);
  if (given?.resourceType === type) return beside(desk.shelf, given);
  if (given !== undefined)
    throw fhirRefusal('wrong-type', `Une ressource ${type} est attendue ici.`, `${withArticle(type)} is expected here.`);
  const url = inputs.text('url');
  if (url === undefined) return undefined;
  const wanted = inputs.text(version);
  return {
    terminology: desk.terminology,
    url,
    ...(wanted === undefined || url.endsWith(`|${wanted}`) ? {} : { version: wanted }),
  };
}

export function canonicalOf({ url, version }: Looked): string {
  return version === undefined ? url : `${url}|${version}`;
}

/** A resource without a version of its own must not be taken for an older one of the same address. */
function beside(shelf: Shelf, resource: Json): Looked {
  const url = text(resource.url) ?? 'urn:socle:sent';
  const version = text(resource.version) ?? 'sent';
  return { terminology: terminologyOf(shelfWith([{ ...resource, url, version }], shelf)), url, version, resource };
}

/** A code to look for. */
export interface AskedCode {
  readonly system?: string;
  readonly version?: string;
  readonly code: string;
  readonly display?: string;
}

/**
 * The codes asked about: `code` (+ system), `coding`, or every coding of `codeableConcept`; one and only one of the three.
 * Refuses `fhir.one-code`.
 */
export function codesAsked({ inputs }: AskedOperation, systemVersion: string): readonly AskedCode[] {
  const ways = ['code', 'coding', 'codeableConcept'].filter((name) => inputs.has(name));
  if (ways.length !== 1) throw oneCode();
  if (ways[0] === 'code') {
    const parts = { system: inputs.text('system'), version: inputs.text(systemVersion), display: inputs.text('display') };
    return [{ code: inputs.need('code'), ...present(parts) }];
  }
  const concept = inputs.object('codeableConcept')?.coding;
  const codings = ways[0] === 'coding' ? [inputs.object('coding') ?? {}] : Array.isArray(concept) ? (concept as Json[]) : [];
  const found = codings.flatMap((one) => {
    const code = text(one.code);
    if (code === undefined) return [];
    return [{ code, ...present({ system: text(one.system), version: text(one.version), display: text(one.display) }) }];
  });
  if (found.length === 0) throw oneCode();
  return found;
}

function present<T extends Record<string, string | undefined>>(parts: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: string };
}

function oneCode() {
  return fhirRefusal(
    'one-code',
    'Donnez un code, et d’une seule façon : code (avec system), coding ou codeableConcept.',
    'Give one code, in one way only: code (with system), coding or codeableConcept.',
    'code',
  );
}
