import 'i18next';
import type { fr as carnet } from './carnet/words/fr.ts';
import type { fr as exploitation } from './exploitation/words/fr.ts';
import type { fr as kit } from './kit/words/fr.ts';
import type { fr as partage } from './partage/words/fr.ts';
import type { fr as pro } from './pro/words/fr.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'kit';
    resources: {
      kit: typeof kit;
      carnet: typeof carnet;
      exploitation: typeof exploitation;
      partage: typeof partage;
      pro: typeof pro;
    };
  }
}
