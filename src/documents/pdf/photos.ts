import type { Refusal } from '#kernel';
import { refused } from '../received.ts';
import { readJpeg } from './jpeg.ts';
import { openSheet } from './sheet.ts';

/** Of a paper made of photos. */
export const photoLimits = { pages: 20, bytes: 10 * 1024 * 1024 } as const;

interface Photographed {
  readonly title: string;
  /** JPEG, one a page, in their order. */
  readonly pages: readonly Uint8Array[];
  readonly createdAt: Date;
}

const margin = 24;
const [short, long] = [595.28, 841.89];

/**
 * The photos of a paper as one PDF/A-1a, each on an A4 page as it lies. The pictures go in as they are, not decoded and not made smaller, but
 * without what cameras write beside them. Their words are not read: a reader that speaks is told which page it is. Refuses
 * `documents.no-photo`, `documents.too-many-photos`, `documents.bad-photo`, `documents.photos-too-large`.
 */
export function photosPdf({ title, pages, createdAt }: Photographed): Buffer {
  if (pages.length === 0) throw noPhoto();
  if (pages.length > photoLimits.pages) throw tooMany();
  if (pages.reduce((sum, { length }) => sum + length, 0) > photoLimits.bytes) throw tooLarge();
  const photos = pages.map((page, at) => readJpeg(Buffer.from(page)) ?? bad(at + 1));
  const { doc, figure, printable, end } = openSheet({ title, createdAt, archival: true, noPage: true });
  for (const [at, { bytes, width, height }] of photos.entries()) {
    const lies = width > height;
    doc.addPage({ size: 'A4', layout: lies ? 'landscape' : 'portrait', margin: 0 });
    const fit: [number, number] = [(lies ? long : short) - 2 * margin, (lies ? short : long) - 2 * margin];
    figure(printable(`${title}, page ${at + 1} sur ${photos.length}, photographiée`), () =>
      doc.image(bytes, margin, margin, { fit, align: 'center', valign: 'center' }),
    );
  }
  return end();
}

const noPhoto = (): Refusal =>
  refused('no-photo', 'Ajoutez au moins une photo du papier.', 'Add at least one photo of the paper.', 'pages');

const tooMany = (): Refusal =>
  refused(
    'too-many-photos',
    `Un papier compte ${photoLimits.pages} pages au plus. Ajoutez les suivantes dans un autre papier.`,
    `A paper has ${photoLimits.pages} pages at most. Add the others as another paper.`,
    'pages',
  );

const tooLarge = (): Refusal =>
  refused(
    'photos-too-large',
    `Les pages d’un papier pèsent ensemble ${photoLimits.bytes / 1024 / 1024} Mio au plus. Recadrez-les ou retirez-en.`,
    `The pages of a paper weigh ${photoLimits.bytes / 1024 / 1024} MiB together at most. Crop them, or remove some.`,
    'pages',
  );

function bad(page: number): never {
  throw refused(
    'bad-photo',
    `La page ${page} n’est pas une photo JPEG lisible. Prenez-la de nouveau.`,
    `Page ${page} is not a JPEG photo that can be read. Take it again.`,
    `pages[${page - 1}]`,
  );
}
