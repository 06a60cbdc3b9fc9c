import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';

/** Whether a dialog of a page is open; the address may ask for it with `?open=<word>`, which is then taken out of the address. */
export function useOpened(word: string): [boolean, (open: boolean) => void] {
  const [params, setParams] = useSearchParams();
  const [open, setOpen] = useState(false);
  const asked = params.get('open') === word;
  useEffect(() => {
    if (!asked) return;
    setOpen(true);
    const rest = new URLSearchParams(params);
    rest.delete('open');
    setParams(rest, { replace: true });
  }, [asked, params, setParams]);
  return [open, setOpen];
}
