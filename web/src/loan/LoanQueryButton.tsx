import { FilterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCurrencies } from '../product/currencies';
import { api, unwrap } from '../shared/api/client';
import { QueryDialog } from '../shared/query/QueryDialog';
import type { Filters } from '../shared/table/useFilters';
import { loanQuery } from './api';
import { useLoanFields } from './useLoanFields';

/** Opens the composed search of the loan list; what the simple filters ask stays asked. */
export function LoanQueryButton({ filters, change }: { filters: Filters; change: (part: Record<string, string | undefined>) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const currencies = useCurrencies();
  const fields = useLoanFields(currencies);
  const count = async (where: string) => {
    const { sort: _, ...query } = loanQuery({ ...filters, where });
    const answer = await unwrap(api.GET('/api/v1/loans', { params: { query: { ...query, limit: 1, with_totals: true } } }));
    return { count: answer.totals?.count ?? 0, more: false };
  };
  return (
    <>
      <Button size="small" icon={<FilterOutlined />} onClick={() => setOpen(true)} data-testid="compose">
        {t('query.advanced')}
      </Button>
      {open ? (
        <QueryDialog
          list="loans"
          fields={fields}
          currencies={currencies.length > 0 ? currencies : ['CNY']}
          text={filters.where}
          count={count}
          close={() => setOpen(false)}
          apply={(where) => {
            setOpen(false);
            change({ where });
          }}
        />
      ) : null}
    </>
  );
}
