import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Segmented, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCurrencies } from '../product/currencies';
import { api, unwrap } from '../shared/api/client';
import { Page } from '../shared/page/Page';
import { ProblemNote } from '../shared/page/states';
import { UnitSwitch } from '../shared/shell/Switches';
import { useChosenCurrency } from '../shared/shell/useChosenCurrency';
import { BucketChart, MonthlyChart, ProductChart, StatusChart, YieldChart } from './charts';
import { FigureCard } from './FigureCard';

// The figures wait for the server; what draws the charts arrives meanwhile.
void import('../shared/charts/echarts');

export default function CockpitPage() {
  const { t } = useTranslation();
  const offered = useCurrencies();
  const [asked, choose] = useChosenCurrency(offered.length > 0 ? offered : undefined);
  const cockpit = useQuery({
    queryKey: ['cockpit', asked ?? ''],
    queryFn: () => unwrap(api.GET('/api/v1/cockpit', { params: { query: asked ? { currency: asked } : {} } })),
    placeholderData: keepPreviousData,
  });
  const data = cockpit.data;
  const switches = (
    <>
      {data && data.currencies.length > 1 ? (
        <Segmented
          value={data.currency}
          options={data.currencies}
          onChange={choose}
          data-testid="cockpit-currency"
        />
      ) : null}
      <UnitSwitch />
    </>
  );
  return (
    <Page title={t('cockpit.title')} asOf={data?.as_of} actions={switches}>
      {cockpit.error && !data ? <ProblemNote problem={cockpit.error} retry={() => void cockpit.refetch()} /> : null}
      {data ? (
        <>
          <div className="figures">
            {data.figures.map((figure) => (
              <FigureCard key={figure.code} figure={figure} asOf={data.as_of} currency={data.currency} />
            ))}
          </div>
          <div className="charts">
            <BucketChart cockpit={data} />
            {data.monthly.length > 0 ? <MonthlyChart cockpit={data} /> : null}
            {data.monthly.length > 0 ? <YieldChart cockpit={data} /> : null}
            <StatusChart cockpit={data} />
            <ProductChart cockpit={data} />
          </div>
        </>
      ) : cockpit.isPending ? (
        <Waiting />
      ) : null}
    </Page>
  );
}

function Waiting() {
  return (
    <>
      <div className="figures">
        {Array.from({ length: 8 }, (_, index) => (
          <div className="figure" key={index}>
            <Skeleton active title={false} paragraph={{ rows: 2 }} />
          </div>
        ))}
      </div>
      <div className="charts">
        {Array.from({ length: 4 }, (_, index) => (
          <div className="panel panel-body" key={index}>
            <Skeleton active paragraph={{ rows: 7 }} />
          </div>
        ))}
      </div>
    </>
  );
}
