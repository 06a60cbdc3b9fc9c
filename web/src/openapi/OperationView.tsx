import { Collapse } from 'antd';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../shared/page/CopyText';
import { Panel } from '../shared/page/Page';
import { Scrolled } from '../shared/page/Scrolled';
import { type Column } from '../shared/table/columns';
import { PlainTable } from '../shared/table/PlainTable';
import { curlOf } from './curl';
import { type Answer, choicesOf, type Document, limitsOf, type Media, type Operation, type Parameter, resolved, typeOf } from './document';
import { Marked } from './Marked';
import { SchemaTree } from './SchemaTree';

const TONES: Record<string, string> = { GET: 'blue', POST: 'green', PUT: 'gold', PATCH: 'gold', DELETE: 'red' };

export function Method({ name }: { name: string }) {
  return <span className={`state state-${TONES[name] ?? 'grey'} method`}>{name}</span>;
}

/** Text of several lines with a button that copies it. */
function Code({ label, text }: { label: string; text: string }) {
  return (
    <figure className="api-code">
      <figcaption>
        {label}
        <CopyText text={text} shown="" />
      </figcaption>
      <Scrolled label={label}>
        <pre className="mono">{text}</pre>
      </Scrolled>
    </figure>
  );
}

function Content({ document, content }: { document: Document; content: Record<string, Media> }) {
  const { t } = useTranslation();
  return (
    <>
      {Object.entries(content).map(([kind, media]) => (
        <div key={kind} className="api-content">
          <p className="muted small">
            <span className="mono">{kind}</span>
            {media.schema ? <span className="mono"> · {typeOf(media.schema)}</span> : null}
          </p>
          {media.schema && !kind.startsWith('application/problem') ? <SchemaTree document={document} schema={media.schema} /> : null}
          {media.example !== undefined ? <Code label={t('openapi.example')} text={JSON.stringify(media.example, null, 2)} /> : null}
        </div>
      ))}
    </>
  );
}

function AnswerBody({ document, answer }: { document: Document; answer: Answer }) {
  const { t } = useTranslation();
  return (
    <>
      {answer.codes.length > 0 ? (
        <ul className="codes" data-testid={`codes-${answer.status}`}>
          {answer.codes.map((code) => (
            <li key={code} className="mono">
              {code}
            </li>
          ))}
        </ul>
      ) : null}
      {Object.keys(answer.content).length > 0 ? <Content document={document} content={answer.content} /> : <p className="muted">{t('openapi.noContent')}</p>}
    </>
  );
}

function Parameters({ document, parameters }: { document: Document; parameters: Parameter[] }) {
  const { t } = useTranslation();
  const places: Record<string, string> = { path: t('openapi.placePath'), query: t('openapi.placeQuery'), header: t('openapi.placeHeader') };
  const meaning = (one: Parameter) => {
    const schema = resolved(document, one.schema ?? {});
    const choices = choicesOf(document, one.schema ?? {});
    return (
      <div className="api-meaning">
        <Marked text={one.description ?? schema.description ?? ''} />
        <span className="muted small mono">{[...limitsOf(schema), ...(choices.length > 0 ? [choices.join(' ')] : [])].join(' · ')}</span>
      </div>
    );
  };
  const name = (one: Parameter) => (
    <>
      <span className="mono">{one.name}</span> {one.required ? <span className="state state-orange">{t('openapi.required')}</span> : null}
    </>
  );
  const columns: Column<Parameter>[] = [
    { key: 'name', title: t('openapi.name'), render: name },
    { key: 'in', title: t('openapi.place'), render: (one) => places[one.in] ?? one.in },
    { key: 'type', title: t('openapi.type'), render: (one) => <span className="mono">{typeOf(one.schema ?? {})}</span> },
    { key: 'meaning', title: t('openapi.meaning'), render: meaning },
  ];
  const card = (one: Parameter) => (
    <>
      <div>
        {name(one)} <span className="muted small">{places[one.in] ?? one.in}</span> <span className="mono muted">{typeOf(one.schema ?? {})}</span>
      </div>
      {meaning(one)}
    </>
  );
  return <PlainTable columns={columns} rows={parameters} rowKey={(one) => `${one.in}.${one.name}`} card={card} />;
}

/** All of one operation: what it does, who may, what is sent, what comes back. */
export function OperationView({ document, operation }: { document: Document; operation: Operation }) {
  const { t } = useTranslation();
  const first = operation.answers.find((answer) => answer.status.startsWith('2'))?.status;
  return (
    <div className="api-operation" data-testid="operation" data-id={operation.id}>
      <Panel>
        <h2 className="api-address">
          <Method name={operation.method} /> <CopyText text={operation.path} />
        </h2>
        <p>
          <strong>
            <Marked text={operation.summary} />
          </strong>
        </p>
        {operation.description.split('\n\n').map((part) => (
          <p key={part}>
            <Marked text={part} />
          </p>
        ))}
        <p className="muted small">
          {t('openapi.permission')} <span className="mono">{operation.permission}</span> · <span className="mono">{operation.id}</span>
        </p>
      </Panel>
      {operation.parameters.length > 0 ? (
        <Panel title={t('openapi.parameters')} flush>
          <Parameters document={document} parameters={operation.parameters} />
        </Panel>
      ) : null}
      {Object.keys(operation.body).length > 0 ? (
        <Panel title={t('openapi.request')}>
          <Content document={document} content={operation.body} />
        </Panel>
      ) : null}
      <Panel title={t('openapi.curl')}>
        <Code label="curl" text={curlOf(operation, window.location.origin)} />
        <p className="muted small">{t('openapi.callHint')}</p>
      </Panel>
      <Panel title={t('openapi.answers')} flush>
        <Collapse
          ghost
          defaultActiveKey={first ? [first] : []}
          items={operation.answers.map((answer) => ({
            key: answer.status,
            label: (
              <>
                <span className={`state state-${answer.status.startsWith('2') ? 'green' : answer.status.startsWith('4') ? 'orange' : 'red'}`}>{answer.status}</span> {answer.description}
              </>
            ),
            children: <AnswerBody document={document} answer={answer} />,
          }))}
        />
      </Panel>
    </div>
  );
}
