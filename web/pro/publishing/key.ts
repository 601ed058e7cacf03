import { useState } from 'react';

const remembered = 'socle.publication';

/**
 * The key of one filled form: whatever is sent with it is published once. It is kept in this tab until an answer came, for after a reload nobody
 * knows whether what was sent had arrived; it says nothing of anybody.
 */
export function usePublicationKey() {
  const [key, setKey] = useState(kept);
  return {
    key,
    /** What was sent with it stands: the next form, here or after another page, has another. */
    forget,
    renew(): string {
      forget();
      const next = kept();
      setKey(next);
      return next;
    },
  };
}

function kept(): string {
  const made = crypto.randomUUID();
  try {
    const before = sessionStorage.getItem(remembered);
    if (before !== null) return before;
    sessionStorage.setItem(remembered, made);
  } catch {
    // Private browsing may refuse storage: the key then lasts for this page only.
  }
  return made;
}

function forget(): void {
  try {
    sessionStorage.removeItem(remembered);
  } catch {
    // As above.
  }
}
