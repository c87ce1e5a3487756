"""Web servers under clients that send or take a byte now and then (docs/adr/0018-web-server.md)."""
