import { InboxOutlined } from '@ant-design/icons';
import { Spin, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CutOver } from '../shared/api/types';
import { Word } from '../shared/StateTag';
import { Page, Panel } from '../shared/page/Page';
import { ProblemNote } from '../shared/page/states';
import type { Column } from '../shared/table/columns';
import { PlainTable } from '../shared/table/PlainTable';
import { useCutOver } from './api';
import './import.css';

type Figure = CutOver['products'][number];
type LedgerFigure = CutOver['ledger'][number];

const grouped = (text: string | null | undefined) => (text === null || text === undefined ? '—' : text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ','));
const isZero = (text: string | null | undefined) => text === null || text === undefined || Number(text) === 0;
const amount = (text: string | null | undefined) => <span className={text?.startsWith('-') ? 'num danger' : 'num'}>{grouped(text)}</span>;
const difference = (text: string | null | undefined) => <span className={isZero(text) ? 'num quiet' : 'num danger'}>{grouped(text)}</span>;

/** The lender's own totals against what was taken in, and the loans against the ledger. */
export default function CutOverPage() {
  const { t } = useTranslation();
  const compare = useCutOver();
  const report = compare.data;
  return (
    <Page title={t('import.cutOver')} asOf={report?.on}>
      <Panel title={t('import.totals')} unit={t('import.totalsHint')}>
        {compare.error ? (
          <div style={{ marginBottom: 12 }}>
            <ProblemNote problem={compare.error} />
          </div>
        ) : null}
        <Spin spinning={compare.isPending}>
          <Upload.Dragger
            accept=".csv,.xlsx"
            showUploadList={false}
            beforeUpload={(file) => {
              compare.mutate(file);
              return false;
            }}
          >
            <p className="ant-upload-drag-icon">
              <InboxOutlined />
            </p>
            <p>{t('import.dropTotals')}</p>
            <p className="muted small mono">product, currency, loans, principal, interest_due, interest_accrued, penalty, fee_due</p>
          </Upload.Dragger>
        </Spin>
      </Panel>
      {report ? <Report report={report} /> : null}
    </Page>
  );
}

function Report({ report }: { report: CutOver }) {
  const { t } = useTranslation();
  const products: Column<Figure>[] = [
    { key: 'product', title: t('import.product'), width: 110, render: (one) => one.product },
    { key: 'currency', title: t('import.currency'), width: 80, render: (one) => one.currency },
    { key: 'figure', title: t('import.figure'), width: 160, render: (one) => <Word area="cutOverFigure" code={one.figure} /> },
    { key: 'told', title: t('import.told'), width: 170, right: true, render: (one) => amount(one.told) },
    { key: 'booked', title: t('import.booked'), width: 170, right: true, render: (one) => amount(one.booked) },
    { key: 'difference', title: t('import.difference'), width: 150, right: true, render: (one) => difference(one.difference) },
  ];
  const ledger: Column<LedgerFigure>[] = [
    { key: 'code', title: t('import.figure'), width: 180, render: (one) => <Word area="cutOverFigure" code={one.code} /> },
    { key: 'currency', title: t('import.currency'), width: 80, render: (one) => one.currency || '—' },
    { key: 'loans', title: t('import.ofLoans'), width: 170, right: true, render: (one) => amount(one.loans) },
    { key: 'ledger', title: t('import.ofLedger'), width: 170, right: true, render: (one) => amount(one.ledger) },
    { key: 'difference', title: t('import.difference'), width: 150, right: true, render: (one) => difference(one.difference) },
  ];
  return (
    <>
      <div className="consequence import-outcome" role="status" data-testid="cut-over-result">
        {report.differences === 0 ? t('import.allAgree') : t('import.differ', { n: report.differences })}
      </div>
      <Panel title={t('import.byProduct')} flush>
        <PlainTable<Figure>
          columns={products}
          rows={report.products}
          rowKey={(one) => `${one.product} ${one.currency} ${one.figure}`}
          card={(one) => <Card head={<>{one.product} · {one.currency} · <Word area="cutOverFigure" code={one.figure} /></>} left={one.told} right={one.booked} off={one.difference} />}
        />
      </Panel>
      <Panel title={t('import.againstLedger')} flush>
        <PlainTable<LedgerFigure>
          columns={ledger}
          rows={report.ledger}
          rowKey={(one) => `${one.code} ${one.currency}`}
          card={(one) => <Card head={<><Word area="cutOverFigure" code={one.code} /> {one.currency}</>} left={one.loans} right={one.ledger} off={one.difference} />}
        />
      </Panel>
    </>
  );
}

function Card({ head, left, right, off }: { head: React.ReactNode; left: string | null | undefined; right: string; off: string | null | undefined }) {
  return (
    <>
      <div className="line">
        <span className="title">{head}</span>
        {difference(off)}
      </div>
      <div className="line small muted">
        {amount(left)}
        {amount(right)}
      </div>
    </>
  );
}
