import { createHash } from 'node:crypto';
import { decodedLength } from './base64.ts';
import { error, warning } from './issues.ts';
import type { Rule } from './rule.ts';

const rule = 'attachment';

/**
 * The size and the hash of an Attachment are those of its data, when it carries them. A hash that differs is told as a warning: it may have
 * been computed before the content was converted. Source: FHIR R4 §2.24.0.5, Attachment.size in bytes, hash as base64 of SHA-1.
 */
export const attachment: Rule = function* ({ resource, at }) {
  const { data, size, hash } = resource;
  if (typeof data !== 'string') return;
  const length = decodedLength(data);
  if (typeof size === 'number' && size !== length) {
    yield error(rule, 'value', at, `Stated attachment size ${size} does not match the actual attachment size ${length}`);
  }
  if (typeof hash === 'string') {
    const actual = createHash('sha1').update(Buffer.from(data, 'base64')).digest('base64');
    if (actual !== hash) yield warning(rule, 'value', at, 'The stated hash is not the SHA-1 of the data');
  }
};
