import type { Words } from './fr.ts';
import type { partsFr } from './partsFr.ts';

export const partsEn: Words<typeof partsFr> = {
  appearance: {
    label: 'Appearance',
    device: 'As your device',
    light: 'Light',
    dark: 'Dark',
    contrast: 'More contrast',
  },
  parts: {
    noneFound: 'Nothing matches.',
    offered: 'Words offered',
    open: 'Open the list',
    clear: 'Clear',
    less: 'Decrease',
    more: 'Increase',
    drop: 'Drop a file here, or choose it',
    remove: 'Remove {{name}}',
    path: 'Where you are',
  },
  printed: 'Printed on {{date}} — {{name}}',
  offline: {
    newVersion: 'A new version of this space is ready.',
    reload: 'Reload',
  },
};
