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
    open: 'Open the list',
    clear: 'Clear',
    less: 'Decrease',
    more: 'Increase',
    choose: 'Choose…',
    drop: 'Drop a file here, or',
    browse: 'Choose a file',
    remove: 'Remove {{name}}',
    path: 'Where you are',
    calendar: 'Open the calendar',
    before: 'Previous month',
    after: 'Next month',
  },
  printed: 'Printed on {{date}} — {{name}}',
  offline: {
    title: 'You are offline',
    newVersion: 'A new version of this space is ready.',
    reload: 'Reload',
    back: 'The connection is back.',
  },
};
