import { betweenWords, ligatures, marks } from '../keys/fold.ts';

const escaped = (pattern: string): string => pattern.replaceAll("'", "''");

/** {@link fold} in PostgreSQL, for what is not in the keys: a text expression folded, without space at its ends. */
export function foldedText(text: string): string {
  const plain = `lower(regexp_replace(normalize(${text}, NFKD), '${escaped(marks)}', '', 'g'))`;
  const split = ligatures.reduce(
    (made, [letter, letters]) => `replace(replace(${made}, '${letter}', '${letters}'), '${letter.toUpperCase()}', '${letters}')`,
    plain,
  );
  return `btrim(regexp_replace(${split}, '${escaped(betweenWords)}', ' ', 'g'))`;
}

/** A body as jsonb, null for one that PostgreSQL cannot take for JSON (a number of a million digits). */
export function bodyJson(alias: string): string {
  return `case when pg_input_is_valid(${alias}.body, 'jsonb') then ${alias}.body::jsonb end`;
}

/** Rows `x(v)` of the strings that a body holds at these places. */
export function bodyTexts(alias: string, places: string): string {
  return `unnest(${places}::jsonpath[]) as y(place), jsonb_path_query(${bodyJson(alias)}, y.place) as z(found), lateral (select z.found #>> '{}') as x(v)`;
}

/** A text as a LIKE pattern that means itself. */
export const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
