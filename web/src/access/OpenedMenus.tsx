import { Space, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { allItems } from '../shared/shell/navigation';

/** The entries of the menu that permissions open; what is open to everybody who is signed in is left out. */
export function OpenedMenus({ permissions }: { permissions: string[] }) {
  const { t } = useTranslation();
  const opened = allItems.filter((item) => permissions.includes(item.need));
  if (opened.length === 0) return <span className="muted">{t('access.noMenus')}</span>;
  return (
    <Space wrap size={[4, 4]} data-testid="opened-menus">
      {opened.map((item) => (
        <Tag key={item.path}>{t(item.title)}</Tag>
      ))}
    </Space>
  );
}
