"""Templates of the page, read by Jinja with autoescape on."""
