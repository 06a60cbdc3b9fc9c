import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../access/session';
import type { DictionaryEntry, ReferenceItem } from '../shared/api/types';
import { saveCsv } from '../shared/charts/download';
import { pick } from '../shared/i18n';
import { Panel } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { DateField } from '../shared/table/DateField';
import { PlainTable } from '../shared/table/PlainTable';
import { useItems } from './api';
import { ChangeDialog, type Reasoned } from './ChangeDialog';
import { HistoryDrawer } from './HistoryDrawer';
import { useDay } from './useDay';

const TONES = ['grey', 'green', 'gold', 'orange', 'red', 'purple', 'blue'] as const;

function contentOf(item: ReferenceItem) {
  const content = item.holds?.content;
  return content?.kind === 'dictionary' ? content : undefined;
}

/** Lists of codes with their words and colours. */
export function DictionariesTab() {
  const { t } = useTranslation();
  const [on, picker] = useDay();
  const items = useItems('dictionary', on);
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <Loaded query={items}>
      {(found) => {
        const item = found.items.find((one) => one.code === chosen) ?? found.items[0];
        const name = (one: ReferenceItem) => pick(contentOf(one)?.name_zh ?? one.code, contentOf(one)?.name_en ?? one.code);
        return (
          <>
            <div className="year-bar">
              <Select
                style={{ minWidth: 220 }}
                aria-label={t('reference.dictionary')}
                value={item?.code ?? null}
                onChange={setChosen}
                options={found.items.map((one) => ({ value: one.code, label: name(one) }))}
                data-testid="list"
              />
              <span className="grow" />
              {picker}
            </div>
            {item ? <Entries key={item.code} item={item} title={name(item)} /> : null}
          </>
        );
      }}
    </Loaded>
  );
}

