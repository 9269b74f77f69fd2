"""JavaScript programs that the tests compare with, pinned in `package-lock.json`."""
