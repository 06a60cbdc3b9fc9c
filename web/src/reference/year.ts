import dayjs from 'dayjs';

export type DayKind = 'holiday' | 'workday';

export interface Day {
  date: string;
  kind: DayKind;
  name: string;
}

export interface Cell {
  date: string;
  day: number;
  /** Whether the day is worked. */
  worked: boolean;
  /** What is said about it beside its weekday. */
  named: Day | undefined;
}

/** The days of a month, preceded by as many blanks as days of the week have passed; weeks begin on Monday. */
export function monthOf(year: number, month: number, days: Map<string, Day>, weekend: number[]): { blanks: number; cells: Cell[] } {
  const first = dayjs(new Date(year, month, 1));
  const weekdayOf = (day: dayjs.Dayjs) => (day.day() === 0 ? 7 : day.day());
  const cells = Array.from({ length: first.daysInMonth() }, (_, index): Cell => {
    const day = first.add(index, 'day');
    const date = day.format('YYYY-MM-DD');
    const named = days.get(date);
    return { date, day: index + 1, named, worked: named ? named.kind === 'workday' : !weekend.includes(weekdayOf(day)) };
  });
  return { blanks: weekdayOf(first) - 1, cells };
}

/** What a click makes of a day: off, worked where its weekday is off, as its weekday. */
export function turned(days: Day[], date: string, weekend: number[], name: string): Day[] {
  const known = days.find((day) => day.date === date);
  const weekday = dayjs(date).day() === 0 ? 7 : dayjs(date).day();
  const others = days.filter((day) => day.date !== date);
  const next: DayKind | null = !known ? 'holiday' : known.kind === 'holiday' && weekend.includes(weekday) ? 'workday' : null;
  return next ? [...others, { date, kind: next, name: known?.name ?? name }].sort((one, other) => one.date.localeCompare(other.date)) : others;
}

/** Rows of a file that can be read back. */
export function rowsOf(days: Day[], source: string): string[][] {
  return days.map((day) => [day.date, day.kind, day.name, source]);
}

/** A year to be filled in: the public holidays of mainland China on their fixed days, and those that move by their name. */
export function templateOf(year: number): string[][] {
  const fixed = [['01-01', '元旦'], ['05-01', '劳动节'], ['05-02', '劳动节'], ['10-01', '国庆节'], ['10-02', '国庆节'], ['10-03', '国庆节']];
  return fixed.map(([day, name]) => [`${year}-${day}`, 'holiday', name ?? '', '']);
}