function Entries({ item, title }: { item: ReferenceItem; title: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const [shown, setShown] = useState<'edit' | 'history' | null>(null);
  const entries = contentOf(item)?.entries ?? [];
  const [words, setWords] = useState('');
  const found = entries.filter((entry) => matches(entry, words));
  const sheet = { name: item.code, header: ['code', 'zh', 'en', 'tone', 'retired'], rows: entries.map((entry) => [entry.code, entry.zh, entry.en, entry.tone, entry.retired ? 'yes' : '']) };
  const tag = (entry: DictionaryEntry) => <span className={`state state-${entry.tone}`}>{pick(entry.zh, entry.en)}</span>;
  return (
    <Panel
      title={title}
      unit={item.holds?.source}
      flush
      actions={
        <>
          {entries.length > LONG ? <Input.Search allowClear style={{ width: 200 }} placeholder={t('reference.findEntry')} aria-label={t('reference.findEntry')} onChange={(event) => setWords(event.target.value)} data-testid="find-entry" /> : null}
          <Button onClick={() => setShown('history')}>{t('reference.history')}</Button>
          <Button onClick={() => saveCsv(sheet)}>{t('reference.csv')}</Button>
          {may('reference.write') ? (
            <Button type="primary" onClick={() => setShown('edit')} data-testid="edit-list">
              {t('reference.change')}
            </Button>
          ) : null}
        </>
      }
    >
      <PlainTable<DictionaryEntry>
        rows={found}
        rowKey={(entry) => entry.code}
        card={(entry) => (
          <div className="line">
            {tag(entry)}
            <span className="mono muted">{entry.code}</span>
          </div>
        )}
        columns={[
          { key: 'code', title: t('reference.code'), width: 170, render: (entry) => <span className="mono">{entry.code}</span> },
          { key: 'tag', title: t('reference.shownAs'), width: 260, render: tag },
          { key: 'zh', title: t('reference.zh'), width: 240, render: (entry) => entry.zh },
          { key: 'en', title: t('reference.en'), width: 300, render: (entry) => entry.en },
          { key: 'state', title: t('reference.state'), width: 110, render: (entry) => (entry.retired ? <span className="state state-grey">{t('reference.retired')}</span> : <span className="state state-green">{t('reference.offered')}</span>) },
        ]}
      />
      {shown === 'edit' ? <ListDialog item={item} title={title} close={() => setShown(null)} /> : null}
      {shown === 'history' ? <HistoryDrawer kind="dictionary" item={item.code} title={title} close={() => setShown(null)} /> : null}
    </Panel>
  );
}

/** Longer lists are searched; their form shows so many entries at once. */
const LONG = 40;

function matches(entry: Partial<DictionaryEntry> | undefined, words: string): boolean {
  const wanted = words.trim().toLowerCase();
  return `${entry?.code ?? ''} ${entry?.zh ?? ''} ${entry?.en ?? ''}`.toLowerCase().includes(wanted);
}

interface Given extends Reasoned {
  effective_from: string;
  entries: DictionaryEntry[];
}

interface Placed {
  key: number;
  name: number;
}

/** The entries that a form shows, with their place in the whole list: the first known ones that are looked for, and all new ones. */
function seen<F extends Placed>(fields: F[], known: number, looked: (name: number) => boolean): { field: F; index: number }[] {
  const placed = fields.map((field, index) => ({ field, index }));
  const old = placed.filter(({ field }) => field.key < known && looked(field.name)).slice(0, LONG);
  return [...old, ...placed.filter(({ field }) => field.key >= known)].sort((one, other) => one.index - other.index);
}

function ListDialog({ item, title, close }: { item: ReferenceItem; title: string; close: () => void }) {
  const { t } = useTranslation();
  const { business_date: today } = useSession();
  const [form] = Form.useForm<Given>();
  const content = contentOf(item);
  const [words, setWords] = useState('');
  if (!content) return null;
  const known = content.entries.length;
  const looked = (name: number) => matches(form.getFieldValue(['entries', name]) as DictionaryEntry, words);
  const required = { required: true, message: t('reference.missing') };
  return (
    <ChangeDialog<Given>
      title={title}
      width={920}
      kind="dictionary"
      form={form}
      initial={{ entries: content.entries, ...(today ? { effective_from: today } : {}), source: item.holds?.source ?? '' }}
      toChange={({ effective_from, source, reason }) => {
        // What the form does not show just now is part of the list, too.
        const entries = (form.getFieldValue('entries') as DictionaryEntry[]).map((entry) => ({ ...entry, retired: entry.retired ?? false }));
        return { item: item.code, body: { revision: item.revision, effective_from, content: { ...content, entries }, source, reason } };
      }}
      close={close}
    >
      <Form.Item name="effective_from" label={t('reference.from')} rules={[required]}>
        <DateField allowClear={false} />
      </Form.Item>
      <Form.List name="entries">
        {(fields, { add, remove, move }) => (
          <Form.Item label={t('reference.entries')}>
            {known > LONG ? <Input.Search allowClear style={{ marginBottom: 8 }} placeholder={t('reference.findEntry')} aria-label={t('reference.findEntry')} onChange={(event) => setWords(event.target.value)} data-testid="find-in-form" /> : null}
            {seen(fields, known, looked).map(({ field, index }) => (
              <div key={field.key} className="list-entry">
                <Form.Item name={[field.name, 'code']} rules={[required]} noStyle>
                  <Input maxLength={32} disabled={field.key < known} placeholder={t('reference.code')} />
                </Form.Item>
                <Form.Item name={[field.name, 'zh']} rules={[required]} noStyle>
                  <Input maxLength={60} placeholder={t('reference.zh')} />
                </Form.Item>
                <Form.Item name={[field.name, 'en']} rules={[required]} noStyle>
                  <Input maxLength={60} placeholder={t('reference.en')} />
                </Form.Item>
                <Form.Item name={[field.name, 'tone']} noStyle>
                  <Select options={TONES.map((tone) => ({ value: tone, label: <span className={`state state-${tone}`}>{t(`reference.tone_${tone}`)}</span> }))} />
                </Form.Item>
                <Button icon={<ArrowUpOutlined />} aria-label={t('reference.up')} disabled={index === 0} onClick={() => move(index, index - 1)} />
                <Button icon={<ArrowDownOutlined />} aria-label={t('reference.down')} disabled={index === fields.length - 1} onClick={() => move(index, index + 1)} />
                {field.key < known ? (
                  <Form.Item name={[field.name, 'retired']} valuePropName="checked" noStyle>
                    <Switch checkedChildren={t('reference.retired')} unCheckedChildren={t('reference.offered')} />
                  </Form.Item>
                ) : (
                  <Button onClick={() => remove(field.name)}>{t('reference.remove')}</Button>
                )}
              </div>
            ))}
            {fields.length > LONG ? <p className="muted small">{t('reference.entriesShown', { most: LONG, n: fields.length })}</p> : null}
            <Button onClick={() => add({ tone: 'grey', retired: false })} data-testid="add-entry">
              {t('reference.addEntry')}
            </Button>
          </Form.Item>
        )}
      </Form.List>
    </ChangeDialog>
  );
}
