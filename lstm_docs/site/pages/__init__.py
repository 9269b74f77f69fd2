"""The pages that come with the package, and links to the glossary."""
