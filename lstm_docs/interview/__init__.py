"""An interview that goes on from a paper: what-if questions about the candidate's own answers, and the talk itself."""
