export interface Frame {
  institution: string;
  title: string;
  by: string;
}

/** A text as a string of a style sheet: printed as it is, whatever is in it. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/[\n\r\f]/g, ' ')}"`;
}

/** Heads and feet of printed sheets: whose and what they are, by whom and when they were printed, which page of how many. */
export function sheetOf({ institution, title, by }: Frame): string {
  const small = 'font-size: 8pt; color: #596375';
  return `@page {
    @top-left { content: ${quoted(institution)}; ${small}; }
    @top-right { content: ${quoted(title)}; ${small}; }
    @bottom-left { content: ${quoted(by)}; ${small}; }
    @bottom-right { content: counter(page) " / " counter(pages); ${small}; }
  }`;
}
