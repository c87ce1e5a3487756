"""Reading XLSX files as they are: only cells count, not what a file claims about itself.

A reader of its own, because each library tried loses the details that show whether a cell's value
is reliable (docs/adr/0021-reading-tables.md).
"""
