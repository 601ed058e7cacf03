import type { ReactNode } from 'react';
import type { Tone } from './badge.tsx';
import { Icon, type IconName } from './icon.tsx';

const icons: Record<Exclude<Tone, 'quiet'>, IconName> = { info: 'info', done: 'done', attention: 'warning', danger: 'warning' };

/**
 * The one way a screen says that something happened. The live region is always in the page, empty when there is nothing to say,
 * because a region that arrives together with its text is often not read aloud. `danger` interrupts (alert), the others wait.
 */
export function Status({ tone, children }: { tone: Exclude<Tone, 'quiet'>; children?: ReactNode }) {
  return (
    <div role={tone === 'danger' ? 'alert' : 'status'} className="status-region">
      {children && (
        <div className={`notice notice-${tone}`}>
          <Icon name={icons[tone]} />
          <div>{children}</div>
        </div>
      )}
    </div>
  );
}

/** The same box for what is true all the time on a screen; not announced. */
export function Notice({ tone, title, children }: { tone: Exclude<Tone, 'quiet'>; title?: string; children: ReactNode }) {
  return (
    <div className={`notice notice-${tone}`}>
      <Icon name={icons[tone]} />
      <div>
        {title && <p className="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}
