import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { Page } from '../shared/page/Page';
import { useFilters } from '../shared/table/useFilters';
import { BenchmarkTab } from './BenchmarkTab';
import { CalendarTab } from './CalendarTab';
import { CurrenciesTab } from './CurrenciesTab';
import { DictionariesTab } from './DictionariesTab';
import { NumberingTab } from './NumberingTab';
import { ParametersTab } from './ParametersTab';
import './reference.css';
import { WorkingDaysTab } from './WorkingDaysTab';

/** Master data: what the lender and its regulators agree on, with its periods, sources and history. */
export default function ReferencePage() {
  const { t } = useTranslation();
  const [filters, , change] = useFilters();
  return (
    <Page title={t('reference.title')}>
      <Tabs
        className="work-tabs"
        destroyOnHidden
        activeKey={filters.tab ?? 'benchmark'}
        onChange={(tab) => change({ tab: tab === 'benchmark' ? undefined : tab })}
        items={[
          { key: 'benchmark', label: t('reference.benchmarks'), children: <BenchmarkTab /> },
          { key: 'calendar', label: t('reference.calendars'), children: <CalendarTab /> },
          { key: 'working-days', label: t('reference.workingDays'), children: <WorkingDaysTab /> },
          { key: 'parameters', label: t('reference.parameters'), children: <ParametersTab /> },
          { key: 'dictionaries', label: t('reference.dictionaries'), children: <DictionariesTab /> },
          { key: 'numbering', label: t('reference.numberings'), children: <NumberingTab /> },
          { key: 'currencies', label: t('reference.currencies'), children: <CurrenciesTab /> },
        ]}
      />
    </Page>
  );
}
