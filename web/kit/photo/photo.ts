import { type Corners, isWhole, sizeOf, turned, wholePhoto } from './corners.ts';
import { flattened, lightened } from './pixels.ts';

/** A photo of one page, and the page that is made of it. */
export interface Photo {
  readonly key: string;
  /** Upright, as it was taken, without what a telephone writes beside it (place, hour, device). JPEG. */
  readonly source: Blob;
  /** Of the source, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly corners: Corners;
  readonly light: boolean;
  /** What will be sent: the paper alone. JPEG. */
  readonly page: Blob;
}

/** As the server takes them. */
export const mostPhotos = 20;
export const mostPhotoBytes = 10 * 1024 * 1024;
/** The longer side of a page, in pixels: a letter photographed whole stays readable, and twenty of them fit. */
const longestSide = 1800;
/** Of a file that is opened at all, in bytes: what telephones take is far below. */
const mostFileBytes = 40 * 1024 * 1024;

export type BadPhoto = 'bad' | 'tooLarge';

/** A file as a photo, whole and upright. `bad`: no image, or one that this browser cannot read. */
export async function photoFrom(file: File): Promise<Photo | BadPhoto> {
  if (file.size > mostFileBytes) return 'tooLarge';
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return 'bad';
  }
  const scale = Math.min(1, longestSide / Math.max(image.width, image.height));
  const { canvas, pen } = canvasOf(image.width * scale, image.height * scale);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  const source = await jpegOf(canvas);
  const { width, height } = canvas;
  return { key: crypto.randomUUID(), source, width, height, corners: wholePhoto, light: false, page: source };
}

/** The same photo by a quarter to the right. */
export async function turnedPhoto(photo: Photo): Promise<Photo> {
  const image = await createImageBitmap(photo.source);
  const { canvas, pen } = canvasOf(photo.height, photo.width);
  pen.translate(canvas.width, 0);
  pen.rotate(Math.PI / 2);
  pen.drawImage(image, 0, 0);
  image.close();
  const { width, height } = canvas;
  return withPage({ ...photo, source: await jpegOf(canvas), width, height, corners: turned(photo.corners) });
}

/** The same photo with another cut or another light. */
export function changedPhoto(photo: Photo, change: Partial<Pick<Photo, 'corners' | 'light'>>): Promise<Photo> {
  return withPage({ ...photo, ...change });
}

async function withPage(photo: Photo): Promise<Photo> {
  const { source, corners, light, width, height } = photo;
  if (isWhole(corners) && !light) return { ...photo, page: source };
  const image = await createImageBitmap(source);
  const whole = canvasOf(width, height);
  whole.pen.drawImage(image, 0, 0);
  image.close();
  const taken = whole.pen.getImageData(0, 0, width, height);
  const size = sizeOf(corners, width, height);
  const cut = isWhole(corners) ? taken : flattened(taken, corners, size.width, size.height);
  const lit = light ? lightened(cut) : cut;
  const { canvas, pen } = canvasOf(lit.width, lit.height);
  pen.putImageData(new ImageData(lit.data, lit.width, lit.height), 0, 0);
  return { ...photo, page: await jpegOf(canvas) };
}

/** How much the pages weigh together, as they will be sent. */
export const bytesOf = (photos: readonly Photo[]): number => photos.reduce((sum, { page }) => sum + page.size, 0);

/** The pages as the server takes them: JPEG in base64, in their order. */
export function pagesOf(photos: readonly Photo[]): Promise<string[]> {
  return Promise.all(photos.map(({ page }) => base64Of(page)));
}

function canvasOf(width: number, height: number): { canvas: HTMLCanvasElement; pen: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  // Opaque: JPEG knows no transparency, and what is clear is paper.
  const pen = canvas.getContext('2d', { alpha: false });
  if (pen === null) throw new Error('the browser draws no picture');
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  return { canvas, pen };
}

function jpegOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('the browser makes no picture')) : resolve(blob)),
      'image/jpeg',
      0.82,
    ),
  );
}

function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error ?? new Error('the picture cannot be read'));
    reader.readAsDataURL(blob);
  });
}
