"""The officials' pages of objections to refusals."""
