import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';

interface DialogProps {
  readonly title: string;
  /** `alertdialog` for a question that must be answered. */
  readonly role?: 'dialog' | 'alertdialog';
  /** A touch beside it closes it: only where nothing typed would be lost. */
  readonly isDismissable?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Something to do over the page, which waits. Escape closes it, and the focus goes back to where it came from. */
export function Dialog({ title, role = 'dialog', isDismissable = false, onClose, children }: DialogProps) {
  return (
    <ModalOverlay className="overlay" isOpen isDismissable={isDismissable} onOpenChange={(stays) => !stays && onClose()}>
      <Modal className="modal">
        <AriaDialog role={role} className="dialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
