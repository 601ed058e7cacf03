import { type ComponentType, lazy } from 'react';
import { addWords } from '../kit/i18n.ts';

/** What the first screen does not need comes when it is asked for, and the words of all such screens with the first of them. */
export const later = <Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) =>
  lazy(async () => {
    const [page] = await Promise.all([load(), otherWords()]);
    return page;
  });
const otherWords = async () => {
  const [shared, own] = await Promise.all([import('../kit/words/fr.ts'), import('./words/fr.ts')]);
  addWords('kit', shared.fr);
  addWords('carnet', own.fr);
};
