"""Reading XLSX files as they are: only cells decide, and nothing that a file says of itself.

An own reader, because each library tried loses what decides whether a cell may be believed
(docs/adr/0021-reading-tables.md).
"""
