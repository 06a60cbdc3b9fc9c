import { Drawer, type DrawerProps, Modal, type ModalProps } from 'antd';
import { useRef } from 'react';
import { useInFront } from '../shell/tabs';
import { enter, useReturn } from './focus';
import { useNarrow } from './useNarrow';

/**
 * A dialog of a page: hidden, with its draft kept, while another page is in front. A click beside it never loses a draft.
 * The keyboard begins at its first field (on a phone nothing pushes the keys up) and returns to where it was.
 */
export function Dialog({ open = true, afterOpenChange, children, ...rest }: ModalProps) {
  const shown = open && useInFront();
  const narrow = useNarrow();
  const body = useRef<HTMLDivElement>(null);
  useReturn(shown);
  return (
    <Modal
      open={shown}
      mask={{ closable: false }}
      style={{ top: 40 }}
      styles={{ body: { maxHeight: 'calc(100dvh - 200px)', overflowY: 'auto' } }}
      afterOpenChange={(now) => {
        if (now && !narrow) enter(body.current, 'field');
        afterOpenChange?.(now);
      }}
      {...rest}
    >
      <div ref={body}>{children}</div>
    </Modal>
  );
}

export function SideDrawer({ open = true, ...rest }: DrawerProps) {
  const shown = open && useInFront();
  useReturn(shown);
  return <Drawer open={shown} {...rest} />;
}
