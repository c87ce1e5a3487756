"""An application as officials within scope see it."""
