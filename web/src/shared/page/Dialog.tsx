import { Drawer, type DrawerProps, Modal, type ModalProps } from 'antd';
import { useInFront } from '../shell/tabs';

/** A dialog of a page: hidden, with its draft kept, while another page is in front. A click beside it never loses a draft. */
export function Dialog({ open = true, ...rest }: ModalProps) {
  const inFront = useInFront();
  return (
    <Modal
      open={open && inFront}
      mask={{ closable: false }}
      style={{ top: 40 }}
      styles={{ body: { maxHeight: 'calc(100dvh - 200px)', overflowY: 'auto' } }}
      {...rest}
    />
  );
}

export function SideDrawer({ open = true, ...rest }: DrawerProps) {
  const inFront = useInFront();
  return <Drawer open={open && inFront} {...rest} />;
}
