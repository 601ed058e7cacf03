import { isEnteredByPerson, isObject, type Json, objects, text } from '#fhir';
import { wordsOf } from './concept.ts';
import type { Source } from './line.ts';
import { keptAt, momentOf } from './when.ts';

/** `Type/id`. */
export const nameOf = ({ resourceType, id }: Json): string => `${text(resourceType) ?? ''}/${text(id) ?? ''}`;

/** The document that a resource was drawn from, or is. */
export function documentOf(resource: Json): string | undefined {
  if (resource.resourceType === 'DocumentReference') return text(resource.id);
  const source = isObject(resource.meta) ? text(resource.meta.source) : undefined;
  return source === undefined ? undefined : /^DocumentReference\/([\w-]+)$/.exec(source)?.[1];
}

/** The id of an entry of the person themself; undefined for what others said. */
export const enteredIn = (resource: Json): string | undefined =>
  isEnteredByPerson(resource) && documentOf(resource) === undefined ? text(resource.id) : undefined;

/** {@link sourceOf}, the document found by its `Type/id`. */
export const sourceIn = (resource: Json, byName: ReadonlyMap<string, Json>, at: string | undefined): Source =>
  sourceOf(resource, byName.get(`DocumentReference/${documentOf(resource) ?? ''}`), at);

/** Who says what a resource says. `document` is the DocumentReference that it comes from, where it may be seen. */
export function sourceOf(resource: Json, document: Json | undefined, at: string | undefined): Source {
  const when = at ?? keptAt(resource);
  const told = { resource: nameOf(resource), ...(when === undefined ? {} : { at: when }) };
  const id = documentOf(resource);
  if (id !== undefined) return { kind: 'document', ...told, document: id, ...labelled(document && titleOf(document)) };
  if (isEnteredByPerson(resource)) return { kind: 'person', ...told };
  return { kind: 'data', ...told, ...labelled(saidBy(resource)) };
}

const labelled = (label: string | undefined): Pick<Source, 'label'> => (label === undefined ? {} : { label });

/** Its title and who wrote it. */
function titleOf(document: Json): string | undefined {
  const [content] = objects(document.content);
  const attachment = isObject(content?.attachment) ? text(content.attachment.title) : undefined;
  const [author] = objects(document.author).flatMap((one) => namedBy(one, document) ?? []);
  const title = wordsOf(text(document.description) ?? attachment);
  return wordsOf([title, author].filter((one) => one !== undefined).join(' · '));
}

function namedBy(reference: unknown, resource: Json): string | undefined {
  if (!isObject(reference)) return undefined;
  const display = wordsOf(text(reference.display));
  const id = text(reference.reference)?.replace(/^#/, '');
  if (display !== undefined || id === undefined) return display;
  const inside = objects(resource.contained).find((one) => text(one.id) === id);
  if (inside === undefined) return undefined;
  const [name] = objects(inside.name);
  const given = Array.isArray(name?.given) ? name.given.filter((one) => typeof one === 'string') : [];
  return wordsOf(text(inside.name)) ?? wordsOf(text(name?.text) ?? [...given, text(name?.family) ?? ''].join(' '));
}

/** Who a resource says has said it. */
function saidBy(resource: Json): string | undefined {
  const { asserter, recorder, informationSource, requester, performer, author } = resource;
  const named = [asserter, recorder, informationSource, requester, ...all(performer), ...all(author)];
  return named.flatMap((one) => namedBy(isObject(one) && isObject(one.actor) ? one.actor : one, resource) ?? [])[0];
}

const all = (value: unknown): readonly Json[] => (isObject(value) ? [value] : objects(value));

/** The day that a document tells of. */
export function documentDay(document: Json | undefined): string | undefined {
  return document === undefined
    ? undefined
    : momentOf(isObject(document.context) ? document.context.period : undefined, document.date);
}
