import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../access/session';
import { Explained } from '../glossary/Explained';
import type { JournalEntry } from '../shared/api/types';
import { pick } from '../shared/i18n';
import { Amount } from '../shared/money/Amount';
import { StateTag } from '../shared/StateTag';

/** The debit and credit lines of one journal entry. */
export function EntryLines({ entry }: { entry: JournalEntry }) {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <table className="ledger-lines">
      <thead>
        <tr>
          <th>
            <Explained>{t('ledger.account')}</Explained>
          </th>
          <th className="right money-column">
            <Explained>{t('ledger.debit')}</Explained>
          </th>
          <th className="right money-column">
            <Explained>{t('ledger.credit')}</Explained>
          </th>
        </tr>
      </thead>
      <tbody>
        {entry.lines.map((line, index) => (
          <tr key={index}>
            <td style={line.credit ? { paddingInlineStart: 28 } : undefined}>
              {may('ledger.read') ? (
                <Link to={`/ledger/accounts/${line.account_code}?currency=${entry.currency}`} className="num">
                  {line.account_code}
                </Link>
              ) : (
                <span className="num">{line.account_code}</span>
              )}{' '}
              {pick(line.account_name_zh, line.account_name_en)}
            </td>
            <td className="amount">{line.debit ? <Amount value={line.debit} /> : null}</td>
            <td className="amount">{line.credit ? <Amount value={line.credit} /> : null}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One entry as a block: number, date, kind, memo, lines. An entry that is only tried has no number and no page yet. */
export function EntryBlock({ entry, tried = false }: { entry: JournalEntry; tried?: boolean }) {
  const { t } = useTranslation();
  return (
    <div data-testid="entry">
      <div style={{ display: 'flex', gap: 10, alignItems: 'baseline', flexWrap: 'wrap', marginBottom: 4 }}>
        {tried ? (
          <span>{t('ledger.previewEntry')}</span>
        ) : (
          <Link to={`/ledger/journal-entries/${entry.id}`} className="num">
            {entry.entry_no}
          </Link>
        )}
        <span className="num muted">{entry.booked_on}</span>
        <StateTag area="entryKind" code={entry.kind} />
        {entry.reverses ? (
          <Link to={`/ledger/journal-entries/${entry.reverses}`} className="small">
            {t('ledger.reverses')}
          </Link>
        ) : null}
        <span className="muted small">{entry.memo}</span>
        <span style={{ marginInlineStart: 'auto' }} className="muted small">
          {entry.currency}
        </span>
      </div>
      <EntryLines entry={entry} />
    </div>
  );
}
