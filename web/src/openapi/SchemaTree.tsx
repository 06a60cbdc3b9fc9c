import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { choicesOf, type Document, limitsOf, type Member, membersOf, resolved, type Schema, typeOf } from './document';
import { Marked } from './Marked';

function Head({ document, member }: { document: Document; member: Member }) {
  const { t } = useTranslation();
  const whole = resolved(document, member.schema);
  const choices = choicesOf(document, member.schema);
  const limits = [...limitsOf(whole), ...(choices.length > 0 ? [choices.join(' ')] : [])];
  return (
    <>
      <span className="mono name">{member.name}</span> <span className="mono muted">{typeOf(member.schema)}</span> {member.required ? <span className="state state-orange">{t('openapi.required')}</span> : null}
      {limits.length > 0 ? <span className="muted small mono limits">{limits.join(' · ')}</span> : null}
      {whole.description ? <span className="meaning"><Marked text={whole.description} /></span> : null}
    </>
  );
}

/** One member; what is beneath it is drawn when it is opened, so schemas may refer to each other in circles. */
function Branch({ document, member }: { document: Document; member: Member }) {
  const [open, setOpen] = useState(false);
  const has = membersOf(document, member.schema).length > 0;
  if (!has) {
    return (
      <li>
        <Head document={document} member={member} />
      </li>
    );
  }
  return (
    <li>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <Head document={document} member={member} />
        </summary>
        {open ? <SchemaTree document={document} schema={member.schema} /> : null}
      </details>
    </li>
  );
}

/** The members of a schema, each with its type, limits and meaning. */
export function SchemaTree({ document, schema }: { document: Document; schema: Schema }) {
  const members = membersOf(document, schema);
  if (members.length === 0) return null;
  return (
    <ul className="schema">
      {members.map((member) => (
        <Branch key={member.name} document={document} member={member} />
      ))}
    </ul>
  );
}
