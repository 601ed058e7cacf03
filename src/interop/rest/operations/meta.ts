import { isObject, type Json, objects } from '#fhir';
import { missing } from './inputs.ts';
import { type AskedOperation, type Operation, r4 } from './operation.ts';
import { parameters } from './parameters.ts';

/** The three lists of Meta that these operations add to and take from, each with what makes two entries the same. */
const lists = { profile: String, security: codingKey, tag: codingKey } as const;
type List = keyof typeof lists;

/** Source: FHIR R4 §3.1.0.11, Resource $meta, of one resource: of a whole type or system it would tell of records that are not the caller’s. */
export const meta: Operation = {
  name: 'meta',
  definition: `${r4}/Resource-meta`,
  levels: ['instance'],
  takes: 'vread',
  in: [],
  letters: 'r',
  async answer(asked) {
    return { status: 200, body: returned(metaOf(await current(asked))) };
  },
};

export const metaAdd: Operation = {
  name: 'meta-add',
  definition: `${r4}/Resource-meta-add`,
  levels: ['instance'],
  takes: 'patch',
  in: [{ name: 'meta', type: 'Meta' }],
  affectsState: true,
  letters: 'ru',
  answer: (asked) => changed(asked, (list, had, given) => [...had, ...given.filter((one) => !has(list, had, one))]),
};

export const metaDelete: Operation = {
  name: 'meta-delete',
  definition: `${r4}/Resource-meta-delete`,
  levels: ['instance'],
  takes: 'patch',
  in: [{ name: 'meta', type: 'Meta' }],
  affectsState: true,
  letters: 'ru',
  answer: (asked) => changed(asked, (list, had, given) => had.filter((one) => !has(list, given, one))),
};

type Combine = (list: List, had: readonly unknown[], given: readonly unknown[]) => readonly unknown[];

/** A patch of the lists that change: a version like any other, with its history and its trace; none when nothing changes. */
async function changed(asked: AskedOperation, combine: Combine) {
  const { desk, ask, inputs, type = '', id = '' } = asked;
  const given = inputs.object('meta');
  if (given === undefined) throw missing('meta');
  const stored = await current(asked);
  const had = metaOf(stored);
  const patch = (Object.keys(lists) as List[]).flatMap((list) => {
    const before = listOf(had, list);
    const after = combine(list, before, listOf(given, list));
    const path = `/meta/${list}`;
    if (after.length === before.length) return [];
    return after.length === 0 ? [{ op: 'remove', path }] : [{ op: 'add', path, value: after }];
  });
  if (patch.length === 0) return { status: 200, body: returned(had) };
  const text = JSON.stringify(patch);
  const written = await desk.fhir.patch(ask.call, type, id, { kind: 'json', text }, { ifMatch: stored.version });
  return { status: 200, body: returned(metaOf({ body: written.body ?? '{}' })) };
}

function current({ desk, ask, type = '', id = '' }: AskedOperation) {
  return desk.fhir.read(ask.call, type, id);
}

function metaOf({ body }: { readonly body: string }): Json {
  const { meta } = JSON.parse(body) as Json;
  return isObject(meta) ? meta : {};
}

function listOf(meta: Json, list: List): readonly unknown[] {
  const value = meta[list];
  return list === 'profile' ? (Array.isArray(value) ? value : []) : objects(value);
}

function has(list: List, among: readonly unknown[], one: unknown): boolean {
  const key = lists[list](one);
  return among.some((other) => lists[list](other) === key);
}

function codingKey(coding: unknown): string {
  const { system, code } = isObject(coding) ? coding : {};
  return `${String(system)}|${String(code)}`;
}

function returned(meta: Json): string {
  return parameters([{ name: 'return', valueMeta: meta }]);
}
