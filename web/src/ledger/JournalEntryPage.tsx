import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useMay } from '../access/session';
import { api, unwrap } from '../shared/api/client';
import type { JournalEntry } from '../shared/api/types';
import { moment } from '../shared/page/dates';
import { Facts, Page, Panel } from '../shared/page/Page';
import { Scrolled } from '../shared/page/Scrolled';
import { PageSkeleton, ProblemPage } from '../shared/page/states';
import { PrintButton } from '../shared/print/PrintButton';
import { StateTag } from '../shared/StateTag';
import { actorWords } from '../shared/written';
import { EntryLines } from './EntryView';
import { EntryReversalDialog } from './EntryReversalDialog';

export default function JournalEntryPage() {
  const { id = '' } = useParams();
  const entry = useQuery({
    queryKey: ['ledger', 'entry', id],
    queryFn: () => unwrap(api.GET('/api/v1/ledger/journal-entries/{id}', { params: { path: { id } } })),
  });
  if (entry.error) return <ProblemPage problem={entry.error} retry={() => void entry.refetch()} />;
  if (!entry.data) return <PageSkeleton />;
  return <Content entry={entry.data} />;
}

function Content({ entry }: { entry: JournalEntry }) {
  const { t } = useTranslation();
  const may = useMay();
  const [reversing, setReversing] = useState(false);
  const reversible = may('ledger.reverse') && !entry.reversed_by && !entry.reverses && !entry.event_id;
  return (
    <Page
      personal
      title={t('ledger.entryTitle', { number: entry.entry_no })}
      actions={
        <>
          {reversible ? (
            <Button danger onClick={() => setReversing(true)}>
              {t('ledger.doReverse')}
            </Button>
          ) : null}
          <PrintButton />
        </>
      }
    >
      <Panel>
        <Facts
          items={[
            { label: t('ledger.bookedOn'), value: <span className="num">{entry.booked_on}</span> },
            { label: t('ledger.kind'), value: <StateTag area="entryKind" code={entry.kind} /> },
            { label: t('ledger.currency'), value: entry.currency },
            {
              label: t('loan.number'),
              value: entry.loan_id && may('loan.read') ? <Link className="num" to={`/loans/${entry.loan_id}?tab=journal`}>{entry.loan_number ?? t('ledger.openLoan')}</Link> : entry.loan_number,
            },
            { label: t('ledger.memo'), value: entry.memo },
            { label: t('ledger.actor'), value: actorWords(t, entry.actor) },
            { label: t('ledger.recordedAt'), value: <span className="num">{moment(entry.recorded_at)}</span> },
            entry.reverses ? { label: t('ledger.reversesEntry'), value: <Link to={`/ledger/journal-entries/${entry.reverses}`}>{t('ledger.openEntry')}</Link> } : null,
            entry.reversed_by ? { label: t('ledger.reversedBy'), value: <Link to={`/ledger/journal-entries/${entry.reversed_by}`}>{t('ledger.openEntry')}</Link> } : null,
          ]}
        />
      </Panel>
      <Panel title={t('ledger.postings')} unit={entry.currency}>
        <Scrolled label={t('ledger.postings')}>
          <EntryLines entry={entry} />
        </Scrolled>
      </Panel>
      {reversing ? <EntryReversalDialog entry={entry} close={() => setReversing(false)} /> : null}
    </Page>
  );
}
