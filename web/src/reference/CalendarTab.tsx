import { Button, Form, Input, Segmented, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../access/session';
import type { ReferenceHistory } from '../shared/api/types';
import { saveCsv } from '../shared/charts/download';
import { useUnsaved } from '../shared/form/unsaved';
import { Panel } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { useFilters } from '../shared/table/useFilters';
import { useHistory, useItems } from './api';
import { ChangeDialog, type Reasoned } from './ChangeDialog';
import { HistoryDrawer } from './HistoryDrawer';
import { ImportDialog } from './ImportDialog';
import { type Day, rowsOf, turned } from './year';
import { YearGrid } from './YearGrid';

export const HEADER = ['date', 'kind', 'name', 'source'];

/** Calendars of working days, a year at a time. */
export function CalendarTab() {
  const items = useItems('calendar');
  const [filters, , change] = useFilters();
  return (
    <Loaded query={items}>
      {(found) => {
        const codes = found.items.map((one) => one.code);
        const code = codes.includes(filters.calendar ?? '') ? filters.calendar! : (codes[0] ?? 'cn');
        return <OneCalendar key={code} code={code} codes={codes} choose={(calendar) => change({ calendar })} />;
      }}
    </Loaded>
  );
}

function OneCalendar({ code, codes, choose }: { code: string; codes: string[]; choose: (code: string) => void }) {
  const history = useHistory('calendar', code);
  return <Loaded query={history}>{(found) => <Years history={found} codes={codes} choose={choose} />}</Loaded>;
}

function yearOf(history: ReferenceHistory, year: number) {
  const period = history.periods.find((one) => one.effective_from === `${year}-01-01`);
  const content = period?.content?.kind === 'calendar' ? period.content : undefined;
  return { days: (content?.days ?? []) as Day[], weekend: content?.weekend ?? [6, 7], source: period?.source ?? '', known: content !== undefined };
}

function Years({ history, codes, choose }: { history: ReferenceHistory; codes: string[]; choose: (code: string) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const { business_date: today } = useSession();
  const known = history.periods.map((one) => Number(one.effective_from.slice(0, 4)));
  const years = [...known, (known.at(-1) ?? new Date().getFullYear()) + 1];
  const [year, setYear] = useState(() => (known.includes(Number(today?.slice(0, 4))) ? Number(today?.slice(0, 4)) : (known.at(-1) ?? years[0]!)));
  const stored = yearOf(history, year);
  const [edited, setEdited] = useState<Day[] | null>(null);
  const [name, setName] = useState('');
  const [shown, setShown] = useState<'import' | 'history' | 'save' | null>(null);
  useUnsaved(edited !== null);
  useEffect(() => setEdited(null), [year, history.revision]);
  const days = edited ?? stored.days;
  const off = days.filter((day) => day.kind === 'holiday').length;
  const sheet = () => saveCsv({ name: `${history.code}-${year}`, header: HEADER, rows: rowsOf(stored.days, stored.source) });
  return (
    <Panel
      title={
        <>
          {codes.length > 1 ? <Select size="small" value={history.code} onChange={choose} options={codes.map((code) => ({ value: code, label: code }))} /> : t('reference.calendarCn')}
        </>
      }
      unit={stored.known ? stored.source : t('reference.noNotice')}
      actions={
        <>
          <Button onClick={() => setShown('history')} data-testid="history">
            {t('reference.history')}
          </Button>
          {stored.known ? <Button onClick={sheet}>{t('reference.csv')}</Button> : null}
          {may('reference.write') ? (
            <Button type="primary" onClick={() => setShown('import')} data-testid="import-year">
              {t('reference.importYear')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="year-bar">
        <Segmented options={years.map((one) => ({ value: one, label: String(one) }))} value={year} onChange={setYear} disabled={edited !== null} />
        <span className="muted small">{t('reference.yearCounts', { off, worked: days.length - off })}</span>
        <span className="grow" />
        {may('reference.write') && edited === null ? (
          <Button onClick={() => setEdited(stored.days)} data-testid="edit-year">
            {t('reference.editYear')}
          </Button>
        ) : null}
        {edited !== null ? (
          <>
            <Input style={{ width: 150 }} maxLength={40} value={name} placeholder={t('reference.dayName')} onChange={(event) => setName(event.target.value)} data-testid="day-name" />
            <Button onClick={() => setEdited(null)}>{t('shared.cancel')}</Button>
            <Button type="primary" onClick={() => setShown('save')} data-testid="save-year">
              {t('reference.preview')}
            </Button>
          </>
        ) : null}
      </div>
      {edited !== null ? <p className="muted small">{t('reference.turnHint')}</p> : null}
      <YearGrid
        year={year}
        weekend={stored.weekend}
        days={days}
        today={today ?? undefined}
        onTurn={edited === null ? undefined : (date) => setEdited(turned(edited, date, stored.weekend, name.trim() || t('reference.ownDay')))}
      />
      <p className="legend muted small">
        <span className="day holiday">
          1<sup>{t('reference.signOff')}</sup>
        </span>
        {t('reference.holiday')}
        <span className="day workday">
          1<sup>{t('reference.signWorked')}</sup>
        </span>
        {t('reference.workday')}
        <span className="day weekend">1</span>
        {t('reference.weekend')}
      </p>
      {shown === 'import' ? <ImportDialog history={history} close={() => setShown(null)} /> : null}
      {shown === 'history' ? <HistoryDrawer kind="calendar" item={history.code} title={history.code === 'cn' ? t('reference.calendarCn') : history.code} close={() => setShown(null)} /> : null}
      {shown === 'save' && edited ? <SaveDialog history={history} year={year} weekend={stored.weekend} days={edited} source={stored.source} close={() => setShown(null)} /> : null}
    </Panel>
  );
}

interface SaveDialogProps {
  history: ReferenceHistory;
  year: number;
  weekend: number[];
  days: Day[];
  source: string;
  close: () => void;
}

function SaveDialog({ history, year, weekend, days, source, close }: SaveDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Reasoned>();
  return (
    <ChangeDialog<Reasoned>
      title={t('reference.saveYear', { year })}
      kind="calendar"
      form={form}
      initial={{ source }}
      toChange={(given) => ({ item: history.code, body: { revision: history.revision, effective_from: `${year}-01-01`, content: { kind: 'calendar', weekend, days }, ...given } })}
      close={close}
    />
  );
}
