import { HistoryOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../access/session';

/** To the acts on an object, for who may read the audit log; `id` is the number by which the log names it. */
export function HistoryLink({ kind, id }: { kind: string; id: string }) {
  const { t } = useTranslation();
  const may = useMay();
  if (!may('audit.read')) return null;
  return (
    <Link className="small history-link" to={`/audit-entries?object_kind=${kind}&object_id=${encodeURIComponent(id)}`}>
      <HistoryOutlined /> {t('audit.history')}
    </Link>
  );
}
