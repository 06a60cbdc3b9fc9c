import { useEffect, useState } from 'react';

/** The value once it has rested: what is typed asks the server when the hand pauses, not at every key. */
export function useDebounced<T>(value: T, rest = 250): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), rest);
    return () => clearTimeout(timer);
  }, [value, rest]);
  return settled;
}
