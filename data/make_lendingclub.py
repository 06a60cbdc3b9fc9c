#!/usr/bin/env python3
"""Make lendingclub_2018.csv from OpenIntro's loans_full_schema (see README.md). Standard library only.

usage: make_lendingclub.py SOURCE.csv|SOURCE.csv.xz|SOURCE.csv.gz [TARGET.csv]

The output is deterministic: same source, same bytes. Money and percentages get two decimals, rounded half up; the employer's
title is never read.
"""

import csv
import gzip
import hashlib
import lzma
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

# (name in the output, name in the source, kind)
COLUMNS = [
    ("id", "rownames", "integer"),
    ("state", "state", "text"),
    ("annual_income", "annual_income", "decimal"),
    ("verified_income", "verified_income", "text"),
    ("debt_to_income", "debt_to_income", "decimal"),
    ("homeownership", "homeownership", "text"),
    ("purpose", "loan_purpose", "text"),
    ("application_type", "application_type", "text"),
    ("grade", "grade", "text"),
    ("sub_grade", "sub_grade", "text"),
    ("loan_amount", "loan_amount", "decimal"),
    ("term", "term", "integer"),
    ("interest_rate", "interest_rate", "decimal"),
    ("installment", "installment", "decimal"),
    ("issue_month", "issue_month", "month"),
    ("loan_status", "loan_status", "text"),
    ("balance", "balance", "decimal"),
    ("paid_total", "paid_total", "decimal"),
    ("paid_principal", "paid_principal", "decimal"),
    ("paid_interest", "paid_interest", "decimal"),
    ("paid_late_fees", "paid_late_fees", "decimal"),
]


def integer(text):
    return str(int(Decimal(text)))


def decimal(text):
    """Two decimals, half up; an absent value stays empty."""
    if text in ("", "NA"):
        return ""
    return str(Decimal(text).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def month(text):
    """Mar-2018 -> 2018-03"""
    name, year = text.split("-")
    return f"{int(year):04d}-{MONTHS.index(name) + 1:02d}"


KINDS = {"text": str.strip, "integer": integer, "decimal": decimal, "month": month}


def open_text(path):
    opener = {".xz": lzma.open, ".gz": gzip.open}.get(path.suffix, open)
    return opener(path, "rt", encoding="utf-8", newline="")


def main(arguments):
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    source = Path(arguments[0])
    target = Path(arguments[1]) if len(arguments) == 2 else Path(__file__).with_name("lendingclub_2018.csv")
    count = 0
    with open_text(source) as reader, open(target, "w", encoding="utf-8", newline="") as writer:
        out = csv.writer(writer, lineterminator="\n")
        out.writerow([name for name, _, _ in COLUMNS])
        for row in csv.DictReader(reader):
            out.writerow([KINDS[kind](row[source_name]) for _, source_name, kind in COLUMNS])
            count += 1
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    print(f"{count} rows, {target.stat().st_size} bytes, sha256 {digest}")


if __name__ == "__main__":
    main(sys.argv[1:])
