"""Uploads: a file of figures from an analyst is checked, previewed, applied whole or not at all, and undone whole.

The path of a row from the posted file to the preview, in one direction. Each step names its modules:

1. receive:  safercornwall.pages.uploads.new → receiving, which enqueues a job (stages); jobs.tasks runs the check under a lease of core.jobs
2. open:     check → files.table → files.child, a confined process. For a workbook it runs files.archive, then files.xlsx
             (or files.ods) and files.shown, which knows what a format or a raised figure shows; for text files.text. The rows come back through files.table
3. layout:   layout.opening → layout.recognising → layout.roles, layout.value_columns, layout.period_columns; all of them look at
             layout.headings and give a layout.layouts; layout.unread says what is not read
4. judge:    judging.judge → judging.sources, judging.names, judging.known_rows; the values are read by performance.cells
5. stage and compare: ledger.staging
6. findings: performance.cells.findings, its doubts by performance.cells.doubts
7. preview:  safercornwall.pages.uploads: page → preview

A clean row of a workbook passes 43 modules, of one subject each, beside the queue; `tests/setup/test_path_of_a_row.py` counts them.

Off the path: layout.sheets for sheets and headings a person must choose, layout.choices and layout.guessing for columns they must name,
layout.incidents and layout.counting for a list of incidents; after the preview actions, reading (what a person says of how the
file is read), ledger.apply and ledger.undo. rights says who may do any of it.
"""
