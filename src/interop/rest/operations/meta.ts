import { missing } from './inputs.ts';
import { has, type List, listNames, listOf, metaOf, returned } from './metaLists.ts';
import { metaOfType } from './metaOfType.ts';
import { type AskedOperation, type Operation, r4 } from './operation.ts';

/**
 * Source: FHIR R4 §3.1.0.11, Resource $meta, of one resource or of a type. Not of the system: nobody may search all types without a person,
 * but for a citizen, and it would read a whole record to tell its labels.
 */
export const meta: Operation = {
  name: 'meta',
  definition: `${r4}/Resource-meta`,
  levels: ['type', 'instance'],
  takes: 'vread',
  in: [],
  letters: 'r',
  async answer(asked) {
    return { status: 200, body: returned(asked.id === undefined ? await metaOfType(asked) : metaOf(await current(asked))) };
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
  const patch = listNames.flatMap((list) => {
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
