import { readXdm } from '#documents';
import { Refusal } from '#kernel';
import type { ReadMessage } from '../mail/mail.ts';
import { decodePart } from '../mime/decode.ts';
import { archivePart } from './attached.ts';
import { severalPatients } from './refusals.ts';

/**
 * Holds a message that somebody hands in to one patient: the archive that it brings names one. Refuses `messaging.several-patients` and
 * `messaging.several-archives`; whatever else is wrong with an archive is its receiver’s to say. Source: Référentiel MSSanté #2, ECO.2.1.1.
 */
export async function inspectArchive({ bytes, parsed }: ReadMessage): Promise<void> {
  const part = archivePart(parsed);
  if (part === undefined) return;
  try {
    await readXdm(decodePart(bytes, part));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'xdm.several-persons') throw severalPatients('IHE_XDM.zip');
  }
}
