import { type CodeSystem, isAbstract, jsonList, text } from './codeSystem.ts';
import type { CodeSystems } from './codeSystems.ts';
import { grammars } from './computed/grammars.ts';
import { has, hasInAny, type Members, type Membership } from './members.ts';

export interface ValidateAsk {
  readonly valueSet?: string;
  readonly system?: string;
  readonly version?: string;
  readonly code: string;
  readonly display?: string;
  /** A code that must not be used for data (`notSelectable`) is accepted. */
  readonly abstract?: boolean;
}

export interface Validated {
  /** Undefined when it cannot be told here: what it takes is not loaded. */
  readonly result: boolean | undefined;
  /** Why not, in English; with a result of true, a word about the code. */
  readonly message?: string;
  /** The display of the code, where the code is known. */
  readonly display?: string;
  /** What is wrong: so that a wrong display can be taken less seriously than a wrong code. */
  readonly fault?: 'code' | 'display' | 'abstract';
}

/** Source: FHIR R4 §4.8.16 and §4.9.15, $validate-code. `members` are those of the value set asked for, if one was. */
export function validate(ask: ValidateAsk, members: Members | undefined, systems: CodeSystems): Validated {
  const { code, display, version, valueSet } = ask;
  const system = ask.system ?? (members === undefined ? undefined : systemOf(members, code));
  const found = system === undefined ? undefined : systems.find(system, version);
  const concept = found?.concepts.get(found.canonicalCode(code));
  const right = displayInSet(members, system, code) ?? text(concept?.display);
  const told = right === undefined ? {} : { display: right };
  const named = system === undefined ? `“${code}”` : `“${code}” of ${system}`;

  const ofSet =
    members === undefined ? 'in' : ask.system === undefined ? hasInAny(members, code) : has(members, ask.system, code);
  const ofSystem = system === undefined ? 'unknown' : inSystem(system, found, code);
  if (ofSystem === 'out')
    return { result: false, fault: 'code', message: `The code ${named} does not exist${versionOf(found)}`, ...told };
  if (ofSet === 'out')
    return { result: false, fault: 'code', message: `The code ${named} is not in the value set ${valueSet}`, ...told };
  const sure = ofSet === 'in' && (ofSystem === 'in' || members !== undefined);
  if (!sure) return { result: undefined, message: unsure(ofSet, valueSet, system), ...told };
  if (concept !== undefined && ask.abstract !== true && isAbstract(concept)) {
    return { result: false, fault: 'abstract', message: `The code ${named} is abstract: it must not be used for data`, ...told };
  }
  if (display !== undefined && right !== undefined && !isName(display, right, concept)) {
    return {
      result: false,
      fault: 'display',
      message: `The display “${display}” is not one of ${named}: it is “${right}”`,
      ...told,
    };
  }
  return { result: true, ...told };
}

function unsure(ofSet: Membership, valueSet: string | undefined, system: string | undefined): string {
  const what = ofSet === 'unknown' ? `the value set ${valueSet ?? ''}` : `the code system ${system ?? '(none given)'}`;
  return `It cannot be told: ${what} is not loaded, or not whole`;
}

function versionOf(found: CodeSystem | undefined): string {
  return found?.version === undefined ? '' : ` (version ${found.version})`;
}

function inSystem(url: string, found: CodeSystem | undefined, code: string): Membership {
  if (found?.concepts.has(found.canonicalCode(code)) === true) return 'in';
  return found?.complete === true ? 'out' : (grammars[url]?.(code) ?? 'unknown');
}

/** The first system of the set that lists the code. */
function systemOf(members: Members, code: string): string | undefined {
  for (const [system] of members.systems) if (has(members, system, code) === 'in') return system;
  return undefined;
}

function displayInSet(members: Members | undefined, system: string | undefined, code: string): string | undefined {
  const listed = system === undefined ? undefined : members?.systems.get(system)?.listed.get(code);
  return typeof listed === 'object' && listed !== null && 'display' in listed ? text(listed.display) : undefined;
}

/** Spaces and case do not make another name. Source: FHIR R4 §4.8.16. */
function isName(display: string, right: string, concept: Readonly<Record<string, unknown>> | undefined): boolean {
  const names = [right, text(concept?.display), ...jsonList(concept?.designation).map(({ value }) => text(value))];
  return names.some((name) => name !== undefined && plain(name) === plain(display));
}

const plain = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();
