import { App, Button, Form } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { useBusinessDay } from '../access/session';
import { newCommandKey } from '../shared/api/client';
import { ApiProblem } from '../shared/api/problem';
import type { Product } from '../shared/api/types';
import { changed } from '../shared/form/changed';
import { useUnsaved } from '../shared/form/unsaved';
import { Page, Panel } from '../shared/page/Page';
import { PageSkeleton, ProblemNote, ProblemPage } from '../shared/page/states';
import { pick } from '../shared/i18n';
import { useDraftChange, useProduct, useVersions } from './api';
import { Difference } from './Difference';
import { draftOf, fieldAt, typed } from './draft';
import { TermField } from './TermField';
import { SECTIONS, type Version } from './terms';

/** Writes a draft: every term on the left, what it changes on the right. */
export default function EditProductPage() {
  const { id = '' } = useParams();
  const product = useProduct(id);
  if (product.error) return <ProblemPage problem={product.error} retry={() => void product.refetch()} />;
  if (!product.data) return <PageSkeleton />;
  if (product.data.status !== 'draft') return <Navigate to={`/products/${id}`} replace />;
  return <Editor product={product.data} />;
}

function Editor({ product }: { product: Product }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [form] = Form.useForm<Version>();
  const day = useBusinessDay();
  const change = useDraftChange(product.id);
  const start = useMemo(() => typed(product), [product]);
  const now = (Form.useWatch([], form) as Version | undefined) ?? start;
  const before = useVersions(product.code).find((one) => one.version === product.version - 1);
  useUnsaved(changed(start, now));
  const save = (then?: () => void) =>
    void form
      .validateFields()
      .then(() => change.mutateAsync({ body: draftOf(form.getFieldsValue(true) as Version, product.revision, product.currency), key: newCommandKey() }))
      .then(() => {
        void message.success(t('product.saved'));
        then?.();
      })
      .catch((problem: unknown) => {
        if (problem instanceof ApiProblem) pointAt(problem);
        else reveal((problem as { errorFields?: { name: (string | number)[] }[] }).errorFields?.[0]?.name);
      });
  const reveal = (name: (string | number)[] | undefined) => name && form.scrollToField(name, { block: 'center', focus: true });
  const pointAt = (problem: ApiProblem) => {
    const name = fieldAt(problem.field);
    if (!name) return;
    form.setFields([{ name: name as never, errors: [problem.message] }]);
    reveal(name);
  };
  return (
    <Page
      title={t('product.editTitle', { code: product.code, version: product.version, name: pick(product.name_zh, product.name_en) })}
      actions={
        <>
          <Link to={`/products/${product.id}`}>{t('product.backToVersion')}</Link>
          <Button loading={change.isPending} onClick={() => save()} data-testid="save-draft">
            {t('product.save')}
          </Button>
          <Button type="primary" loading={change.isPending} onClick={() => save(() => navigate(`/products/${product.id}`))} data-testid="save-and-look">
            {t('product.saveAndLook')}
          </Button>
        </>
      }
    >
      {change.isError ? (
        <div style={{ marginBottom: 14 }}>
          <ProblemNote problem={change.error} />
        </div>
      ) : null}
      <div className="two editor">
        <Form<Version> form={form} layout="vertical" initialValues={start} scrollToFirstError={{ block: 'center' }}>
          {SECTIONS.map((section) => (
            <Panel key={section.title} title={t(section.title)}>
              <div className="term-grid">
                {section.fields
                  .filter((field) => !field.when || field.when(now))
                  .map((field) => (
                    <TermField key={field.path} field={field} currency={product.currency} earliest={day.data?.business_date} />
                  ))}
              </div>
            </Panel>
          ))}
        </Form>
        <aside className="beside-form">
          {before ? <Difference before={before as unknown as Version & { version: number }} after={draftOf(now, product.revision, product.currency) as unknown as Version} /> : <Panel title={t('product.newProduct')}>{t('product.newProductHint')}</Panel>}
        </aside>
      </div>
    </Page>
  );
}
