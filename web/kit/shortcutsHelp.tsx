import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { useKeys } from './shortcuts.ts';

const ShortcutsTable = lazy(() => import('./shortcutsTable.tsx'));

/** The way to the table of shortcuts: a button, which those who switched the keys off find too, and `?`. */
export function ShortcutsHelp() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useKeys([{ key: '?', label: t('keys.help'), act: () => setOpen(true) }]);
  return (
    <>
      <span className="only-wide">
        <Button look="quiet" onPress={() => setOpen(true)}>
          {t('keys.title')} <kbd aria-hidden="true">?</kbd>
        </Button>
      </span>
      {open && (
        <Suspense>
          <ShortcutsTable onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
