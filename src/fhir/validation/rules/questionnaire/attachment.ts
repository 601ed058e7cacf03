import { isObject, text } from '../../../json.ts';
import { decodedLength } from '../base64.ts';
import { extensionNumber, extensionValues } from '../elements.ts';
import { error } from '../issues.ts';
import type { AnswerCheck } from './asked.ts';

const rule = 'questionnaire-answer-attachment';
const base = 'http://hl7.org/fhir/StructureDefinition/';

/**
 * The extensions mimeType and maxSize. Source: FHIR R4 extensions registry. R4 names megabytes in the title of maxSize and gives no unit in
 * its text; the registry since says bytes. A limit under 1,000 can only be megabytes.
 */
export const attachmentLimits: AnswerCheck = function* (item, { value }, at) {
  if (!isObject(value)) return;
  const allowed = extensionValues(item.element, `${base}mimeType`).filter((one) => typeof one === 'string');
  const contentType = text(value.contentType);
  if (allowed.length > 0 && contentType === undefined) {
    yield error(rule, 'required', at, `A content type is required for this answer (allowed = ${allowed.join(', ')})`);
  } else if (allowed.length > 0 && !allowed.some((one) => fits(contentType ?? '', one))) {
    yield error(
      rule,
      'value',
      at,
      `The content type ${contentType} is not valid for this answer (allowed = ${allowed.join(', ')})`,
    );
  }
  const written = extensionNumber(item.element, `${base}maxSize`);
  const size = typeof value.data === 'string' ? decodedLength(value.data) : value.size;
  if (written === undefined || typeof size !== 'number') return;
  const most = written < 1000 ? written * 1024 * 1024 : written;
  if (size > most) yield error(rule, 'value', at, `The attachment is too large (allowed = ${most} bytes, found = ${size})`);
};

/** `image/*` allows each image; parameters behind `;` are not compared. */
function fits(contentType: string, allowed: string): boolean {
  const given = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const wanted = allowed.toLowerCase();
  return wanted.endsWith('/*') ? given.startsWith(wanted.slice(0, -1)) : given === wanted;
}
