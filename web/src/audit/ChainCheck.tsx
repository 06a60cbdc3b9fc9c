import { SafetyCertificateOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import { formatCount } from '../shared/money/format';
import { ProblemNote } from '../shared/page/states';

/** Walks the whole chain and tells whether it holds. */
export function ChainCheck() {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const check = useMutation({
    mutationFn: () => unwrap(api.GET('/api/v1/audit-chain/verification')),
    onSuccess: (found) => {
      const lines = formatCount(found.intact);
      const whole = t(found.archived > 0 ? 'audit.verifiedArchived' : 'audit.verified', { lines, archived: formatCount(found.archived), hash: `${found.head_hash.slice(0, 16)}…` });
      const broken = found.first_broken ? t('audit.broken', { seq: found.first_broken, lines }) : t('audit.brokenArchive', { id: found.broken_archive });
      const content = <span data-testid="chain-found">{found.holds ? whole : broken}</span>;
      if (found.holds) modal.success({ title: t('audit.verify'), content });
      else modal.error({ title: t('audit.verify'), content });
    },
    onError: (problem) => modal.error({ title: t('audit.verify'), content: <ProblemNote problem={problem} /> }),
  });
  return (
    <Button icon={<SafetyCertificateOutlined />} loading={check.isPending} onClick={() => check.mutate()} data-testid="check-chain">
      {t('audit.verify')}
    </Button>
  );
}
