import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';

export function HelpDialog({ open, close }: { open: boolean; close: () => void }) {
  const { t } = useTranslation();
  const keys: [string[], string][] = [
    [['⌘K', 'Ctrl K'], t('shared.keyPalette')],
    [['/'], t('shared.keySearch')],
    [['j', 'k'], t('shared.keyRows')],
    [['Enter'], t('shared.keyOpen')],
    [['Esc'], t('shared.keyClose')],
    [['⌘', t('shared.click')], t('shared.keyNewTab')],
    [['⌘⇧L', 'Ctrl Shift L'], t('access.lockScreen')],
    [['?'], t('shared.help')],
  ];
  return (
    <Modal open={open} onCancel={close} footer={null} title={t('shared.help')} width={420}>
      <dl className="keys">
        {keys.map(([caps, words]) => (
          <div key={words} style={{ display: 'contents' }}>
            <dt>
              {caps.map((cap) => (
                <kbd key={cap} style={{ marginInlineEnd: 4 }}>
                  {cap}
                </kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
