"""Documents of orders, typeset."""
