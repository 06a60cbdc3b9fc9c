import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A code that one may want to paste elsewhere: shown short, copied whole. */
export function CopyText({ text, shown = text }: { text: string; shown?: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard?.writeText(text).then(() => setCopied(true));
  };
  return (
    <span className="mono" style={{ overflowWrap: 'anywhere' }}>
      {shown} <Button type="text" size="small" aria-label={t('shared.copy')} title={t('shared.copy')} icon={copied ? <CheckOutlined /> : <CopyOutlined />} onClick={copy} />
    </span>
  );
}
