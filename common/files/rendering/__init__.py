"""Pictures of stored files: small ones for lists, and pages of PDFs for reading.

PDFs are drawn in a separate process with tight limits, which imports this package, but neither
Django nor any secret.
"""
