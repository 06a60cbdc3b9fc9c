import { Select, TreeSelect } from 'antd';
import { useMemo } from 'react';
import { pick } from '../shared/i18n';
import { isNested, pathOf, treeOf } from './tree';
import { useEntries } from './useDictionaries';

interface CodedProps {
  /** The list. */
  list: string;
  code: string | null | undefined;
}

/** A code of a list as its tag: its word and its colour; retired codes keep both. What it stands below is told on hover. */
export function Coded({ list, code }: CodedProps) {
  const entries = useEntries(list);
  if (!code) return <span className="quiet">—</span>;
  const entry = entries.find((one) => one.code === code);
  return (
    <span className={`state state-${entry?.tone ?? 'grey'}`} {...(isNested(list) ? { title: pathOf(entries, code, pick) } : {})}>
      {entry ? pick(entry.zh, entry.en) : code}
    </span>
  );
}

/** A code of a list in words, behind what it stands below. */
export function CodedPath({ list, code }: CodedProps) {
  const entries = useEntries(list);
  if (!code) return <span className="quiet">—</span>;
  return <span>{pathOf(entries, code, pick)}</span>;
}

interface CodeSelectProps {
  list: string;
  value?: string | null;
  onChange?: (code: string | undefined) => void;
  id?: string;
  placeholder?: string;
  /** Retired codes are there, too: for filters. */
  retired?: boolean;
  disabled?: boolean;
}

/** Chooses a code of a list, searched by code or word; a list in which codes stand below others is a tree. What is chosen stays to be seen. */
export function CodeSelect({ list, value, onChange, id, placeholder, retired, disabled }: CodeSelectProps) {
  const all = useEntries(list);
  const entries = useMemo(() => all.filter((entry) => retired || !entry.retired || entry.code === value), [all, retired, value]);
  const nested = isNested(list);
  const tree = useMemo(() => (nested ? treeOf(entries, pick) : []), [nested, entries]);
  const shared = {
    ...(id ? { id } : {}),
    ...(value ? { value } : {}),
    ...(placeholder ? { placeholder } : {}),
    ...(disabled ? { disabled } : {}),
    allowClear: true,
    style: { width: '100%' },
  };
  if (nested) {
    return (
      <TreeSelect<string>
        {...shared}
        showSearch={{ filterTreeNode: (words, node) => String(node.words).includes(words.trim().toLowerCase()) }}
        treeData={tree}
        popupMatchSelectWidth={320}
        listHeight={320}
        onChange={(code: string | undefined) => onChange?.(code)}
      />
    );
  }
  const options = entries.map((entry) => ({ value: entry.code, label: pick(entry.zh, entry.en), words: `${entry.code} ${entry.zh} ${entry.en}`.toLowerCase() }));
  return (
    <Select<string>
      {...shared}
      showSearch={{ filterOption: (words, option) => String(option?.words).includes(words.trim().toLowerCase()) }}
      options={options}
      onChange={(code: string | undefined) => onChange?.(code)}
    />
  );
}
