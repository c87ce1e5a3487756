"""Reading of electronic signatures in PDFs, in a separate process with tight limits.

That process imports this package and pyHanko, but neither Django nor any secret. It fetches nothing
and judges no certificate.
"""
