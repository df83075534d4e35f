"""One room a kind of thing; each takes text and places and returns what it found."""
