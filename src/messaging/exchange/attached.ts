import type { MimePart, ParsedMessage } from '../mime/parsed.ts';
import { severalArchives } from './refusals.ts';

/**
 * The IHE_XDM.zip that a message brings; undefined when it brings none, or is an answer: a report, or a letter that gives documents back because they
 * could not be filed. What lies in a message inside the message was brought by nobody. Refuses `messaging.several-archives`.
 */
export function archivePart({ root, subject }: Pick<ParsedMessage, 'root' | 'subject'>): MimePart | undefined {
  if (root.type === 'multipart/report' || /^\s*\[(KO Intégration|Erreur d.intégration)/iu.test(subject)) return undefined;
  const [first, ...more] = archivesIn(root);
  if (more.length > 0) throw severalArchives();
  return first;
}

function archivesIn(part: MimePart): readonly MimePart[] {
  if (part.type.startsWith('message/')) return [];
  const own = /^IHE_XDM\.zip$/i.test(part.fileName?.trim() ?? '') && part.parts.length === 0 ? [part] : [];
  return [...own, ...part.parts.flatMap(archivesIn)];
}
