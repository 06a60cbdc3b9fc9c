import { Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBusinessDay } from '../access/session';
import type { LoanDetail } from '../shared/api/types';
import { Amount } from '../shared/money/Amount';
import { capitalAmount } from '../shared/money/capital';
import { Panel } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { DateField } from '../shared/table/DateField';
import { usePayoff } from './api';

const LINES = ['principal', 'interest', 'penalty', 'compound_interest', 'fee', 'prepayment_fee', 'suspense'] as const;

/** What it takes to settle the loan in full on a day. */
export function PayoffTab({ loan }: { loan: LoanDetail }) {
  const { t } = useTranslation();
  const day = useBusinessDay();
  const today = day.data?.business_date ?? loan.as_of;
  const [chosen, setChosen] = useState<string | undefined>();
  const on = chosen ?? today;
  const quote = usePayoff(loan.id, on);
  return (
    <Panel title={t('loan.tabPayoff')} unit={loan.currency}>
      <Form layout="inline" style={{ marginBottom: 14 }}>
        <Form.Item label={t('loan.payoffOn')}>
          <DateField label={t('loan.payoffOn')} value={on} onChange={setChosen} allowClear={false} min={today} />
        </Form.Item>
      </Form>
      <Loaded query={quote}>
        {(found) => (
          <table className="ledger-lines" style={{ maxWidth: 520 }} data-testid="payoff">
            <tbody>
              {LINES.map((name) => (
                <tr key={name}>
                  <td>{t(`loan.payoff.${name}`)}</td>
                  <td className="amount">
                    <Amount value={found[name]} quietZero />
                  </td>
                </tr>
              ))}
              <tr style={{ fontWeight: 600 }}>
                <td>{t('loan.payoff.total')}</td>
                <td className="amount">
                  <Amount value={found.total} withCurrency />
                </td>
              </tr>
              {found.total.currency === 'CNY' ? (
                <tr>
                  <td colSpan={2} className="capital">
                    {capitalAmount(found.total.amount)}
                  </td>
                </tr>
              ) : null}
            </tbody>
          </table>
        )}
      </Loaded>
    </Panel>
  );
}
