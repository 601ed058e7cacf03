import type { Json } from '../../json.ts';
import type { Path, Step } from './path.ts';

/** Puts the values that a path leads to, from a node of a resource, into `found`. Nulls of primitive lists are left out. */
export type Walk = (node: unknown, resource: Json, found: unknown[]) => void;

/** A path compiled to a chain of closures. */
export function walkOf({ steps }: Path): Walk {
  const pick = steps.findLastIndex((step) => step.is === 'at');
  const step = steps[pick];
  if (step?.is !== 'at') return chain(steps);
  const [before, after] = [walkOf({ steps: steps.slice(0, pick), type: '', element: undefined }), chain(steps.slice(pick + 1))];
  return (node, resource, found) => {
    const all: unknown[] = [];
    before(node, resource, all);
    const one = all[step.index];
    if (one !== undefined) after(one, resource, found);
  };
}

function chain(steps: readonly Step[]): Walk {
  return steps.reduceRight<Walk>(prepend, (node, _, found) => {
    found.push(node);
  });
}

function prepend(then: Walk, step: Step): Walk {
  switch (step.is) {
    case 'member':
      return member(step.name, then);
    case 'test':
      return (node, resource, found) => {
        if (step.holds(node, resource)) then(node, resource, found);
      };
    case 'judged':
      return (node, resource, found) => then(step.as(node, resource), resource, found);
    case 'resource':
      return (_, resource, found) => then(resource, resource, found);
    case 'at':
      throw new Error('walkOf splits a path where it picks');
  }
}

/** A value that is not what its definition says is walked as what it is: the validator is the one who refuses it. */
function member(name: string, then: Walk): Walk {
  return (node, resource, found) => {
    const value = (node as Json)[name];
    if (value === undefined || value === null) return;
    if (!Array.isArray(value)) then(value, resource, found);
    else for (const one of value) if (one !== undefined && one !== null) then(one, resource, found);
  };
}
