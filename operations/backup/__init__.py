"""Full backups of a portal (tables, files, keys), and restoring one."""
