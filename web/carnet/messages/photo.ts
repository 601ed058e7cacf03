import type { Joined } from './shapes.ts';

export const mostFiles = 10;
export const mostFileBytes = 8 * 1024 * 1024;
export const mostTotalBytes = 15 * 1024 * 1024;
/** The longer side of a photo, in pixels: a letter photographed whole stays readable. */
const longestSide = 2000;
/** A drawing or a screen stays sharp as PNG while that is not too large. */
const mostPngBytes = 1_500_000;

export type Unfit = 'bad' | 'tooLarge';

/**
 * A file as it will be sent. A photo is drawn anew: smaller, upright, and without what the telephone writes into it (place, hour, device).
 * A PDF goes as it is. Anything else, or what cannot be drawn, is `bad`.
 */
export async function joinedFrom(file: File): Promise<Joined | Unfit> {
  const isPdf = file.type === 'application/pdf';
  if (!isPdf && !file.type.startsWith('image/')) return 'bad';
  const blob = isPdf ? file : await redrawn(file);
  if (blob === undefined) return 'bad';
  if (blob.size > mostFileBytes) return 'tooLarge';
  const name = isPdf ? file.name : `${file.name.replace(/\.[^.]*$/, '')}.${blob.type === 'image/png' ? 'png' : 'jpg'}`;
  return {
    key: crypto.randomUUID(),
    name: name.slice(-150),
    mediaType: blob.type,
    bytes: blob.size,
    base64: await base64Of(blob),
  };
}

async function redrawn(file: File): Promise<Blob | undefined> {
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return undefined;
  }
  const scale = Math.min(1, longestSide / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const pen = canvas.getContext('2d');
  if (pen === null) return undefined;
  const draw = (): void => pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  draw();
  const sharp = file.type === 'image/png' ? await encoded(canvas, 'image/png') : undefined;
  if (sharp !== undefined && sharp.size <= mostPngBytes) return sharp;
  // JPEG knows no transparency: what is clear is paper.
  pen.globalCompositeOperation = 'destination-over';
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  image.close();
  return encoded(canvas, 'image/jpeg');
}

function encoded(canvas: HTMLCanvasElement, type: 'image/jpeg' | 'image/png'): Promise<Blob | undefined> {
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), type, 0.85));
}

function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(blob);
  });
}

/** `1,2 Mo` in words of the screen. */
export function sizeWords(bytes: number, language: string): string {
  const mega = bytes >= 100_000;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: mega ? 1 : 0 });
  const [unit, value] = mega
    ? [language.startsWith('fr') ? 'Mo' : 'MB', bytes / 1_000_000]
    : [language.startsWith('fr') ? 'Ko' : 'KB', bytes / 1000];
  return `${number.format(value)} ${unit}`;
}
