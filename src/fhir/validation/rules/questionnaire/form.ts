import { type Json, objects, text } from '../../../json.ts';

/** An item of a Questionnaire with the items above and below it. */
export interface Item {
  readonly linkId: string;
  /** FHIR R4 item-type: `group`, `display`, `choice` … */
  readonly type: string;
  readonly required: boolean;
  readonly repeats: boolean;
  /** The element itself, for what is asked seldom. */
  readonly element: Json;
  readonly items: readonly Item[];
  readonly parent: Item | undefined;
  /** Among the items that stand beside it. */
  readonly position: number;
  /** In the whole form, from the top. */
  readonly order: number;
}

/** A Questionnaire ready to be asked by linkId. */
export interface Form {
  readonly items: readonly Item[];
  /** All items, however deep; the first one where a linkId stands twice. */
  readonly byLinkId: ReadonlyMap<string, Item>;
}

const forms = new WeakMap<Json, Form>();

/** The form that a Questionnaire describes; made once for each object. Items without linkId are left out. Source: FHIR R4 §9.9. */
export function formOf(questionnaire: Json): Form {
  const known = forms.get(questionnaire);
  if (known !== undefined) return known;
  const byLinkId = new Map<string, Item>();
  let order = 0;
  const read = (holder: Json, parent: Item | undefined, items: Item[]): Item[] => {
    for (const element of objects(holder.item)) {
      const linkId = text(element.linkId);
      if (linkId === undefined) continue;
      const inner: Item[] = [];
      const item: Item = {
        linkId,
        type: text(element.type) ?? '',
        required: element.required === true,
        repeats: element.repeats === true,
        element,
        items: inner,
        parent,
        position: items.length,
        order: order++,
      };
      if (!byLinkId.has(linkId)) byLinkId.set(linkId, item);
      items.push(item);
      read(element, item, inner);
    }
    return items;
  };
  const form = { items: read(questionnaire, undefined, []), byLinkId };
  forms.set(questionnaire, form);
  return form;
}
