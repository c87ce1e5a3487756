"""An application as its owner or helper sees it."""
