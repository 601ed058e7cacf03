import type { DirectoryStructure } from '#directory';
import { type Html, html } from './html.ts';

/** One line a place of practice; the first is chosen unless another is. `key` keeps apart the choices of one page. */
export function choiceOfPlaces(
  places: readonly DirectoryStructure[],
  key: string,
  chosen: string | undefined = places[0]?.id,
): Html {
  const one = ({ id, name }: DirectoryStructure, i: number): Html => {
    const checked = id === chosen ? html` checked` : undefined;
    return html`<div class="choice"><input type="radio" name="situation" id="${key}-${i}" value="${id}" required${checked}>
<label for="${key}-${i}">${name} <span class="note">FINESS ${id.slice(1)}</span></label></div>`;
  };
  return html`${places.map(one)}`;
}
