import { Tag } from 'antd';
import type { ReactNode } from 'react';

export interface FilterTag {
  name: string;
  label: string;
  value: ReactNode;
}

interface FilterTagsProps {
  tags: FilterTag[];
  none: string;
  remove: (name: string) => void;
}

/** What narrows a list now, in words; each can be taken away alone. */
export function FilterTags({ tags, none, remove }: FilterTagsProps) {
  if (tags.length === 0) return <span className="muted small">{none}</span>;
  return (
    <div data-testid="active-filters" className="filter-tags">
      {tags.map((tag) => (
        <Tag key={tag.name} closable onClose={(event) => {
            event.preventDefault();
            remove(tag.name);
          }} data-filter={tag.name}>
          {tag.label} = {tag.value}
        </Tag>
      ))}
    </div>
  );
}
