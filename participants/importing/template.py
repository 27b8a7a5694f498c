"""The file to start from: a header and one row that shows how each column is written."""

import csv
import io

from participants.columns import columns


def template_file(side, company):
    """The template of a side as UTF-8 bytes with a mark that spreadsheets understand."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns(side)])
    example = {column.name: column.examples[side] for column in columns(side)}
    writer.writerow({**example, "company": company}.values())
    return text.getvalue().encode("utf-8-sig")
