import { Popover } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { enter, useReturn } from './focus';

interface PopProps {
  /** Told from outside, where something else closes it too. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title?: ReactNode;
  content: ReactNode;
  /** What is in it begins anew with each opening. */
  anew?: boolean;
  children: ReactNode;
}

/** A panel that hangs on a button: the keyboard goes into it when it opens, and back to the button when it closes. */
export function Pop({ open, onOpenChange, title, content, anew = false, children }: PopProps) {
  const [own, setOwn] = useState(false);
  const shown = open ?? own;
  const body = useRef<HTMLDivElement>(null);
  useReturn(shown);
  const change = (now: boolean) => {
    setOwn(now);
    onOpenChange?.(now);
  };
  const escape = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') change(false);
  };
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={shown}
      onOpenChange={change}
      afterOpenChange={(now) => (now ? enter(body.current, 'control') : undefined)}
      title={title}
      destroyOnHidden={anew}
      content={
        <div ref={body} onKeyDown={escape}>
          {content}
        </div>
      }
    >
      {children}
    </Popover>
  );
}
