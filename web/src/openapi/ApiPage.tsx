import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton, Tabs } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DOCUMENT, fetchDocument } from '../shared/api/client';
import { Page } from '../shared/page/Page';
import { ProblemNote } from '../shared/page/states';
import { useFilters } from '../shared/table/useFilters';
import { type Document, operationsOf } from './document';
import './openapi.css';
import { OperationsTab } from './OperationsTab';
import { ProblemCodesTab } from './ProblemCodesTab';

/** The API's own description, drawn from the document that this server gives. */
export default function ApiPage() {
  const { t } = useTranslation();
  const [filters, , change] = useFilters();
  const document = useQuery({ queryKey: ['openapi'], queryFn: async () => (await fetchDocument()) as Document, staleTime: Infinity });
  const operations = useMemo(() => (document.data ? operationsOf(document.data) : []), [document.data]);
  return (
    <Page
      title={t('openapi.title')}
      actions={
        <Button icon={<DownloadOutlined />} href={DOCUMENT} download>
          {t('openapi.download')}
        </Button>
      }
    >
      {document.isError ? <ProblemNote problem={document.error} retry={() => void document.refetch()} /> : null}
      {document.data ? (
        <>
          <p className="muted small">{t('openapi.about', { version: document.data.info.version })}</p>
          <Tabs
            destroyOnHidden
            activeKey={filters.tab ?? 'operations'}
            onChange={(tab) => change({ tab: tab === 'operations' ? undefined : tab, q: undefined, op: undefined })}
            items={[
              { key: 'operations', label: t('openapi.operations'), children: <OperationsTab document={document.data} operations={operations} /> },
              { key: 'codes', label: t('openapi.codes'), children: <ProblemCodesTab operations={operations} /> },
            ]}
          />
        </>
      ) : document.isPending ? (
        <Skeleton active />
      ) : null}
    </Page>
  );
}
