import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { useKeys } from '../../kit/shortcuts.ts';
import './keys.css';

const KeysTable = lazy(() => import('./table.tsx'));

/** The keys of every screen, and the way to their table: `?`, and a button for those who switched the keys off. */
export function KeysHelp() {
  const { t } = useTranslation('pro');
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  useKeys([
    { key: '?', label: t('keys.help'), act: () => setOpen(true) },
    { key: '/', label: t('keys.find'), act: focusSearch },
    { key: 'g j', label: t('keys.day'), act: () => void navigate({ to: '/' }) },
    { key: 'g p', label: t('keys.patients'), act: () => void navigate({ to: '/patients' }) },
    { key: 'g m', label: t('keys.messages'), act: () => void navigate({ to: '/messages' }) },
  ]);
  return (
    <>
      <span className="keys-open">
        <Button look="quiet" aria-label={t('keys.title')} onPress={() => setOpen(true)}>
          <kbd>?</kbd>
        </Button>
      </span>
      {open && (
        <Suspense>
          <KeysTable onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

/** The search of the screen, else that of persons, which stands above every screen. */
function focusSearch(): void {
  const field =
    document.querySelector<HTMLElement>('main input[type="search"]') ?? document.querySelector('input[type="search"]');
  if (field instanceof HTMLElement) field.focus();
}
