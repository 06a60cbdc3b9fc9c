import { LockOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { wordFor } from '../dictionary';

/** Stands where a field would, for those whose roles do not see it: an empty place would say that there is nothing. */
export function Unseen({ permission }: { permission?: string }) {
  const { t, i18n } = useTranslation();
  const why = permission ? t('shared.unseenHint', { permission: wordFor('permission', permission, i18n.language) }) : t('shared.unseenField');
  return (
    <Tooltip title={why} trigger={['hover', 'focus']}>
      <span className="not-permitted" tabIndex={0} data-testid="unseen">
        <LockOutlined aria-hidden /> {t('shared.unseen')}
      </span>
    </Tooltip>
  );
}
