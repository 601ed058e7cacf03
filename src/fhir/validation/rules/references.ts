import { isObject, text } from '../../json.ts';

/** A literal reference inside a resource, and where it stands. */
export interface Literal {
  readonly reference: string;
  readonly at: string;
}

/** The literal references of a resource, those of its contained resources among them, not those of a Bundle or Parameters inside it. */
export function* literalsIn(value: unknown, at: string): Iterable<Literal> {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) yield* literalsIn(value[i], `${at}[${i}]`);
  } else if (isObject(value)) {
    const reference = text(value.reference);
    // an Expression has a reference too, which is a plain uri
    if (reference !== undefined && value.expression === undefined && value.language === undefined) {
      yield { reference, at };
    }
    for (const [name, child] of Object.entries(value)) {
      if (typeof child === 'object' && child !== null && !holdsResources(child)) yield* literalsIn(child, `${at}.${name}`);
    }
  }
}

const holdsResources = (value: object): boolean =>
  isObject(value) && (value.resourceType === 'Bundle' || value.resourceType === 'Parameters');

/** `Patient/1`, the end of an address of a RESTful server, with the base before it and the version behind. FHIR R4 §2.3.0.1. */
export interface Address {
  /** With its last slash; empty for a relative reference. */
  readonly base: string;
  readonly type: string;
  readonly id: string;
  readonly version: string | undefined;
}

const address = /^((?:https?:\/\/[^?#]*\/)?)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/([A-Za-z0-9.-]{1,64}))?$/;

/** Undefined when the text is not built like that; whether the type exists is not looked at. */
export function addressOf(reference: string): Address | undefined {
  const parts = address.exec(reference);
  return parts === null ? undefined : { base: parts[1] ?? '', type: parts[2] ?? '', id: parts[3] ?? '', version: parts[4] };
}

/** RFC 3986 §4.3: it begins with a scheme. */
export function isAbsolute(url: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(url);
}
