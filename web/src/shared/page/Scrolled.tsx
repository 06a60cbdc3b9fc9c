import type { ReactNode } from 'react';

/** What may be wider than its panel: it scrolls sideways, by the arrow keys too. */
export function Scrolled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="scrolled" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
