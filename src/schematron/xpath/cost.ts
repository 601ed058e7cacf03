import type { XmlElement } from '#xml';
import type { Item } from './values.ts';

/** About what it takes to make and read the text of an item, in steps: its nodes, and its characters 64 by 64. */
export function costOf(item: Item): number {
  if (typeof item === 'string') return item.length >> 6;
  if (typeof item !== 'object' || !('kind' in item)) return 0;
  if (item.kind === 'document') return ofElement(item.document.root);
  return item.kind === 'element' ? ofElement(item) : item.value.length >> 6;
}

/** No deeper than the reader's limit of 256 levels. */
function ofElement(element: XmlElement): number {
  let cost = element.children.length;
  for (const child of element.children) {
    if (child.kind === 'text') cost += child.value.length >> 6;
    else if (child.kind === 'element') cost += ofElement(child);
  }
  return cost;
}
