import { isObject, type Json, objects, text } from '../json.ts';

/** The tag of what a person, or who acts for them, entered in their carnet; nobody else may write it. */
export const personTag = { system: 'urn:socle:origin', code: 'person', display: 'Saisi par la personne' } as const;

/** Whether a resource says of itself that the person entered it. */
export function isPersons({ meta }: Json): boolean {
  const tags = isObject(meta) ? objects(meta.tag) : [];
  return tags.some(({ system, code }) => text(system) === personTag.system && text(code) === personTag.code);
}
