import { useTranslation } from 'react-i18next';
import { EntryBlock } from '../ledger/EntryView';
import type { LoanDetail } from '../shared/api/types';
import { Panel } from '../shared/page/Page';
import { Blank, Loaded } from '../shared/page/states';
import { useLoanEntries } from './api';

export function JournalTab({ loan }: { loan: LoanDetail }) {
  const { t } = useTranslation();
  const entries = useLoanEntries(loan.id);
  return (
    <Loaded query={entries} rows={10}>
      {(found) =>
        found.items.length === 0 ? (
          <Blank title={t('loan.noEntries')} />
        ) : (
          <Panel title={t('loan.tabJournal')} unit={t('loan.entryCount', { total: found.items.length })}>
            <div style={{ display: 'grid', gap: 22 }}>
              {found.items.map((entry) => (
                <EntryBlock key={entry.id} entry={entry} />
              ))}
            </div>
          </Panel>
        )
      }
    </Loaded>
  );
}
