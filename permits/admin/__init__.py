"""The back-office pages of permits: their list, one permit, and the record of another agency's."""
