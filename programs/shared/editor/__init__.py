"""What a section of the editor of editions is made of: its table, its texts and its form."""
