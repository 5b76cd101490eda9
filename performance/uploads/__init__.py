"""Uploads: a file of figures from an analyst is checked, previewed, applied whole or not at all, and undone whole.

The way of a row from the posted file to the preview, one direction, each step by the modules named:

1. receive: intake → jobs.queue → jobs.worker → check
2. open:    files.table → files.process → files.child → files.kinds, then for a workbook files.archive, files.xlsx,
            files.xlsx_sheet (or files.ods) and files.workbook, for text files.text → files.spool
3. layout:  layout.opening → layout.headings → layout.layouts
4. judge:   judging.judge → judging.sources, judging.names, judging.known_rows; values by performance.cells
5. stage and compare: ledger.staging → ledger.compare
6. findings: performance.cells.findings, doubts by performance.cells.doubts
7. preview: safercornwall.pages.uploads
"""
