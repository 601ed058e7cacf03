import { useTranslation } from 'react-i18next';
import { useKeys } from '../../kit/shortcuts.ts';

export const keys = ['c', 'slash', 'j', 'k', 'r', 'a', 'f', 'e', 'u'] as const;
export type Key = (typeof keys)[number];

/** The keys of the mail's screens, with their words. */
export function useShortcuts(acts: Partial<Record<Key, () => void>>): void {
  const { t } = useTranslation('pro');
  useKeys(
    keys.flatMap((key) => {
      const act = acts[key];
      return act === undefined ? [] : [{ key: key === 'slash' ? '/' : key, label: t(`mail.setting.key.${key}`), act }];
    }),
  );
}
