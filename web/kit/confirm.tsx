import type { ReactNode } from 'react';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

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
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog role="alertdialog" className="dialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
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
      </Modal>
    </ModalOverlay>
  );
}
