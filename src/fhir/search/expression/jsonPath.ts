import type { Expression } from './expression.ts';
import type { Path, Step } from './path.ts';

/**
 * A path, and members behind it, as an SQL/JSON path over the text of a resource (lax: lists unfold by themselves); undefined when a step of it cannot be
 * said there.
 */
export function jsonPathOf({ steps }: Path, ...members: readonly string[]): string | undefined {
  const said = steps.map(stepOf);
  if (said.includes(undefined)) return undefined;
  return `$${said.join('')}${members.map(member).join('')}[*]`;
}

const member = (name: string): string => `.${JSON.stringify(name)}`;

function stepOf(step: Step): string | undefined {
  if (step.is === 'member') return member(step.name);
  if (step.is !== 'test') return undefined;
  const test = testOf(step.test);
  return test === undefined ? undefined : `?(${test})`;
}

function testOf(test: Expression): string | undefined {
  if (test.is === 'and' || test.is === 'or') {
    const [left, right] = [testOf(test.left), testOf(test.right)];
    if (left === undefined || right === undefined) return undefined;
    return `(${left}${test.is === 'and' ? '&&' : '||'}${right})`;
  }
  if (test.is !== '=' || test.left.is !== 'member' || test.left.of.is !== 'self' || test.right.is !== 'literal') return undefined;
  return `@${member(test.left.name)}==${JSON.stringify(test.right.value)}`;
}
