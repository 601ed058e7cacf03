import type { XmlElement } from 'libxml2-wasm';
import { type Attachment, attachmentOf } from './body.ts';
import { v3 } from './dom.ts';

const oneImage = 5 * 1024 * 1024;
const allImages = 20 * 1024 * 1024;

/** What a narrative refers to by `renderMultiMedia`: an image that can be shown, or another file that cannot be here. */
export type Media = { readonly kind: 'image'; readonly src: string } | { readonly kind: 'file'; readonly mediaType: string };

/** Finds observationMedia by their ID. The sum of the images that one document may show is bounded. */
export class MediaFinder {
  readonly #document: XmlElement;
  #byId: Map<string, XmlElement> | undefined;
  #shown = 0;

  constructor(document: XmlElement) {
    this.#document = document;
  }

  /** The media that carries this ID, or that lies inside the region which carries it; undefined when there is none. */
  find(id: string): Media | undefined {
    const value = this.#index().get(id)?.get('(self::c:observationMedia | .//c:observationMedia)/c:value', v3);
    const attachment = value === null || value === undefined ? undefined : attachmentOf(value as XmlElement);
    if (attachment === undefined) return undefined;
    const type = imageType(attachment.content);
    const { length } = attachment.content;
    if (type === undefined || length > oneImage || this.#shown + length > allImages) return fileOf(attachment);
    this.#shown += length;
    return { kind: 'image', src: `data:${type};base64,${attachment.content.toString('base64')}` };
  }

  #index(): Map<string, XmlElement> {
    if (this.#byId !== undefined) return this.#byId;
    const byId = new Map<string, XmlElement>();
    for (const node of this.#document.find('.//c:observationMedia[@ID] | .//c:regionOfInterest[@ID]', v3)) {
      const element = node as XmlElement;
      const id = element.attr('ID')?.value;
      if (id !== undefined && !byId.has(id)) byId.set(id, element);
    }
    this.#byId = byId;
    return byId;
  }
}

const fileOf = ({ mediaType }: Attachment): Media => ({ kind: 'file', mediaType });

/** The type that the first bytes show: the declared one is often another (a PNG said to be JPEG), and must not be trusted. */
function imageType(content: Buffer): string | undefined {
  const head = content.toString('latin1', 0, 8);
  if (head === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif';
  return undefined;
}
