import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import { wordFor } from '../shared/dictionary';
import { DateField } from '../shared/table/DateField';
import { SearchForm } from '../shared/table/SearchForm';
import type { Filters } from '../shared/table/useFilters';

/** The kinds of acts that stand in the trail. */
export function useAuditKinds() {
  return useQuery({ queryKey: ['audit', 'kinds'], queryFn: () => unwrap(api.GET('/api/v1/audit-kinds')), staleTime: 60_000 });
}

/** What the log is searched by. */
export function AuditSearch({ filters, onSearch }: { filters: Filters; onSearch: (filters: Filters) => void }) {
  const { t, i18n } = useTranslation();
  const kinds = useAuditKinds();
  const known = (kinds.data?.items ?? []).filter((kind) => !filters.area || kind.area === filters.area);
  const select = (area: 'action' | 'objectKind', codes: string[]) => (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('shared.all')}
      options={[...new Set(codes)].map((value) => ({ value, label: wordFor(area, value, i18n.language) }))}
    />
  );
  return (
    <SearchForm filters={filters} onSearch={onSearch}>
      <Form.Item name="q" label={t('audit.searchWords')}>
        <Input allowClear data-search placeholder={t('audit.searchHint')} />
      </Form.Item>
      <Form.Item name="actor" label={t('audit.actor')}>
        <Input allowClear />
      </Form.Item>
      <Form.Item name="action" label={t('audit.action')}>
        {select('action', known.map((kind) => kind.action))}
      </Form.Item>
      <Form.Item name="object_kind" label={t('audit.objectKind')}>
        {select('objectKind', known.map((kind) => kind.object_kind))}
      </Form.Item>
      <Form.Item name="object_id" label={t('audit.objectId')}>
        <Input allowClear />
      </Form.Item>
      <Form.Item name="address" label={t('audit.address')}>
        <Input allowClear />
      </Form.Item>
      <Form.Item name="from" label={t('audit.fromDay')}>
        <DateField max={filters.until} />
      </Form.Item>
      <Form.Item name="until" label={t('audit.untilDay')}>
        <DateField min={filters.from} />
      </Form.Item>
    </SearchForm>
  );
}
