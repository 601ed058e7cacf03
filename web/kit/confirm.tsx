import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

interface Question {
  readonly title: string;
  readonly confirm: string;
  readonly look?: 'main' | 'danger';
  readonly isBusy?: boolean;
  readonly children: ReactNode;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** A question before an act, with its consequences written out. Escape and « Annuler » change nothing. */
export function Confirm({ title, confirm, look = 'main', isBusy = false, children, onConfirm, onClose }: Question) {
  const { t } = useTranslation();
  return (
    <Dialog role="alertdialog" title={title} isDismissable onClose={onClose}>
      {children}
      <div className="actions">
        <Button look={look} isDisabled={isBusy} onPress={onConfirm}>
          {confirm}
        </Button>
        <Button autoFocus onPress={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
