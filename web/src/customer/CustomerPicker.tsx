import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { Customer } from '../shared/api/types';
import { useDebounced } from '../shared/page/useDebounced';
import { useSearchHint } from './fields';

interface CustomerPickerProps {
  value?: string;
  onChange?: (id: string | undefined) => void;
  id?: string;
}

/** Finds a customer by number, or by a whole name, identity or mobile number. */
export function CustomerPicker({ value, onChange, id }: CustomerPickerProps) {
  const { t } = useTranslation();
  const hint = useSearchHint();
  const [words, setWords] = useState('');
  const asked = useDebounced(words.trim());
  const found = useQuery({
    queryKey: ['customers', 'picker', asked],
    queryFn: () => unwrap(api.GET('/api/v1/customers', { params: { query: { limit: 20, ...(asked ? { q: asked } : {}) } } })),
  });
  const chosen = useQuery({
    queryKey: ['customer', value],
    enabled: !!value,
    queryFn: () => unwrap(api.GET('/api/v1/customers/{id}', { params: { path: { id: value! } } })),
  });
  const rows = found.data?.items ?? [];
  const known = chosen.data && !rows.some((one) => one.id === value) ? [chosen.data, ...rows] : rows;
  return (
    <Select
      {...(id ? { id } : {})}
      {...(value ? { value } : {})}
      aria-label={t('loan.customer')}
      style={{ width: '100%' }}
      allowClear
      showSearch={{ filterOption: false, onSearch: setWords }}
      loading={found.isFetching}
      placeholder={hint}
      notFoundContent={found.isFetching ? null : t('customer.noneFound')}
      options={known.map((one) => ({ value: one.id, label: one.name, customer: one }))}
      optionRender={(option) => <Line customer={(option.data as { customer: Customer }).customer} />}
      onChange={(next: string | undefined) => onChange?.(next)}
    />
  );
}

function Line({ customer }: { customer: Customer }) {
  return (
    <div>
      <div className="truncate">{customer.name}</div>
      <div className="muted small num">
        {[customer.number, customer.identity_masked].filter(Boolean).join(' · ')}
      </div>
    </div>
  );
}
