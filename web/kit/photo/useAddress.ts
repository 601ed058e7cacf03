import { useEffect, useState } from 'react';

/** An address at which the browser shows bytes that are in its memory, as long as they are on the screen. */
export function useAddress(blob: Blob): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return address;
}
