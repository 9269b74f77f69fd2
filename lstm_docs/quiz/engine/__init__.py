"""One question: a family read and compiled, a draw of it asked, its answer judged, all of it proved."""
