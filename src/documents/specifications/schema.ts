import {
  closeBuffer,
  type ErrorDetail,
  openBuffer,
  ParseOption,
  readBuffer,
  XmlDocument,
  XmlElement,
  XmlValidateError,
  XsdValidator,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';
import { readXml } from '#xml';
import { v3, withDocument } from '../cda/dom.ts';
import type { Library } from './library.ts';
import { malformed } from './refusals.ts';
import type { RuleFinding } from './specifications.ts';
import { elementAt, xpathAt } from './where.ts';
import { xsdWords } from './xsdWords.ts';

const findingLimit = 1_000;
/** libxml2 quotes the whole value that is wrong. */
const longestMessage = 1_000;
/** Files are named so to libxml2; nothing else is ever opened, neither disk nor network. */
const scheme = 'specifications:///';
let current: Library | undefined;

/** A compiled XSD. */
export interface Schema {
  check(bytes: Uint8Array): readonly RuleFinding[];
}

/**
 * Compiles an XSD of the library with all that it includes. An import that is not there is passed over, as the W3C lets it be.
 * Refuses `specifications.malformed`. One library at a time in a process: libxml2 has one way in for files.
 */
export function compileSchema(library: Library, entry: string): Schema {
  if (current === undefined) xmlRegisterInputProvider({ match: () => true, open, read: readBuffer, close });
  current = library;
  const bytes = library.read(entry);
  if (bytes === undefined) throw malformed('un schéma manque', 'a schema is missing', entry);
  const source = XmlDocument.fromBuffer(bytes, { url: scheme + encodeURI(entry), option: safe });
  try {
    const validator = XsdValidator.fromDoc(source);
    return { check: (document) => checkWith(validator, document) };
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error;
    const [first] = error.details;
    throw malformed(
      `le schéma ne peut pas être compilé (${first?.message.trim() ?? ''})`,
      `the schema cannot be compiled (${first?.message.trim() ?? ''})`,
      `${first?.file?.replace(scheme, '') ?? entry}${first === undefined ? '' : `:${first.line}`}`,
    );
  } finally {
    source.dispose();
  }
}

const safe = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE;

function open(url: string): number | undefined {
  const path = url.startsWith(scheme) ? decodeURI(url.slice(scheme.length)) : undefined;
  const bytes = path === undefined ? undefined : current?.read(path);
  return bytes === undefined ? undefined : openBuffer(bytes);
}

function close(fd: number): boolean {
  closeBuffer(fd);
  return true;
}

/** A self-presenting document is what stands inside its stylesheet. */
function checkWith(validator: XsdValidator, bytes: Uint8Array): readonly RuleFinding[] {
  return withDocument(bytes, (document) => {
    const inside = document.root.name === 'ClinicalDocument' ? null : document.get('(//c:ClinicalDocument)[1]', v3);
    return faultsOf(validator, inside instanceof XmlElement ? inside : document, bytes);
  });
}

function faultsOf(validator: XsdValidator, tried: XmlDocument | XmlElement, bytes: Uint8Array): readonly RuleFinding[] {
  try {
    if (tried instanceof XmlDocument) validator.validate(tried);
    else validator.validate(tried);
    return [];
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error;
    const tree = readXml(bytes);
    return error.details
      .slice(0, findingLimit)
      .map((detail) =>
        findingOf(detail, xpathAt(tree.root, detail.xpath, detail.message), () => elementAt(tree.root, detail.xpath)?.line),
      );
  }
}

/** libxml2 keeps the number of a line in 16 bits. */
const lastLine = 65_535;

function findingOf(
  { message, line, level }: ErrorDetail,
  xpath: string | undefined,
  lineOfElement: () => number | undefined,
): RuleFinding {
  const place = line < lastLine ? line : lineOfElement();
  const words = message.trim().slice(0, longestMessage);
  const { kind, fr } = xsdWords(words);
  return {
    rule: `xsd.${kind}`,
    severity: level === 1 ? 'warning' : 'error',
    message: words,
    fr,
    ...(place === undefined ? {} : { line: place }),
    ...(xpath === undefined ? {} : { xpath }),
  };
}
