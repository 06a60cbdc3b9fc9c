#!/usr/bin/env python3
"""Make holidays_cn.csv from the PyPI package chinese_calendar (see README.md).

usage: pip install chinese_calendar==1.11.0 && make_holidays.py

A date in the file overrides the rule of the week: `holiday` is a day off (weekends inside the holiday are listed too), `workday` is a
Saturday or Sunday that is worked in exchange.
"""

import csv
from pathlib import Path

from chinese_calendar.constants import Holiday, holidays, workdays

NOTICES = {
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}


def main():
    names = {holiday.value: holiday.chinese for holiday in Holiday}
    days = [(date, "holiday", name) for date, name in holidays.items()]
    days += [(date, "workday", name) for date, name in workdays.items()]
    target = Path(__file__).with_name("holidays_cn.csv")
    with open(target, "w", encoding="utf-8", newline="") as writer:
        out = csv.writer(writer, lineterminator="\n")
        out.writerow(["date", "kind", "name", "source"])
        for date, kind, name in sorted(days):
            if date.year in NOTICES:
                label = names[name] if kind == "holiday" else names[name] + "调休"
                out.writerow([date.isoformat(), kind, label, NOTICES[date.year]])


if __name__ == "__main__":
    main()
