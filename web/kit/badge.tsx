import { Icon, type IconName } from './icon.tsx';

export type Tone = 'info' | 'done' | 'attention' | 'danger' | 'quiet';

/** A state in one or two words, with its own shape; the colour only repeats them. */
export function Badge({ tone, icon, children }: { tone: Tone; icon: IconName; children: string }) {
  return (
    <span className={`badge badge-${tone}`}>
      <Icon name={icon} />
      {children}
    </span>
  );
}
