import type { ReactNode } from 'react';
import { Popover as AriaPopover, Dialog, DialogTrigger } from 'react-aria-components/Popover';
import { Button } from './button.tsx';

/** A word to press, and its explanation beside it: what a band, a ground, a code means. */
export function Explain({ label, children }: { label: string; children: ReactNode }) {
  return (
    <DialogTrigger>
      <Button look="quiet">{label}</Button>
      <AriaPopover className="popover">
        <Dialog aria-label={label} className="explanation">
          {children}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
