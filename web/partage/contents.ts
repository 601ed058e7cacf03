import { bytesOf } from './link.ts';
import type { Resource } from './open.ts';

/** What a link holds, as the page shows it. */
export interface Contents {
  readonly person?: { readonly name: string; readonly birthDate?: string };
  readonly summary?: Summary;
  readonly documents: readonly SharedDocument[];
  /** Files that did not come. */
  readonly missing: number;
}

export interface Summary {
  /** What it is and what it is not, in its own words; HTML. */
  readonly about: string;
  readonly sections: readonly { readonly title: string; readonly html: string }[];
}

export interface SharedDocument {
  readonly title: string;
  readonly type: string;
  /** ISO 8601. */
  readonly date: string;
  readonly author: string;
  readonly superseded: boolean;
  readonly html?: string;
  readonly pdf?: Uint8Array<ArrayBuffer>;
}

/** Reads the bundles of a link; what is missing or of another shape is left out, never guessed. */
export function contentsOf(bundles: readonly Resource[], missing: number): Contents {
  const all = bundles.flatMap(resourcesIn);
  const [patient] = all.filter(({ resourceType }) => resourceType === 'Patient');
  const [composition] = all.filter(({ resourceType }) => resourceType === 'Composition');
  return {
    ...(patient === undefined ? {} : { person: personOf(patient) }),
    ...(composition === undefined ? {} : { summary: summaryOf(composition) }),
    documents: bundles.flatMap(documentsIn),
    missing,
  };
}

const list = (value: unknown): readonly Resource[] =>
  Array.isArray(value) ? value.filter((one): one is Resource => typeof one === 'object' && one !== null) : [];
const object = (value: unknown): Resource => (typeof value === 'object' && value !== null ? (value as Resource) : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const resourcesIn = (bundle: Resource): readonly Resource[] => list(bundle.entry).map(({ resource }) => object(resource));

function personOf(patient: Resource): NonNullable<Contents['person']> {
  const [name = {}] = list(patient.name);
  const [given] = Array.isArray(name.given) ? name.given : [];
  const birthDate = text(patient.birthDate);
  return { name: `${text(given)} ${text(name.family)}`.trim(), ...(birthDate === '' ? {} : { birthDate }) };
}

function summaryOf(composition: Resource): Summary {
  return {
    about: text(object(composition.text).div),
    sections: list(composition.section).map((section) => ({
      title: text(section.title),
      html: text(object(section.text).div),
    })),
  };
}

function documentsIn(bundle: Resource): readonly SharedDocument[] {
  const entries = list(bundle.entry);
  const binaries = new Map(entries.map(({ fullUrl, resource }) => [text(fullUrl), object(resource)]));
  return resourcesIn(bundle)
    .filter(({ resourceType }) => resourceType === 'DocumentReference')
    .map((reference) => {
      const attachments = list(reference.content).map((content) => object(content.attachment));
      const dataOf = (wanted: string): Uint8Array<ArrayBuffer> | undefined => {
        const found = attachments.find(({ contentType }) => contentType === wanted);
        const data = text(binaries.get(text(found?.url))?.data);
        return data === '' ? undefined : bytesOf(data);
      };
      const [html, pdf] = [dataOf('text/html'), dataOf('application/pdf')];
      return {
        title: text(reference.description),
        type: text(object(reference.type).text),
        date: text(object(object(reference.context).period).start) || text(reference.date),
        author: list(reference.author)
          .map(({ display }) => text(display))
          .join(' ; '),
        superseded: reference.status === 'superseded',
        ...(html === undefined ? {} : { html: new TextDecoder().decode(html) }),
        ...(pdf === undefined ? {} : { pdf }),
      };
    });
}
