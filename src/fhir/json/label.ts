import { itemsOf, membersOf } from './scan.ts';

/**
 * The text of a resource with one coding more in `meta.security`; no other byte changes, and none at all when this label is there.
 *
 * In: text that JSON.parse accepts, an object that is a valid resource (`meta` an object, `meta.security` a list of objects).
 */
export function withSecurityLabel(text: string, label: { readonly system: string; readonly code: string }): string {
  const coding = JSON.stringify(label);
  const members = membersOf(text);
  const meta = members.findLast(({ name }) => name === 'meta');
  if (meta === undefined) return inserted(text, text.indexOf('{') + 1, `"meta":{"security":[${coding}]}`, members.length > 0);
  const inside = membersOf(text, meta.from);
  const security = inside.findLast(({ name }) => name === 'security');
  if (security === undefined) return inserted(text, meta.from + 1, `"security":[${coding}]`, inside.length > 0);
  const labels = JSON.parse(text.slice(security.from, security.to)) as readonly {
    readonly system?: unknown;
    readonly code?: unknown;
  }[];
  if (labels.some(({ system, code }) => system === label.system && code === label.code)) return text;
  return inserted(text, security.from + 1, coding, itemsOf(text, security.from).length > 0);
}

function inserted(text: string, at: number, member: string, more: boolean): string {
  return `${text.slice(0, at)}${member}${more ? ',' : ''}${text.slice(at)}`;
}
