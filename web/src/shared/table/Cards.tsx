import type { ReactNode } from 'react';

interface CardsProps<T> {
  rows: readonly T[];
  rowKey: (row: T) => string;
  card: (row: T) => ReactNode;
  onOpen?: ((row: T) => void) | undefined;
}

/** Rows on a phone. A card that opens something is reached by the Tab key and opened by Enter, as a row is. */
export function Cards<T>({ rows, rowKey, card, onOpen }: CardsProps<T>) {
  return (
    <div className="cards" role="list">
      {rows.map((row) => (
        <div
          key={rowKey(row)}
          role="listitem"
          className={onOpen ? 'card opens' : 'card'}
          {...(onOpen
            ? {
                tabIndex: 0,
                onClick: (event: React.MouseEvent) => {
                  if (!(event.target as HTMLElement).closest('a,button')) onOpen(row);
                },
                onKeyDown: (event: React.KeyboardEvent) => {
                  if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
                  event.preventDefault();
                  onOpen(row);
                },
              }
            : {})}
        >
          {card(row)}
        </div>
      ))}
    </div>
  );
}
