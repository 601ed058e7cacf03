import { ParseOption, XmlDocument, type XmlElement, XmlParseError } from 'libxml2-wasm';
import { Refusal } from '#kernel';
import type { Json } from '#packages';
import { fhirSystemOf } from './systems.ts';

/** The resources made from one SVS file, and the name and version under which they are kept. */
export interface SvsList {
  readonly name: string;
  readonly version: string;
  /** A ValueSet for each list and, for their displays, a part of each code system; of a TRE file, the code system whole. */
  readonly resources: Json[];
}

/** In bytes; the greatest list that the ANS publishes is a tenth of it. */
const largest = 64 << 20;

/**
 * Reads a code list in the form of IHE SVS (`RetrieveValueSetResponse`, or the answer with several lists), as the ANS publishes its
 * JDV and TRE. `at`: concepts whose `dateFin` is past by then are left out.
 *
 * The url of a list is that of its FHIR form (from `urlFichier`), else `urn:oid:…`; a code system given by an OID gets its FHIR url.
 *
 * Refuses `terminology.malformed-svs`: not XML, not in UTF-8, a DOCTYPE, no list, a list without id. A concept without code or
 * system says nothing and is passed over.
 *
 * Source: IHE ITI TF-2 §3.48 and §3.60, urn:ihe:iti:svs:2008; the attributes in French are the ANS's own.
 */
export function readSvs(bytes: Uint8Array, at: Date): SvsList {
  const document = parse(bytes);
  try {
    return listOf(document, at.toISOString().replace(/\D/g, ''));
  } finally {
    document.dispose();
  }
}

function listOf(document: XmlDocument, now: string): SvsList {
  const sets = document.find('//*[local-name() = "ValueSet" or local-name() = "DescribedValueSet"]') as XmlElement[];
  if (document.root.namespaceUri !== 'urn:ihe:iti:svs:2008' || sets.length === 0)
    throw malformed('ce n’est pas une liste SVS', 'it is no SVS list');
  const read = sets.map((set) => setOf(set, now));
  const [first] = read;
  const name = word(first?.name ?? '', 100);
  const version =
    read
      .map((set) => set.version)
      .toSorted()
      .at(-1) ?? '0';
  return { name, version: word(version, 60), resources: [...read.flatMap(valueSetOf), ...codeSystemsOf(read, name)] };
}

/** Of the characters that a package's name and version may have. */
function word(text: string, longest: number): string {
  return text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, longest);
}

interface ConceptRow {
  readonly system: string;
  readonly code: string;
  readonly display: string | undefined;
}

interface SetRow {
  readonly oid: string;
  readonly url: string;
  readonly name: string;
  readonly version: string;
  /** A TRE: all the codes of one system. */
  readonly whole: boolean;
  readonly concepts: readonly ConceptRow[];
}

function setOf(element: XmlElement, now: string): SetRow {
  const value = (name: string): string | undefined => element.attr(name)?.value || undefined;
  const oid = value('id') ?? value('ID');
  if (oid === undefined) throw malformed('une liste n’a pas d’id', 'a list has no id', element.line);
  const concepts = element.find(
    '*[local-name() = "ConceptList"]/*[local-name() = "Concept" or local-name() = "concept"]',
  ) as XmlElement[];
  return {
    oid,
    url: urlOf(value('urlFichier'), oid),
    name: value('displayName') ?? oid,
    version: value('version') ?? value('dateMaj') ?? value('dateValid') ?? '0',
    whole: value('typeFichier') === 'TRE',
    concepts: concepts.flatMap((concept) => conceptOf(concept, now)),
  };
}

function conceptOf(element: XmlElement, now: string): ConceptRow[] {
  const [code, system] = [element.attr('code')?.value, element.attr('codeSystem')?.value];
  if (!code || !system) return []; // published lists have rows that only hold a remark
  const end = element.attr('dateFin')?.value.replace(/\D/g, '') ?? '';
  if (end !== '' && end < now.slice(0, end.length)) return [];
  const oid = system.replace(/^urn:oid:/, '');
  return [{ code, system: /^[\d.]+$/.test(oid) ? fhirSystemOf(oid) : system, display: element.attr('displayName')?.value }];
}

/** `…/NOS/JDV_J01-X` is published in FHIR as `…/NOS/JDV_J01-X/FHIR/JDV-J01-X`. */
function urlOf(file: string | undefined, oid: string): string {
  const name = /^https?:\/\/[^/]+\/NOS\/([^/]+)$/.exec(file ?? '')?.[1];
  if (file === undefined || !/^https?:/.test(file)) return `urn:oid:${oid}`;
  return name === undefined ? file : `${file}/FHIR/${name.replaceAll('_', '-')}`;
}

function valueSetOf({ url, version, name, whole, concepts }: SetRow): Json[] {
  if (whole) return [];
  const bySystem = Map.groupBy(concepts, ({ system }) => system);
  const include = [...bySystem].map(([system, rows]) => ({ system, concept: rows.map(conceptJson) }));
  return [{ resourceType: 'ValueSet', url, version, name, status: 'active', compose: { include } }];
}

/**
 * A part of a system is kept under a version of its own, older than any other: lists that each bring a part stand side by side, and
 * none hides the system itself.
 */
function codeSystemsOf(sets: readonly SetRow[], name: string): Json[] {
  const whole = sets.filter((set) => set.whole);
  const parts = sets.filter((set) => !set.whole).flatMap((set) => set.concepts);
  const made = (url: string, version: string, content: string, rows: readonly ConceptRow[]): Json => {
    const concept = [...new Map(rows.map((row) => [row.code, row])).values()].map(conceptJson);
    return { resourceType: 'CodeSystem', url, version, status: 'active', content, concept };
  };
  return [
    ...whole.map((set) => ({
      ...made(set.concepts[0]?.system ?? set.url, set.version, 'complete', set.concepts),
      name: set.name,
    })),
    ...[...Map.groupBy(parts, ({ system }) => system)].map(([url, rows]) => made(url, `0-svs-${name}`, 'fragment', rows)),
  ];
}

function conceptJson({ code, display }: ConceptRow): Json {
  return display === undefined ? { code } : { code, display };
}

function parse(bytes: Uint8Array): XmlDocument {
  if (bytes.length > largest) throw malformed('le fichier est trop grand', 'the file is too large');
  const xml = textOf(bytes);
  // Neither stands in a list: no need to find out whether it is in a comment.
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw malformed('une DOCTYPE n’est pas admise', 'a DOCTYPE is not accepted');
  try {
    return XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE });
  } catch (error) {
    if (error instanceof XmlParseError)
      throw malformed('ce n’est pas du XML bien formé', 'it is not well-formed XML', error.details[0]?.line);
    throw error;
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('il n’est pas en UTF-8', 'it is not in UTF-8');
  }
}

function malformed(fr: string, en: string, line?: number): Refusal {
  return new Refusal(
    'terminology.malformed-svs',
    { fr: `Cette liste de codes SVS ne peut pas être lue : ${fr}.`, en: `This SVS code list cannot be read: ${en}.` },
    { source: 'IHE ITI SVS', ...(line === undefined ? {} : { at: `line ${line}` }) },
  );
}
