import type { CodedValue } from '#kernel';
import type { SourcePatient, XdsIdentifier, XdsOrganization, XdsPerson } from './metadata.ts';

/**
 * The HL7 v2 data types inside XDS metadata, read and written. What cannot be read gives undefined; what is absent stays absent.
 * Source: IHE ITI TF-3 §4.2.3.1.7; CI-SIS, Transformation des métadonnées XDS dans la syntaxe ebRIM (types XCN « D … IDNPS », XON « IDNST »).
 */

/** `value^^^&oid&ISO`, what follows set aside. */
export function readCx(text: string): XdsIdentifier | undefined {
  const [value, , , authority] = components(text);
  const system = authority === undefined ? undefined : subcomponent(authority, 1);
  return value === undefined || system === undefined ? undefined : { system, value: unescaped(value) };
}

/** `NH` says that the identifier is national: the INS. */
export function writeCx({ system, value }: XdsIdentifier): string {
  return `${escaped(value)}^^^&${system}&ISO^NH`;
}

/** `id^family^given^^^^^^&oid&ISO`. */
export function readXcn(text: string): XdsPerson | undefined {
  const parts = components(text);
  const id = identifier(parts[0], parts[8]);
  const [family, given] = [plain(parts[1]), plain(parts[2])];
  if (id === undefined && family === undefined && given === undefined) return undefined;
  return {
    ...(id === undefined ? {} : { id }),
    ...(family === undefined ? {} : { family }),
    ...(given === undefined ? {} : { given }),
  };
}

export function writeXcn({ id, family = '', given = '' }: XdsPerson): string {
  const authority = id === undefined ? '' : `^^^^^^&${id.system}&ISO^D^^^IDNPS`;
  return `${escaped(id?.value ?? '')}^${escaped(family)}^${escaped(given)}${authority}`;
}

/** `name^^^^^&oid&ISO^IDNST^^^id`. */
export function readXon(text: string): XdsOrganization | undefined {
  const parts = components(text);
  const name = plain(parts[0]);
  const id = identifier(parts[9], parts[5]);
  if (name === undefined && id === undefined) return undefined;
  return { ...(name === undefined ? {} : { name }), ...(id === undefined ? {} : { id }) };
}

export function writeXon({ name = '', id }: XdsOrganization): string {
  return id === undefined ? escaped(name) : `${escaped(name)}^^^^^&${id.system}&ISO^IDNST^^^${escaped(id.value)}`;
}

/** `code^label^oid`, as authorSpecialty; a code alone has no system. */
export function readCe(text: string): CodedValue | undefined {
  const [code, display, system] = components(text).map(plain);
  return code === undefined ? undefined : { code, system: system ?? '', display: display ?? '' };
}

export function writeCe({ code, display, system }: CodedValue): string {
  return [code, display, system].map(escaped).join('^').replace(/\^+$/, '');
}

/** The lines `PID-n|value` of sourcePatientInfo. */
export function readSourcePatient(lines: readonly string[]): SourcePatient | undefined {
  const ids: XdsIdentifier[] = [];
  const found: { -readonly [K in keyof SourcePatient]?: SourcePatient[K] } = {};
  for (const line of lines) {
    const bar = line.indexOf('|');
    const value = line.slice(bar + 1);
    switch (line.slice(0, Math.max(bar, 0))) {
      case 'PID-3':
        ids.push(...value.split('~').flatMap((one) => readCx(one) ?? []));
        break;
      case 'PID-5':
        Object.assign(found, nameOf(value));
        break;
      case 'PID-7':
        if (/^\d{8}/.test(value)) found.birthDate = `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6, 8)}`;
        break;
      case 'PID-8':
        if (value !== '') found.sex = value;
        break;
      default:
    }
  }
  return ids.length === 0 && Object.keys(found).length === 0 ? undefined : { ids, ...found };
}

export function writeSourcePatient({ ids, family, given, birthDate, sex }: SourcePatient): string[] {
  const named = family !== undefined || given !== undefined;
  return [
    ...ids.map((id) => `PID-3|${writeCx(id)}`),
    ...(named ? [`PID-5|${escaped(family ?? '')}^${escaped(given ?? '')}^^^^^L`] : []),
    ...(birthDate === undefined ? [] : [`PID-7|${birthDate.replaceAll('-', '')}`]),
    ...(sex === undefined ? [] : [`PID-8|${sex}`]),
  ];
}

function nameOf(value: string): Pick<SourcePatient, 'family' | 'given'> {
  const [family, given] = components(value).map(plain);
  return { ...(family === undefined ? {} : { family }), ...(given === undefined ? {} : { given }) };
}

function identifier(value: string | undefined, authority: string | undefined): XdsIdentifier | undefined {
  const system = authority === undefined ? undefined : subcomponent(authority, 1);
  const read = plain(value);
  return read === undefined || system === undefined ? undefined : { system, value: read };
}

const components = (text: string): string[] => text.split('^');

/** The n-th part; an OID written alone, as some senders do, counts as the second. */
function subcomponent(text: string, n: number): string | undefined {
  const parts = text.split('&');
  const part = parts.length === 1 && /^[\d.]+$/.test(text) ? text : parts[n];
  return part === undefined || !/^\d+(\.\d+)+$/.test(part) ? undefined : part;
}

function plain(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : unescaped(text);
}

const marks: Readonly<Record<string, string>> = { '|': 'F', '^': 'S', '&': 'T', '~': 'R', '\\': 'E' };
const characters: Readonly<Record<string, string>> = { F: '|', S: '^', T: '&', R: '~', E: '\\' };

function escaped(text: string): string {
  return text.replace(/[|^&~\\]/g, (c) => `\\${marks[c]}\\`);
}

function unescaped(text: string): string {
  return text.replace(/\\([FSTRE])\\/g, (_, mark: string) => characters[mark] ?? '');
}
