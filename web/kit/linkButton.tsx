import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface LinkButtonProps {
  readonly look?: 'main' | 'plain';
  readonly to: NonNullable<LinkProps['to']>;
  readonly children: ReactNode;
}

/** A screen to go to, where it is the next thing to do: a link, drawn as a button. */
export function LinkButton({ look = 'plain', to, children }: LinkButtonProps) {
  return (
    <Link to={to} className={`button button-${look}`}>
      {children}
    </Link>
  );
}

/** A file of the server to keep, under the name given. */
export function FileLink({ href, name, children }: { href: string; name: string; children: ReactNode }) {
  return (
    <a className="button button-plain" href={href} download={name}>
      {children}
    </a>
  );
}
