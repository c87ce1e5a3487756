"""Systems that files of the portal go to."""
