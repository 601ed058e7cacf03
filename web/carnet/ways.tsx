import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../kit/icon.tsx';
import './screens.css';

export interface Way {
  readonly to: string;
  readonly hash?: string;
  readonly icon: IconName;
  readonly name: string;
  readonly text?: ReactNode;
}

/** Ways on from a screen, one row each: the name is the link, a few words say what is there; the whole row answers to a finger. */
export function Ways({ ways }: { ways: readonly Way[] }) {
  return (
    <ul className="carnet-ways">
      {ways.map(({ to, hash, icon, name, text }) => (
        <li key={name}>
          <Icon name={icon} />
          <div>
            <Link to={to} {...(hash === undefined ? {} : { hash })}>
              {name}
            </Link>
            {text && <p>{text}</p>}
          </div>
          <Icon name="next" />
        </li>
      ))}
    </ul>
  );
}
