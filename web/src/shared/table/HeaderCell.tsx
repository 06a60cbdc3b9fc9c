import { type ThHTMLAttributes, useRef } from 'react';
import { clampWidth } from './layout';

export interface HeaderCellProps extends ThHTMLAttributes<HTMLTableCellElement> {
  /** Name for the reader of the screen; absent on cells that are no column of ours. */
  resizing?: { key: string; label: string; onWidth: (width: number | null) => void };
}

/** A header whose right edge is dragged: a line follows the pointer, the column changes when it is let go. Twice = the table's own width. */
export function HeaderCell({ resizing, children, ...rest }: HeaderCellProps) {
  const cell = useRef<HTMLTableCellElement>(null);
  if (!resizing) return <th {...rest}>{children}</th>;
  const begin = (event: React.PointerEvent<HTMLSpanElement>) => {
    if (event.button !== 0 || !cell.current) return;
    event.preventDefault();
    event.stopPropagation();
    follow(event, cell.current.getBoundingClientRect(), resizing.onWidth);
  };
  return (
    <th {...rest} ref={cell}>
      {children}
      <span
        className="width-grip"
        role="separator"
        aria-orientation="vertical"
        aria-label={resizing.label}
        data-resize={resizing.key}
        onPointerDown={begin}
        onClick={(event) => event.stopPropagation()}
        onDoubleClick={(event) => {
          event.stopPropagation();
          resizing.onWidth(null);
        }}
      />
    </th>
  );
}

function follow(begun: React.PointerEvent<HTMLSpanElement>, cell: DOMRect, onWidth: (width: number) => void) {
  const grip = begun.currentTarget;
  const start = begun.clientX;
  const line = document.createElement('div');
  line.className = 'width-line';
  let width = cell.width;
  const draw = () => {
    line.style.cssText = `left:${cell.left + width}px;top:${cell.top}px`;
  };
  draw();
  const move = (event: PointerEvent) => {
    width = clampWidth(cell.width + event.clientX - start);
    draw();
  };
  const end = () => {
    grip.removeEventListener('pointermove', move);
    grip.removeEventListener('pointerup', drop);
    grip.removeEventListener('pointercancel', end);
    line.remove();
  };
  const drop = () => {
    end();
    if (Math.abs(width - cell.width) > 2) onWidth(clampWidth(width));
  };
  document.body.append(line);
  grip.setPointerCapture(begun.pointerId);
  grip.addEventListener('pointermove', move);
  grip.addEventListener('pointerup', drop);
  grip.addEventListener('pointercancel', end);
}
