import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../access/session';
import { api, unwrap } from '../shared/api/client';
import type { JournalEntryRow } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { moment } from '../shared/page/dates';
import { SideDrawer } from '../shared/page/Dialog';
import { Facts } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { StateTag } from '../shared/StateTag';
import { actorWords } from '../shared/written';
import { EntryLines } from './EntryView';

/** A look at one entry without leaving the list. */
export function EntryDrawer({ entry, close }: { entry: JournalEntryRow | null; close: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const leave = (path: string) => {
    close();
    navigate(path);
  };
  return (
    <SideDrawer
      open={entry !== null}
      onClose={close}
      size={560}
      title={entry?.entry_no}
      destroyOnHidden
      extra={
        entry ? (
          <Button type="primary" onClick={() => leave(`/ledger/journal-entries/${entry.id}`)} data-testid="open-entry">
            {t('ledger.openEntry')}
          </Button>
        ) : null
      }
    >
      {entry ? <Look entry={entry} /> : null}
    </SideDrawer>
  );
}

function Look({ entry }: { entry: JournalEntryRow }) {
  const { t } = useTranslation();
  const may = useMay();
  const whole = useQuery({
    queryKey: ['ledger', 'entry', entry.id],
    queryFn: () => unwrap(api.GET('/api/v1/ledger/journal-entries/{id}', { params: { path: { id: entry.id } } })),
  });
  return (
    <>
      <Facts
        items={[
          { label: t('ledger.bookedOn'), value: <span className="num">{entry.booked_on}</span> },
          { label: t('ledger.kind'), value: <StateTag area="entryKind" code={entry.kind} /> },
          { label: t('ledger.state'), value: <StateTag area="entryState" code={entry.state} /> },
          { label: t('ledger.organisation'), value: `${entry.organisation} ${pick(entry.organisation_name_zh, entry.organisation_name_en)}` },
          {
            label: t('ledger.loan'),
            value: entry.loan_id && may('loan.read') ? <Link className="num" to={`/loans/${entry.loan_id}?tab=journal`}>{entry.loan_number}</Link> : entry.loan_number,
          },
          { label: t('ledger.memo'), value: entry.memo },
          { label: t('ledger.actor'), value: actorWords(t, entry.actor) },
          { label: t('ledger.recordedAt'), value: <span className="num">{moment(entry.recorded_at)}</span> },
        ]}
      />
      <h2 className="drawer-part">{t('ledger.postings')}</h2>
      <Loaded query={whole}>{(found) => <EntryLines entry={found} />}</Loaded>
    </>
  );
}
