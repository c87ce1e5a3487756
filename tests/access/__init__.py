"""Every address of the portal and every kind of person, and what happens when they meet."""
