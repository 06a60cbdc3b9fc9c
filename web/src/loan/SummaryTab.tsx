import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../access/session';
import { Coded } from '../reference/Coded';
import type { LoanDetail } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { Amount, Rate } from '../shared/money/Amount';
import { formatRate } from '../shared/money/format';
import { CopyText } from '../shared/page/CopyText';
import { type Fact, Facts, Panel } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { StateTag, Word } from '../shared/StateTag';
import { useEvents } from './api';
import { LoanBalances } from './BalanceTable';

export function SummaryTab({ loan }: { loan: LoanDetail }) {
  const { t } = useTranslation();
  return (
    <div className="two">
      <div>
        <Panel title={t('loan.balances')} unit={loan.currency}>
          <LoanBalances loan={loan} />
        </Panel>
        <Panel title={t('loan.paidSoFar')} unit={loan.currency}>
          <Facts
            items={[
              { label: t('loan.paid.principal'), value: <Amount value={loan.paid_principal} /> },
              { label: t('loan.paid.interest'), value: <Amount value={loan.paid_interest} /> },
              { label: t('loan.paid.penalty'), value: <Amount value={loan.paid_penalty} /> },
              { label: t('loan.paid.compound_interest'), value: <Amount value={loan.paid_compound_interest} /> },
              { label: t('loan.paid.fee'), value: <Amount value={loan.paid_fee} /> },
            ]}
          />
        </Panel>
        <Terms loan={loan} />
      </div>
      <div className="panel">
        <div className="panel-head">
          <h2>{t('loan.timeline')}</h2>
        </div>
        <div className="panel-body">
          <RecentEvents id={loan.id} />
        </div>
      </div>
    </div>
  );
}

function Terms({ loan }: { loan: LoanDetail }) {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const known: Fact[] = [
    { label: t('loan.product'), value: may('product.read') ? <Link to={`/products/${loan.product_id}`}>{loan.product_name}</Link> : loan.product_name },
    { label: t('loan.method'), value: <Word area="method" code={loan.method} /> },
    { label: t('loan.rate'), value: <Rate value={loan.annual_rate} /> },
    { label: t('loan.purpose'), value: <Coded list="loan_purpose" code={loan.purpose} /> },
    { label: t('loan.disbursedOn'), value: loan.disbursed_on },
    { label: t('loan.maturityOn'), value: loan.maturity_on },
    { label: t('loan.officer'), value: loan.officer },
    ...(loan.overdue_since ? [{ label: t('loan.overdueSince'), value: loan.overdue_since }] : []),
    ...(loan.closed_on ? [{ label: t('loan.closedOn'), value: loan.closed_on }] : []),
  ];
  const words: TermWords = { language: i18n.language, yes: t('product.yes'), no: t('product.no') };
  const shown = ['product', 'product_id', 'method', 'annual_rate', 'principal', 'currency'];
  const frozen = Object.entries(loan.terms as Record<string, unknown>)
    .filter(([name]) => !shown.includes(name))
    .map(([name, value]): Fact => ({ label: t(`loan.term.${name}`, { defaultValue: name.replace(/_/g, ' ') }), value: termText(name, value, words) }));
  return (
    <Panel title={t('loan.terms')}>
      <Facts items={[...known, ...frozen]} />
      <div style={{ marginTop: 14, display: 'flex', gap: 24, flexWrap: 'wrap' }} className="muted small">
        <span>
          {t('loan.version')} <span className="num">{loan.version}</span>
        </span>
        <span>
          {t('loan.stateHash')}{' '}
          <CopyText text={loan.state_hash} shown={`${loan.state_hash.slice(0, 18)}…`} />
        </span>
      </div>
    </Panel>
  );
}

interface TermWords {
  language: string;
  yes: string;
  no: string;
}

function termText(name: string, value: unknown, words: TermWords): string {
  if (value === null || value === undefined) return '—';
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (Array.isArray(value)) return value.map((one) => wordFor('component', String(one), words.language)).join(' → ');
  if (typeof value === 'object') {
    const parts = value as { amount?: unknown; currency?: unknown };
    return typeof parts.amount === 'string' ? `${String(parts.currency)} ${parts.amount}` : JSON.stringify(value);
  }
  const text = String(value);
  if (name === 'frequency') return wordFor('frequency', text, words.language);
  if (/_rate$|_share$/.test(name)) return formatRate(text);
  return name === 'start_on' || name === 'day_count' || typeof value === 'number' ? text : wordFor('rule', text, words.language);
}

function RecentEvents({ id }: { id: string }) {
  const { t } = useTranslation();
  const events = useEvents(id);
  return (
    <Loaded query={events}>
      {(found) => (
        <>
          <ol className="timeline">
            {[...found.items]
              .sort((a, b) => b.seq - a.seq)
              .slice(0, 8)
              .map((event) => (
                <li key={event.id}>
                  <StateTag area="eventKind" code={event.kind} /> <span className="num muted small">{event.value_date}</span>
                  <div>
                    <Amount value={event.amount} />
                    {event.reversed_by ? <span className="danger small"> {t('loan.reversed')}</span> : null}
                  </div>
                </li>
              ))}
          </ol>
          <Link to="?tab=events">{t('loan.allEvents', { total: found.items.length })}</Link>
        </>
      )}
    </Loaded>
  );
}
